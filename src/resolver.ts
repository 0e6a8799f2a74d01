import { AsyncResource } from 'node:async_hooks';
import {
  asapScheduler,
  asyncScheduler,
  EMPTY,
  firstValueFrom,
  lastValueFrom,
  type Observable,
  scheduled,
} from 'rxjs';
import { DnsError, type DnsErrorCode } from './errors.js';
import { systemServers } from './hosts/system.js';
import { answerError, readAnswer } from './observables/answer.js';
import { attempts } from './observables/attempts.js';
import { Cache, cached } from './observables/cache.js';
import { continueChain } from './observables/chain.js';
import { compose } from './observables/compose.js';
import { CookieJar } from './observables/cookies.js';
import { Deadlines } from './observables/deadlines.js';
import { type Demultiplexer, demultiplex } from './observables/demultiplex.js';
import { EventSource, type ResolverEvent } from './observables/events.js';
import type { DnsResponse, Exchange, QuerySettings } from './observables/exchange.js';
import { fallback } from './observables/fallback.js';
import { inflight } from './observables/inflight.js';
import { makeQuery } from './observables/make-query.js';
import { errorOutcome, type Outcome, responseOutcome } from './observables/outcome.js';
import { Pending } from './observables/pending.js';
import { PortBudget } from './observables/port-budget.js';
import { Probes } from './observables/probes.js';
import { secureRandom } from './observables/random.js';
import { ServerStates } from './observables/servers.js';
import { Slots } from './observables/slots.js';
import {
  cacheOptions,
  maxOutstanding,
  type QueryOptions,
  querySettings,
  type ResolverOptions,
  resolverSettings,
  withServers,
} from './options.js';
import type { Question } from './records/message.js';
import type { RecordMap, RecordType } from './records/record-map.js';
import { connectByTransport } from './socket/by-transport.js';

/**
 * A stub resolver: every lookup is a stream.
 *
 * Each `$` method returns a cold Observable. Every subscription asks anew, gets one value and completion, or
 * one {@link DnsError}, never inside `subscribe()`; unsubscribing cancels that query at once. The methods
 * without `$` return Promises of the same.
 */
export class Resolver implements AsyncDisposable {
  /** The responses kept. */
  readonly cache: Cache;
  readonly #pending = new Pending(() => new AsyncResource('rxdns', { requireManualDestroy: true }));
  readonly #scheduler = asyncScheduler;
  readonly #events = new EventSource();
  readonly #probes: Probes;
  readonly #demultiplexer: Demultiplexer;
  readonly #exchange: Exchange;
  #settings: QuerySettings;
  #closed = false;

  /**
   * Opens nothing yet: sockets are opened by queries.
   *
   * Throws `RangeError` for an option out of its bounds, {@link DnsError} `EBADSTR` for a server string.
   */
  constructor(options: ResolverOptions = {}) {
    this.#settings = resolverSettings(options, systemServers);
    this.cache = new Cache(this.#scheduler, cacheOptions(options));
    const { random = secureRandom(), connect = connectByTransport } = options;
    const scheduler = this.#scheduler;
    const events = this.#events;
    const deadlines = new Deadlines(scheduler);
    const states = new ServerStates();
    this.#probes = new Probes({ deadlines, events, random, scheduler, states });
    const cookies = new CookieJar(random);
    const budget = new PortBudget();
    this.#demultiplexer = demultiplex({ connect, budget, cookies, events, random, scheduler });
    // The stages, from the question down to the sockets.
    this.#exchange = compose(
      [
        cached(this.cache, events),
        inflight({ deadlines, events, slots: new Slots(maxOutstanding(options)), cache: this.cache }),
      ],
      attempts({ deadlines, events, probes: this.#probes, random, scheduler, states }),
      [fallback(scheduler, events)],
      this.#demultiplexer.exchange,
    );
  }

  /** Hot: what happens on the way to answers, from now on. Completes when the resolver is closed. */
  get events$(): Observable<ResolverEvent> {
    return this.#events.events$;
  }

  /**
   * The records of a name, at the end of its CNAME chain; each TTL is the least along that chain.
   *
   * Errors with {@link DnsError}: `ENOTFOUND` (NXDOMAIN), `ENODATA`, `ESERVFAIL`, `EREFUSED`, `ENOTIMP`,
   * `EFORMERR`, `ETIMEOUT`, `ECONNREFUSED`, `EOF`, `EBADRESP`, `EBADNAME`, `EBADQUERY` (no such type),
   * `EBADSTR` (a server string), `ENOSERVER`, `ECANCELLED`, `EDESTRUCTION` (after close).
   */
  query$<T extends RecordType>(
    name: string,
    type: T,
    options?: QueryOptions,
  ): Observable<readonly RecordMap[T][]> {
    return this.#ask(name, type, options, {
      wholeChain: true,
      project: (question, response) => {
        const answer = readAnswer(type, question, response);
        if (answer.status !== 'NOERROR') throw answerError(question, answer, response);
        return answer.records;
      },
    });
  }

