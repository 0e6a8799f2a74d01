import { asapScheduler, Observable, type SchedulerLike, type Subscription } from 'rxjs';
import type { DropReason } from './accept.js';
import type { Cache } from './cache.js';
import type { ServerCounters, ServerFailure } from './counters.js';
import type { EventSource } from './events.js';
import type { Slots } from './slots.js';

/**
 * What a resolver has counted since it was made: numbers that only grow, but for those that say "now".
 *
 * One lookup can take several queries: one for each family, each name of a search, each piece of a CNAME chain.
 */
export interface ResolverStats {
  /** Queries, by what became of them. */
  readonly queries: {
    readonly started: number;
    /** With NOERROR (records or none) or NXDOMAIN, from the cache or not. */
    readonly answered: number;
    /** By status: `SERVFAIL` and other rcodes, `TIMEOUT`, `CONNREFUSED` and other codes without their `E`. */
    readonly failed: Readonly<Record<string, number>>;
    readonly cancelled: number;
    /** Wire queries under way now; equal questions share one. */
    readonly outstanding: number;
    /** Wire queries that wait for their turn now (`maxOutstanding`, pacing). */
    readonly waiting: number;
    /** Those that shared the wire query of an equal one. */
    readonly coalesced: number;
  };
  /** Looks into the cache, and what it holds. */
  readonly cache: {
    readonly hits: number;
    readonly misses: number;
    /** Of these, answered with what had expired. */
    readonly stale: number;
    /** Responses kept now, those that have expired and were not yet replaced included. */
    readonly entries: number;
  };
  /** Messages dropped, by reason. */
  readonly drops: Readonly<Partial<Record<DropReason, number>>>;
  /** Attempts, and what is asked beside them. */
  readonly attempts: {
    readonly started: number;
    readonly timeouts: number;
    /** Of these, at a server that the query had asked before. */
    readonly retries: number;
    /** Of these, at another server than before, in its first round; those of a race do not count. */
    readonly failovers: number;
    /** Queries to the same server in another way, which are no attempts of their own. */
    readonly fallbacks: number;
    /** Copies of queries to failed servers, which are no attempts of any query. */
    readonly probes: number;
  };
  /** UDP sockets and connections over TCP, TLS and HTTPS together. */
  readonly sockets: {
    /** Now. */
    readonly open: number;
    readonly opened: number;
  };
  /** Those that were asked, in the order in which that began; of very many, the latest 10,000. */
  readonly servers: readonly ServerStats[];
}

/** What was counted for one server, fallbacks and probes included. */
export interface ServerStats {
  /** As `Resolver.servers` writes it. */
  readonly server: string;
  /** `down` from a failure on (SERVFAIL, REFUSED and NOTIMP are some) until it answers; `unknown` before either. */
  readonly state: 'up' | 'down' | 'unknown';
  /** Queries handed to its sockets, whatever became of them. */
  readonly sent: number;
  /** With any response. */
  readonly answered: number;
  /** Given up after silence. */
  readonly timedOut: number;
  /** No connection, an end of it, or wrong messages alone. */
  readonly failed: number;
  /** From sending to the answer, in milliseconds; queries without one do not count, over TCP the handshake does. */
  readonly roundTrips: {
    readonly count: number;
    readonly mean: number;
    /** What half of them are not longer than; exact below 16 ms, then with an error of 6 % at most. */
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
  };
  /** The latest failure, however long ago; `undefined` where there was none. */
  readonly lastFailure: ServerFailure | undefined;
}

/** Where statistics come from. */
export interface StatsSources {
  readonly cache: Cache;
  readonly events: EventSource;
  readonly slots: Slots;
  readonly scheduler: SchedulerLike;
}

/** Emits the state soon, and again when something changed, at most once in `interval` milliseconds. */
export function statsStream(sources: StatsSources, interval: number): Observable<ResolverStats> {
  const { events, scheduler } = sources;
  return new Observable((subscriber) => {
    let nextAt = 0;
    let ended = false;
    let due: Subscription | undefined;
    const emit = () => {
      due = undefined;
      nextAt = scheduler.now() + interval;
      subscriber.next(readStats(sources));
      if (ended) subscriber.complete();
    };
    // No timer runs while nothing happens: it would keep the process alive.
    const onChange = () => {
      due ??= scheduler.schedule(emit, Math.max(0, nextAt - scheduler.now()));
    };
    const onEnd = () => {
      ended = true;
      if (nextAt === 0) return;
      if (due === undefined) subscriber.complete();
      else emit();
    };
    due = asapScheduler.schedule(emit);
    subscriber.add(() => due?.unsubscribe());
    subscriber.add(events.events$.subscribe({ next: onChange, complete: onEnd }));
  });
}

/** The state as of now. */
function readStats({ cache, events, slots }: StatsSources): ResolverStats {
  const { counters } = events;
  return {
    queries: {
      started: counters.queriesStarted,
      answered: counters.queriesAnswered,
      failed: Object.fromEntries(counters.queriesFailed),
      cancelled: counters.queriesCancelled,
      outstanding: slots.taken,
      waiting: slots.waiting,
      coalesced: counters.coalesced,
    },
    cache: {
      hits: counters.cacheHits,
      misses: counters.cacheMisses,
      stale: counters.stale,
      entries: cache.size,
    },
    drops: Object.fromEntries(counters.drops),
    attempts: {
      started: counters.attempts,
      timeouts: counters.timeouts,
      retries: counters.retries,
      failovers: counters.failovers,
      fallbacks: counters.fallbacks,
      probes: counters.probes,
    },
    sockets: { open: counters.socketsOpen, opened: counters.socketsOpened },
    servers: Array.from(counters.servers, ([server, own]) => readServer(server, own)),
  };
}

function readServer(server: string, own: ServerCounters): ServerStats {
  const { state, sent, answered, timedOut, failed, roundTrips, lastFailure } = own;
  const { count, mean } = roundTrips;
  return {
    ...{ server, state, sent, answered, timedOut, failed },
    roundTrips: {
      count,
      mean,
      p50: roundTrips.quantile(0.5),
      p95: roundTrips.quantile(0.95),
      p99: roundTrips.quantile(0.99),
    },
    lastFailure,
  };
}
