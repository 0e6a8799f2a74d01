import { DnsError } from '../errors.js';
import type { Cache } from './cache.js';
import type { Deadline, Deadlines } from './deadlines.js';
import type { EventSource } from './events.js';
import type { DnsResponse, Exchange, Query, QuerySettings } from './exchange.js';
import { type Hashed, HashTable } from './hash-table.js';
import { type QuestionKey, sameQuestion } from './question-key.js';
import { exchangeOf, type Run, runQuery, type SingleObserver } from './single.js';
import type { Slots, Starter } from './slots.js';

export interface InflightServices {
  readonly deadlines: Deadlines;
  readonly events: EventSource;
  readonly slots: Slots;
  /** Gets every response once, however many wait for it. */
  readonly cache: Cache;
}

/**
 * Lets equal questions share one wire query, each subscriber with its own deadline and its own cancellation.
 *
 * Wire queries beyond what may be outstanding at a time wait for their turn in order; that is not counted
 * against the timeout of their attempts. A wire query ends with its last subscriber. It is forgotten before its
 * response is handed out, so that a question asked from inside a subscriber's `next` is a new one.
 */
export function inflight(services: InflightServices): (next: Exchange) => Exchange {
  const table = new SharedQueries();
  return (next) => exchangeOf((query, observer) => new Waiting(query, next, table, services, observer));
}

/** The wire queries that may be shared, by question and by what they have to agree in. */
class SharedQueries {
  readonly #table = new HashTable<SharedQuery>();

  find({ key, settings }: Query): SharedQuery | undefined {
    for (let shared = this.#table.chain(key.hash); shared !== undefined; shared = shared.behind)
      if (shared.hash === key.hash && shared.answers(key, settings)) return shared;
    return undefined;
  }

  add(shared: SharedQuery): void {
    this.#table.add(shared);
  }

  forget(shared: SharedQuery): void {
    this.#table.delete(shared);
  }
}

/** One of those who wait for a wire query, with a deadline of its own. */
class Waiting implements Run, SingleObserver<DnsResponse> {
  readonly #query: Query;
  readonly #next: Exchange;
  readonly #table: SharedQueries;
  readonly #services: InflightServices;
  readonly #observer: SingleObserver<DnsResponse>;
  #shared: SharedQuery | undefined;
  #due: Deadline | undefined;

  constructor(
    query: Query,
    next: Exchange,
    table: SharedQueries,
    services: InflightServices,
    observer: SingleObserver<DnsResponse>,
  ) {
    this.#query = query;
    this.#next = next;
    this.#table = table;
    this.#services = services;
    this.#observer = observer;
  }

  begin(): void {
    const { coalesce, deadline } = this.#query.settings;
    const { events, deadlines } = this.#services;
    const known = coalesce ? this.#table.find(this.#query) : undefined;
    const shared = known ?? new SharedQuery(this.#query, this.#next, this.#services, this.#table);
    this.#shared = shared;
    if (known !== undefined) events.coalesced(this.#query.question);
    else if (coalesce) this.#table.add(shared);
    // Whoever heard of it may have cancelled.
    if (this.#shared === undefined) return;
    if (deadline !== Number.POSITIVE_INFINITY) {
      this.#due = deadlines.after(deadline, () => this.#expire(deadline));
    }
    shared.join(this);
  }

  unsubscribe(): void {
    this.#leave();
  }

  /** Hands on the response of the wire query, which has no other use for this by then. */
  next(response: DnsResponse): void {
    if (this.#end()) this.#observer.next(response);
  }

  error(error: unknown): void {
    if (this.#end()) this.#observer.error(error);
  }

  /** The wire query ends before the error is made, so that its attempts are in the trail. */
  #expire(deadline: number): void {
    this.#leave();
    const { question, trail } = this.#query;
    const message = `${question.type} ${question.name}: no answer within the deadline of ${deadline} ms`;
    this.#observer.error(
      new DnsError('ETIMEOUT', message, { question, attempts: [...trail], elapsed: deadline }),
    );
  }

  #leave(): void {
    const shared = this.#shared;
    if (this.#end()) shared?.leave(this);
  }

  /** Tells whether it ends only now. */
  #end(): boolean {
    if (this.#shared === undefined) return false;
    this.#shared = undefined;
    this.#due?.cancel();
    return true;
  }
}

/** A query on the wire and those who wait for it. */
class SharedQuery implements SingleObserver<DnsResponse>, Hashed<SharedQuery>, Starter {
  readonly hash: number;
  behind: SharedQuery | undefined;
  readonly #query: Query;
  readonly #next: Exchange;
  readonly #services: InflightServices;
  readonly #table: SharedQueries;
  /** Flushes of the cache when this was asked. */
  readonly #flushes: number;
  /** Who asked first: most wire queries have nobody else, and need no Set. */
  #first: Waiting | undefined;
  #others: Set<Waiting> | undefined;
  #wire: Run | undefined;

  constructor(query: Query, next: Exchange, services: InflightServices, table: SharedQueries) {
    this.hash = query.key.hash;
    this.#query = query;
    this.#next = next;
    this.#services = services;
    this.#table = table;
    this.#flushes = services.cache.flushes;
  }

  /** Whether its response is one to another query, too. */
  answers(key: QuestionKey, { wireKey }: QuerySettings): boolean {
    const own = this.#query;
    return sameQuestion(own.key, key) && own.settings.wireKey === wireKey;
  }

  join(waiting: Waiting): void {
    if (this.#unwanted) {
      this.#first = waiting;
      this.#services.slots.take(this);
      return;
    }
    this.#others ??= new Set();
    this.#others.add(waiting);
  }

  /** Goes on the wire, unless all who waited have left. */
  start(): void {
    if (this.#unwanted || this.#wire !== undefined) {
      this.#services.slots.release();
      return;
    }
    this.#wire = runQuery(this.#next, this.#query, this);
    this.#wire.begin();
  }

  leave(waiting: Waiting): void {
    if (waiting === this.#first) this.#first = undefined;
    else this.#others?.delete(waiting);
    if (!this.#unwanted) return;
    this.#table.forget(this);
    if (this.#wire === undefined) return;
    this.#wire.unsubscribe();
    this.#release();
  }

  next(response: DnsResponse): void {
    this.#table.forget(this);
    this.#store(response);
    const { first, others } = this.#dismiss();
    first?.next(response);
    for (const waiting of others) waiting.next(response);
    this.#release();
  }

  error(error: unknown): void {
    this.#table.forget(this);
    const { first, others } = this.#dismiss();
    first?.error(error);
    for (const waiting of others) waiting.error(error);
    this.#release();
  }

  #release(): void {
    if (this.#wire === undefined) return;
    this.#wire = undefined;
    this.#services.slots.release();
  }

  #store(response: DnsResponse): void {
    const { cache } = this.#services;
    // Who flushes the cache while an answer is under way wants a newer one, or one of other servers.
    const stale = cache.flushes !== this.#flushes;
    if (this.#query.settings.cache !== 'bypass' && !stale) cache.store(this.#query, response);
  }

  /** Whether nobody waits. */
  get #unwanted(): boolean {
    return this.#first === undefined && (this.#others === undefined || this.#others.size === 0);
  }

  /** Those who wait, and from now on nobody does. */
  #dismiss(): { readonly first: Waiting | undefined; readonly others: Iterable<Waiting> } {
    const first = this.#first;
    const others = this.#others ?? nobody;
    this.#first = undefined;
    this.#others = undefined;
    return { first, others };
  }
}

const nobody: readonly Waiting[] = [];
