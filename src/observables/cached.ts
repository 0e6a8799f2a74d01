import { of, throwError, type Unsubscribable } from 'rxjs';
import { DnsError, isDnsError } from '../errors.js';
import type { Cache } from './cache.js';
import { isFailure } from './cache-time.js';
import type { Deadline, Deadlines } from './deadlines.js';
import type { EventSource } from './events.js';
import type { DnsResponse, Exchange, Query, Stage } from './exchange.js';
import { exchangeOf, type Run, runOf, runQuery, type SingleObserver } from './single.js';

/** What the stages of the cache need. */
export interface CacheServices {
  readonly cache: Cache;
  readonly deadlines: Deadlines;
  readonly events: EventSource;
  /** Milliseconds to wait for the servers before something stale is given. */
  readonly staleAfter: number;
  /** Questions that go on for the sake of the cache: nobody else ends them. */
  readonly refreshes: Set<Unsubscribable>;
}

/**
 * Answers from the cache what is in it. What comes from below is put there by whoever shares it out, once for
 * each wire query.
 */
export function cached({ cache, events }: Pick<CacheServices, 'cache' | 'events'>): Stage {
  return (next) =>
    exchangeOf((query, observer) => {
      const mode = query.settings.cache;
      if (mode === 'bypass' || mode === 'refresh') return runQuery(next, query, observer);
      const response = cache.find(query);
      if (response !== undefined) {
        events.cacheHit(query.question);
        return runOf(of(response), observer);
      }
      events.counters.cacheMisses += 1;
      if (mode === 'use') return runQuery(next, query, observer);
      const { question } = query;
      const message = `${question.type} ${question.name}: not in the cache`;
      return runOf(
        throwError(() => new DnsError('ENODATA', message, { question })),
        observer,
      );
    });
}

/**
 * Gives what expired where servers fail or take too long, and marks it as stale (RFC 8767).
 *
 * Who got something stale has gone; the question goes on for the sake of the cache, until it is answered or fails.
 * After a failure, what expired is given at once for 30 s.
 */
export function serveStale(services: CacheServices): Stage {
  const { cache, events } = services;
  return (next) =>
    exchangeOf((query, observer) => {
      const stale = query.settings.cache === 'use' ? cache.findStale(query) : undefined;
      if (stale === undefined) return runQuery(next, query, observer);
      if (!stale.isHeld) return new Attempting(query, next, stale.response, services, observer);
      events.stale(query.question);
      return runOf(of(stale.response), observer);
    });
}

/** A question under way, for which there is something stale. */
class Attempting implements Run, SingleObserver<DnsResponse> {
  readonly #query: Query;
  readonly #next: Exchange;
  readonly #stale: DnsResponse;
  readonly #services: CacheServices;
  /** Who waits; gone once there was something for it. */
  #observer: SingleObserver<DnsResponse> | undefined;
  #below: Run | undefined;
  #due: Deadline | undefined;

  constructor(
    query: Query,
    next: Exchange,
    stale: DnsResponse,
    services: CacheServices,
    observer: SingleObserver<DnsResponse>,
  ) {
    this.#query = query;
    this.#next = next;
    this.#stale = stale;
    this.#services = services;
    this.#observer = observer;
  }

  begin(): void {
    const { deadlines, staleAfter } = this.#services;
    this.#below = runQuery(this.#next, this.#query, this);
    this.#due = deadlines.after(staleAfter, () => this.#onLate());
    this.#below.begin();
  }

  unsubscribe(): void {
    if (this.#observer === undefined) return;
    this.#observer = undefined;
    this.#due?.cancel();
    this.#below?.unsubscribe();
  }

  next(response: DnsResponse): void {
    this.#end();
    if (isFailure(response)) {
      this.#services.cache.hold(this.#query);
      this.#giveStale();
      return;
    }
    const observer = this.#observer;
    this.#observer = undefined;
    observer?.next(response);
  }

  error(error: unknown): void {
    this.#end();
    if (isDnsError(error)) {
      this.#services.cache.hold(this.#query);
      this.#giveStale();
      return;
    }
    const observer = this.#observer;
    this.#observer = undefined;
    observer?.error(error);
  }

  #end(): void {
    this.#due?.cancel();
    if (this.#below !== undefined) this.#services.refreshes.delete(this.#below);
  }

  #onLate(): void {
    if (this.#below !== undefined) this.#services.refreshes.add(this.#below);
    this.#giveStale();
  }

  #giveStale(): void {
    const observer = this.#observer;
    if (observer === undefined) return;
    this.#observer = undefined;
    this.#services.events.stale(this.#query.question);
    observer.next(this.#stale);
  }
}
