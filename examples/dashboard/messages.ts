import type { RecordType } from 'rxdns';

/** What is watched: a name and a type, at each server. */
export interface WatchedQuestion {
  readonly name: string;
  readonly type: RecordType;
}

/** A server, and what it is called on the page. */
export interface WatchedServer {
  /** As `Resolver.servers` writes it. */
  readonly server: string;
  readonly label: string;
}

/** All that a dashboard watches. */
export interface Plan {
  readonly questions: readonly WatchedQuestion[];
  readonly servers: readonly WatchedServer[];
  /** Servers that have to say the same, 1 to the number of servers. */
  readonly quorum: number;
}

/** One time that a server was asked. */
export interface Asked {
  /** An rcode, or the code of the failure. */
  readonly outcome: string;
  /** Milliseconds. */
  readonly elapsed: number;
}

/** What one server says about one question. */
export interface Cell {
  /** As in `RecordSetChange`; `UNKNOWN` before the first definite answer. */
  readonly status: string;
  /** RDATA in presentation form, sorted. */
  readonly records: readonly string[];
  /** The code of the failure; absent while the server answers. */
  readonly error?: string | undefined;
  /** When the answer ends, in milliseconds since 1970; absent where it may not be kept. */
  readonly expiresAt?: number | undefined;
  /** The latest times that it was asked, oldest first. */
  readonly history: readonly Asked[];
}

/** Servers that say the same. */
export interface Group {
  /** The status where there are no records, else the records. */
  readonly value: string;
  /** Places in `Plan.servers`. */
  readonly members: readonly number[];
}

/** A question at all servers. */
export interface Row {
  /** Its place in `Plan.questions`. */
  readonly question: number;
  /** In the order of `Plan.servers`. */
  readonly cells: readonly Cell[];
  /** The largest first; a server that fails is in none. */
  readonly groups: readonly Group[];
}

/** A line of the log. */
export interface LogEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind: 'change' | 'failure' | 'recovery' | 'agreement';
  readonly text: string;
}

/** What went to one server. */
export interface ServerLoad {
  /** Attempts that ended, since the page was opened. */
  readonly asked: number;
  /** Those of them that no response came to. */
  readonly lost: number;
  /** Attempts in a second, lately. */
  readonly rate: number;
  /** The share of them that were lost, 0 to 1; absent where there were none. */
  readonly loss?: number | undefined;
  /** Median of their answers in milliseconds; absent where there were none. */
  readonly latency?: number | undefined;
}

/** What went to all servers. */
export interface Load {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** In the order of `Plan.servers`. */
  readonly servers: readonly ServerLoad[];
}

/** What the page is told, each as a server-sent event of that name. */
export type Message =
  | { readonly event: 'plan'; readonly data: Plan }
  | { readonly event: 'row'; readonly data: Row }
  | { readonly event: 'log'; readonly data: LogEntry }
  | { readonly event: 'load'; readonly data: Load };
