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
import { continueChain } from './observables/chain.js';
import { Deadlines } from './observables/deadlines.js';
import { type Demultiplexer, demultiplex } from './observables/demultiplex.js';
import type { DnsResponse, Exchange } from './observables/exchange.js';
import { errorOutcome, type Outcome, responseOutcome } from './observables/outcome.js';
import { Pending } from './observables/pending.js';
import { PortBudget } from './observables/port-budget.js';
import { secureRandom } from './observables/random.js';
import { ServerStates } from './observables/servers.js';
import { truncation } from './observables/truncation.js';
import {
  makeQuery,
  parseServers,
  type QueryOptions,
  type QuerySettings,
  querySettings,
  type ResolverOptions,
  resolverSettings,
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
  readonly #pending = new Pending();
  readonly #scheduler = asyncScheduler;
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
    const scheduler = this.#scheduler;
    const { random = secureRandom(), connect = connectByTransport } = options;
    const deadlines = new Deadlines(scheduler);
    // The stages, from the question down to the sockets.
    this.#demultiplexer = demultiplex({ connect, random, scheduler, budget: new PortBudget() });
    this.#exchange = attempts({ deadlines, random, scheduler, states: new ServerStates() })(
      truncation(this.#demultiplexer.exchange),
    );
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

  /** {@link Resolver.query$} as a Promise. */
  query<T extends RecordType>(
    name: string,
    type: T,
    options?: QueryOptions,
  ): Promise<readonly RecordMap[T][]> {
    return firstValueFrom(this.query$(name, type, options));
  }

  /** {@link Resolver.response$} as a Promise. */
  response(name: string, type: RecordType, options?: QueryOptions): Promise<DnsResponse> {
    return firstValueFrom(this.response$(name, type, options));
  }

  /** {@link Resolver.outcome$} as a Promise. */
  outcome<T extends RecordType>(name: string, type: T, options?: QueryOptions): Promise<Outcome<T>> {
    return firstValueFrom(this.outcome$(name, type, options));
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
    this.#settings = { ...this.#settings, servers: parseServers(servers) };
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
      this.#demultiplexer.close();
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
    return this.#pending.track({
      signal: options?.signal,
      start: () => {
        if (this.#closed) throw new DnsError('EDESTRUCTION', 'the resolver is closed');
        const settings = querySettings(this.#settings, options);
        const query = makeQuery(settings, name, type, options?.class);
        return {
          result$: this.#exchange(query),
          continue: (response: DnsResponse) =>
            wholeChain ? continueChain(this.#exchange, query, type, response) : undefined,
          project: (response: DnsResponse) => project(query.question, response),
        };
      },
      recover,
    });
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