  /**
   * The whole response: header, flags, EDNS, all sections, and how it came.
   *
   * A rcode such as NXDOMAIN is a value here. Errors as {@link Resolver.query$} does for everything else.
   */
  response$(name: string, type: RecordType, options?: QueryOptions): Observable<DnsResponse> {
    return this.#ask(name, type, options, { wholeChain: false, project: (_question, response) => response });
  }

  /**
   * What the lookup came to, a failure included: as {@link Resolver.query$}, but a DNS failure is a value.
   *
   * Errors only with `ECANCELLED` and `EDESTRUCTION`.
   */
  outcome$<T extends RecordType>(name: string, type: T, options?: QueryOptions): Observable<Outcome<T>> {
    return this.#ask(name, type, options, {
      wholeChain: true,
      project: (question, response) => responseOutcome(type, question, response),
      recover: (error) => (ends.has(error.code) ? undefined : errorOutcome(type, name, error)),
    });
  }

  /** {@link Resolver.query$} as a Promise; it rejects for option mistakes, too. */
  async query<T extends RecordType>(
    name: string,
    type: T,
    options?: QueryOptions,
  ): Promise<readonly RecordMap[T][]> {
    return await firstValueFrom(this.query$(name, type, options));
  }

  /** {@link Resolver.response$} as a Promise. */
  async response(name: string, type: RecordType, options?: QueryOptions): Promise<DnsResponse> {
    return await firstValueFrom(this.response$(name, type, options));
  }

  /** {@link Resolver.outcome$} as a Promise. */
  async outcome<T extends RecordType>(name: string, type: T, options?: QueryOptions): Promise<Outcome<T>> {
    return await firstValueFrom(this.outcome$(name, type, options));
  }

  /**
   * The servers in configured order, written the short way.
   *
   * Setting them concerns later queries; pending ones finish. Throws {@link DnsError} `EBADSTR` for a string
   * that is no server, and the old list stays.
   */
  get servers(): readonly string[] {
    return this.#settings.servers.map((server) => server.text);
  }

  set servers(servers: readonly string[]) {
    this.#settings = withServers(this.#settings, servers);
    this.cache.flush();
  }

  /** Ends every pending query with `ECANCELLED`; the resolver stays usable. */
  cancel(): void {
    this.#pending.endAll('ECANCELLED', 'the query was cancelled');
  }

  /**
   * Ends every pending stream with `ECANCELLED` and closes all sockets: at once, not when subscribed to.
   *
   * The Observable completes when the sockets are closed, for every subscriber. Closing again changes nothing.
   * Queries started later error with `EDESTRUCTION`.
   */
  close$(): Observable<void> {
    if (!this.#closed) {
      this.#closed = true;
      this.#pending.endAll('ECANCELLED', 'the resolver was closed');
      this.#probes.stop();
      this.#demultiplexer.close();
      this.#events.end();
    }
    // The operating system has its descriptors back by now; completion comes a tick later, as all of ours does.
    return scheduled(EMPTY, asapScheduler);
  }

  /** {@link Resolver.close$} as a Promise. */
  close(): Promise<void> {
    return lastValueFrom(this.close$(), { defaultValue: undefined });
  }

  /** Closes the resolver at the end of its `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #ask<Out>(
    name: string,
    type: RecordType,
    options: QueryOptions | undefined,
    { wholeChain, project, recover }: Reading<Out>,
  ): Observable<Out> {
    checkOptions(this.#settings, options);
    return this.#pending.track({
      signal: options?.signal,
      start: () => {
        if (this.#closed) throw new DnsError('EDESTRUCTION', 'the resolver is closed');
        const settings = querySettings(this.#settings, options);
        const query = makeQuery(settings, name, type, options?.class ?? 'IN');
        return {
          result$: this.#exchange(query),
          continue: wholeChain ? continueChain(this.#exchange, query, type) : () => undefined,
          project: (response: DnsResponse) => project(query.question, response),
        };
      },
      recover,
    });
  }
}

/** Option mistakes are thrown at once; a bad server string, which may be input, goes to the error channel. */
function checkOptions(settings: QuerySettings, options: QueryOptions | undefined): void {
  try {
    querySettings(settings, options);
  } catch (error) {
    if (error instanceof RangeError) throw error;
  }
}

/** What a lookup makes of the response. */
interface Reading<Out> {
  /** Whether a chain that the server cut short is followed to its end. */
  readonly wholeChain: boolean;
  project(question: Question, response: DnsResponse): Out;
  readonly recover?: (error: DnsError) => Out | undefined;
}

/** Failures that are about the resolver, not about the question. */
const ends: ReadonlySet<DnsErrorCode> = new Set(['ECANCELLED', 'EDESTRUCTION']);
