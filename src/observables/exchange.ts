import type { Observable } from 'rxjs';
import type { EdnsOption, ExtendedError } from '../records/edns.js';
import type { Message, Question } from '../records/message.js';
import type { Endpoint, Transport } from '../socket/connect.js';
import type { QuestionKey } from './question-key.js';

/** A server to ask. */
export interface Server extends Endpoint {
  /** The server as `Resolver.servers` writes it. */
  readonly text: string;
}

/** Addresses of this machine to send from, by family; the system chooses where there is none. */
export interface LocalAddress {
  readonly ipv4?: string | undefined;
  readonly ipv6?: string | undefined;
}

/** How to ask: what the options of the resolver and of one query came to. */
export interface QuerySettings {
  /** In configured order. */
  readonly servers: readonly Server[];
  readonly localAddress: LocalAddress;
  /** Milliseconds for the first attempt at each server. */
  readonly timeout: number;
  /** Milliseconds an attempt may take at most, however often the timeout was doubled. */
  readonly maxTimeout: number;
  /** Attempts at each server. */
  readonly tries: number;
  /** Milliseconds for the whole query; `Infinity` for no bound of its own. */
  readonly deadline: number;
  /** Ask over TCP from the start. */
  readonly useTcp: boolean;
  /** Take a truncated response as it is. */
  readonly ignoreTruncation: boolean;
  /** The RD bit. */
  readonly recurse: boolean;
  /** The CD bit (RFC 4035 section 3.2.2). */
  readonly checkingDisabled: boolean;
  /** The DO bit (RFC 3225); needs EDNS. */
  readonly dnssec: boolean;
  readonly edns: { readonly payloadSize: number } | false;
  readonly ednsOptions: readonly EdnsOption[];
  /** Draw the case of letters at random, over UDP, and take only responses that repeat it. */
  readonly dns0x20: boolean;
  /** Ask a server at random among those with the fewest failures, not always the first. */
  readonly rotate: boolean;
  readonly strategy: Strategy;
  /** Send cookies (RFC 7873) over UDP. */
  readonly cookies: boolean;
  /** Share the wire query of an equal one under way. */
  readonly coalesce: boolean;
  /** What tells settings apart that queries cannot share: servers, transport, EDNS. */
  readonly wireKey: string;
  readonly cache: CacheMode;
}

/** A question, and how to ask it. */
export interface Query {
  readonly question: Question;
  /** The question in wire form: what is sent, and what a response has to repeat. */
  readonly octets: Uint8Array;
  /** Equal for queries about the same name (without case), type and class whose answers may be exchanged. */
  readonly key: QuestionKey;
  readonly settings: QuerySettings;
  /** The attempts made so far; the stage that makes them appends to it. */
  readonly trail: Attempt[];
}

/** What a query makes of the cache: take and keep; keep only; neither; take only. */
export type CacheMode = 'use' | 'refresh' | 'bypass' | 'only';

/** Whether servers are asked one after another, all at once, or the next one as soon as one is late. */
export type Strategy = 'sequential' | 'race' | 'hedge';

/** A query on its way to one server. */
export interface ServerQuery extends Query {
  readonly server: Server;
  readonly transport: Transport;
  /** Whether it goes with EDNS, which some servers do not take. */
  readonly withEdns: boolean;
  /** How it was asked last, as a fallback changes that. */
  readonly latest: { transport: Transport };
}

/** What became of one attempt: an rcode, or the code of the failure that ended it. */
export interface Attempt {
  /** The server asked, as `Resolver.servers` writes it. */
  readonly server: string;
  readonly transport: Transport;
  /** Milliseconds from sending to this outcome. */
  readonly elapsed: number;
  /** An rcode such as `SERVFAIL`, or a code such as `ETIMEOUT`. */
  readonly outcome: string;
}

/** What a server answered, and how it came. */
export interface DnsResponse extends Message {
  /** The server that answered, as `Resolver.servers` writes it; `local` where none had to be asked. */
  readonly server: string;
  /** How it came; `local` where no server had to be asked (`localhost`, address literals). */
  readonly transport: Transport | 'local';
  /** Milliseconds from the first attempt to this response. */
  readonly elapsed: number;
  /** Octets of the message. */
  readonly size: number;
  /**
   * The message in wire form, as it came: from the cache, with the TTLs and the letter case of the first time. Absent
   * where no server had to be asked.
   */
  readonly octets?: Uint8Array;
  /** Whether it came from the cache. */
  readonly cached: boolean;
  /** `true` where it had expired, and was given because servers fail (RFC 8767, `cache: { serveStale }`). */
  readonly stale?: true;
  /** Extended errors (RFC 8914); absent where there are none. */
  readonly extendedErrors?: readonly ExtendedError[];
  /** The trail: every attempt made for the question, this response's own last. */
  readonly attempts: readonly Attempt[];
}

/**
 * A query in, an Observable of its response out.
 *
 * Cold: each subscription asks anew. One response, then complete; never inside `subscribe()`. An rcode is
 * data: only time and transport use the error channel. Unsubscribing frees everything at once.
 */
export type Exchange<Q extends Query = Query> = (query: Q) => Observable<DnsResponse>;

/** An Exchange in, an Exchange with one policy more out. */
export type Stage<Upper extends Query = Query, Lower extends Query = Upper> = (
  next: Exchange<Lower>,
) => Exchange<Upper>;
