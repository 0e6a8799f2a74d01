import type { SchedulerLike } from 'rxjs';
import type { DropReason } from './accept.js';
import { inconclusive, isDefinite } from './definite.js';
import type { Attempt } from './exchange.js';
import { RecentMap } from './recent-map.js';
import { RoundTrips } from './round-trips.js';

/** The latest failure of a server. */
export interface ServerFailure {
  /** A rcode such as `SERVFAIL`, or a code such as `ETIMEOUT`. */
  readonly outcome: string;
  /** When, in milliseconds since 1970. */
  readonly at: number;
}

/**
 * What a resolver counts from its beginning on, whether or not anyone looks.
 *
 * Whole numbers in place, so that counting costs next to nothing; what makes a view of them for `stats$` does so
 * only for its subscribers.
 */
export class Counters {
  queriesStarted = 0;
  queriesAnswered = 0;
  queriesCancelled = 0;
  /** By status. */
  readonly queriesFailed = new Map<string, number>();
  cacheHits = 0;
  cacheMisses = 0;
  stale = 0;
  coalesced = 0;
  readonly drops = new Map<DropReason, number>();
  attempts = 0;
  timeouts = 0;
  retries = 0;
  failovers = 0;
  fallbacks = 0;
  probes = 0;
  socketsOpen = 0;
  socketsOpened = 0;
  readonly servers = new RecentMap<ServerCounters>();
  readonly #scheduler: SchedulerLike;

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
  }

  /** Those of a server, by its text. */
  server(text: string): ServerCounters {
    let counters = this.servers.get(text);
    if (counters === undefined) {
      counters = new ServerCounters();
      this.servers.set(text, counters);
    }
    return counters;
  }

  /** Counts the end of a query by its status; cancelled ones are counted by whoever cancels. */
  queryEnded(status: string): void {
    if (isDefinite(status)) this.queriesAnswered += 1;
    else count(this.queriesFailed, status);
  }

  socketOpened(): void {
    this.socketsOpen += 1;
    this.socketsOpened += 1;
  }

  dropped(reason: DropReason): void {
    count(this.drops, reason);
  }

  /** Counts an attempt where it ended: with a rcode, a code of ours or of the system, or cancelled. */
  attemptEnded({ server, elapsed, outcome }: Attempt): void {
    if (outcome === 'ECANCELLED') return;
    if (outcome === 'ETIMEOUT') this.timeouts += 1;
    // Codes begin with an E, and no rcode does.
    if (outcome.startsWith('E')) {
      this.serverFailed(server, outcome);
      return;
    }
    const counters = this.server(server);
    counters.answered += 1;
    counters.roundTrips.add(elapsed);
    if (inconclusive.has(outcome)) counters.lastFailure = this.#failure(outcome);
  }

  /** Counts a query to a server that ended without a response: with `ETIMEOUT` or another code. */
  serverFailed(server: string, code: string): void {
    const counters = this.server(server);
    if (code === 'ETIMEOUT') counters.timedOut += 1;
    else counters.failed += 1;
    counters.lastFailure = this.#failure(code);
  }

  #failure(outcome: string): ServerFailure {
    return { outcome, at: this.#scheduler.now() };
  }
}

/** What is counted for one server. */
export class ServerCounters {
  /** Queries sent, fallbacks and probes included. */
  sent = 0;
  answered = 0;
  timedOut = 0;
  failed = 0;
  state: 'up' | 'down' | 'unknown' = 'unknown';
  lastFailure: ServerFailure | undefined;
  readonly roundTrips = new RoundTrips();
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
