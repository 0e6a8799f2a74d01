import { isDnsError } from '../errors.js';
import { readAnswer } from './answer.js';
import type { EventSource } from './events.js';
import type { DnsResponse, Exchange, Query } from './exchange.js';
import { failureStatus } from './outcome.js';
import { exchangeOf, type Run, runQuery, type SingleObserver } from './single.js';

/** Counts queries, and tells whoever listens when each started and how it ended. */
export function tellQueries(events: EventSource): (next: Exchange) => Exchange {
  return (next) => exchangeOf((query, observer) => new ToldQuery(query, next, events, observer));
}

/** A query from its start to its end. */
class ToldQuery implements Run, SingleObserver<DnsResponse> {
  readonly #query: Query;
  readonly #next: Exchange;
  readonly #events: EventSource;
  readonly #observer: SingleObserver<DnsResponse>;
  #below: Run | undefined;
  /** When somebody was told of its start, in the scheduler's milliseconds; `undefined` where nobody listened. */
  #toldAt: number | undefined;
  #ended = false;

  constructor(query: Query, next: Exchange, events: EventSource, observer: SingleObserver<DnsResponse>) {
    this.#query = query;
    this.#next = next;
    this.#events = events;
    this.#observer = observer;
  }

  begin(): void {
    const { question } = this.#query;
    this.#events.counters.queriesStarted += 1;
    if (this.#events.isObserved) {
      this.#toldAt = this.#events.now();
      this.#events.tell({ type: 'query-start', question });
      // Whoever heard of it may have cancelled.
      if (this.#ended) return;
    }
    this.#below = runQuery(this.#next, this.#query, this);
    this.#below.begin();
  }

  unsubscribe(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#events.counters.queriesCancelled += 1;
    this.#below?.unsubscribe();
    this.#tellEnd('CANCELLED', undefined);
  }

  next(response: DnsResponse): void {
    if (!this.#end()) return;
    this.#events.counters.queryEnded(response.rcode);
    if (this.#toldAt !== undefined) {
      const { question } = this.#query;
      this.#tellEnd(readAnswer(question.type, question, response).status, response);
    }
    this.#observer.next(response);
  }

  error(error: unknown): void {
    if (!this.#end()) return;
    const status = isDnsError(error) ? failureStatus(error.code) : 'ERROR';
    this.#events.counters.queryEnded(status);
    this.#tellEnd(status, undefined);
    this.#observer.error(error);
  }

  /** Tells whether it ends only now. */
  #end(): boolean {
    if (this.#ended) return false;
    this.#ended = true;
    return true;
  }

  #tellEnd(status: string, response: DnsResponse | undefined): void {
    if (this.#toldAt === undefined || !this.#events.isObserved) return;
    const elapsed = this.#events.now() - this.#toldAt;
    const { question } = this.#query;
    const { cached = false, server } = response ?? {};
    this.#events.tell({ type: 'query-end', question, status, elapsed, cached, server });
  }
}
