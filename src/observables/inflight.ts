import { Observable, type Subscriber, type Subscription } from 'rxjs';
import { DnsError } from '../errors.js';
import type { Cache } from './cache.js';
import type { Deadline, Deadlines } from './deadlines.js';
import type { EventSource } from './events.js';
import type { DnsResponse, Exchange, Query } from './exchange.js';
import type { Slots } from './slots.js';

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
  const shared = new Map<string, SharedQuery>();
  return (next) => (query) =>
    new Observable((subscriber) => {
      const { coalesce, deadline, wireKey } = query.settings;
      const key = `${query.key} ${wireKey}`;
      let wire = coalesce ? shared.get(key) : undefined;
      if (wire === undefined) {
        wire = new SharedQuery(query, services, () => {
          if (shared.get(key) === wire) shared.delete(key);
        });
        if (coalesce) shared.set(key, wire);
      } else services.events.emit(() => ({ type: 'coalesced', question: query.question }));
      wire.join(subscriber, deadline, next);
    });
}

/** A query on the wire and those who wait for it. */
class SharedQuery {
  readonly #query: Query;
  readonly #services: InflightServices;
  /** Flushes of the cache when this was asked. */
  readonly #flushes: number;
  readonly #forget: () => void;
  readonly #waiting = new Set<Subscriber<DnsResponse>>();
  #wire: Subscription | undefined;

  constructor(query: Query, services: InflightServices, forget: () => void) {
    this.#query = query;
    this.#services = services;
    this.#flushes = services.cache.flushes;
    this.#forget = forget;
  }

  join(subscriber: Subscriber<DnsResponse>, deadline: number, next: Exchange): void {
    const first = this.#waiting.size === 0;
    this.#waiting.add(subscriber);
    let due: Deadline | undefined;
    subscriber.add(() => {
      due?.cancel();
      this.#leave(subscriber);
    });
    if (deadline !== Number.POSITIVE_INFINITY) {
      due = this.#services.deadlines.after(deadline, () => this.#expire(subscriber, deadline));
    }
    if (first) this.#services.slots.take(() => this.#start(next));
  }

  #start(next: Exchange): void {
    const { slots } = this.#services;
    if (this.#waiting.size === 0) {
      slots.release();
      return;
    }
    this.#wire = next(this.#query).subscribe({
      next: (response) => {
        this.#forget();
        this.#store(response);
        for (const waiting of this.#takeAll()) {
          waiting.next(response);
          waiting.complete();
        }
      },
      error: (error: unknown) => {
        this.#forget();
        for (const waiting of this.#takeAll()) waiting.error(error);
      },
    });
    this.#wire.add(() => slots.release());
  }

  #store(response: DnsResponse): void {
    const { cache } = this.#services;
    // Who flushes the cache while an answer is under way wants a newer one, or one of other servers.
    const stale = cache.flushes !== this.#flushes;
    if (this.#query.settings.cache !== 'bypass' && !stale) cache.store(this.#query, response);
  }

  /** The wire query ends before the error is made, so that its attempts are in the trail. */
  #expire(subscriber: Subscriber<DnsResponse>, deadline: number): void {
    this.#leave(subscriber);
    const { question, trail } = this.#query;
    const message = `${question.type} ${question.name}: no answer within the deadline of ${deadline} ms`;
    subscriber.error(
      new DnsError('ETIMEOUT', message, { question, attempts: [...trail], elapsed: deadline }),
    );
  }

  #leave(subscriber: Subscriber<DnsResponse>): void {
    if (!this.#waiting.delete(subscriber) || this.#waiting.size > 0) return;
    this.#forget();
    this.#wire?.unsubscribe();
  }

  #takeAll(): readonly Subscriber<DnsResponse>[] {
    const all = [...this.#waiting];
    this.#waiting.clear();
    return all;
  }
}
