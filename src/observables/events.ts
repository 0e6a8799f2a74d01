import { asapScheduler, asyncScheduler, Observable, type SchedulerLike, type Subscriber } from 'rxjs';
import type { Question } from '../records/message.js';
import type { Transport } from '../socket/connect.js';
import type { DropReason } from './accept.js';
import { Counters } from './counters.js';
import type { Attempt } from './exchange.js';
import type { ResolverEvent } from './resolver-event.js';

/** Where events go besides those who subscribe, such as a channel of `node:diagnostics_channel`. */
export interface EventChannel {
  readonly hasSubscribers: boolean;
  publish(event: unknown): void;
}

/** Nobody listens. */
export const noChannel: EventChannel = { hasSubscribers: false, publish: () => undefined };

/**
 * Counts what happens, and hands events to those who listen; without anyone, an event is not even made.
 *
 * Listeners are told at once, and may cancel, close or ask from inside `next`: whoever tells looks again afterwards
 * whether it is still wanted. What happens where nobody could look again is told {@link EventSource.tellSoon | soon}.
 */
export class EventSource {
  readonly counters: Counters;
  /** Hot: events from now on. */
  readonly events$ = new Observable<ResolverEvent>((subscriber) => {
    if (this.#ended) {
      subscriber.complete();
      return;
    }
    this.#listeners = [...this.#listeners, subscriber];
    subscriber.add(() => {
      this.#listeners = this.#listeners.filter((listener) => listener !== subscriber);
    });
  });
  readonly #scheduler: SchedulerLike;
  readonly #channel: EventChannel;
  /** Another array after each change, so that one can be gone through while they come and go. */
  #listeners: readonly Subscriber<ResolverEvent>[] = [];
  #soon: ResolverEvent[] = [];
  #ended = false;

  /** The scheduler says how long queries took, and when servers failed. */
  constructor(scheduler: SchedulerLike = asyncScheduler, channel: EventChannel = noChannel) {
    this.#scheduler = scheduler;
    this.counters = new Counters(scheduler);
    this.#channel = channel;
  }

  /** Whether anyone listens: what is told often is made only then. */
  get isObserved(): boolean {
    return this.#listeners.length > 0 || this.#channel.hasSubscribers;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#scheduler.now();
  }

  /** Tells everyone; `make` is called only if there is anyone. */
  emit(make: () => ResolverEvent): void {
    if (this.isObserved) this.tell(make());
  }

  /** Tells everyone, now. */
  tell(event: ResolverEvent): void {
    // What happened before comes before.
    if (this.#soon.length > 0) this.#tellWaiting();
    this.#deliver(event);
  }

  /**
   * Tells everyone before the next event, at the latest when what runs now has ended: for where a listener that
   * asks or cancels would find tables half changed.
   */
  tellSoon(event: ResolverEvent): void {
    if (!this.isObserved) return;
    this.#soon.push(event);
    if (this.#soon.length === 1) asapScheduler.schedule(() => this.#tellWaiting());
  }

  /** A question shares the wire query of another one. */
  coalesced(question: Question): void {
    this.counters.coalesced += 1;
    if (this.isObserved) this.tell({ type: 'coalesced', question });
  }

  /** A question was answered from the cache. */
  cacheHit(question: Question): void {
    this.counters.cacheHits += 1;
    if (this.isObserved) this.tell({ type: 'cache-hit', question });
  }

  /** A question was answered with what had expired. */
  stale(question: Question): void {
    this.counters.stale += 1;
    if (this.isObserved) this.tell({ type: 'stale', question });
  }

  /** An attempt ended. */
  attempt(question: Question, attempt: Attempt): void {
    this.counters.attemptEnded(attempt);
    if (!this.isObserved) return;
    const { server, transport, elapsed, outcome } = attempt;
    if (outcome === 'ETIMEOUT') this.tell({ type: 'timeout', question, server, transport, elapsed });
    this.tell({ type: 'attempt', question, attempt });
  }

  /** The same server is asked again in another way. */
  fellBack(question: Question, server: string, reason: string): void {
    this.counters.fallbacks += 1;
    // Too many wrong messages and no response: this attempt goes on, and nobody else counts the query that it was.
    if (reason === 'EBADRESP') this.counters.serverFailed(server, reason);
    if (this.isObserved) this.tell({ type: 'fallback', question, server, reason });
  }

  /** A message was dropped. */
  dropped(reason: DropReason, server: string, transport: Transport, question: Question | undefined): void {
    this.counters.dropped(reason);
    if (this.isObserved) this.tell({ type: 'drop', reason, server, transport, question });
  }

  /** A server began to fail, or answers again. */
  serverTurned(server: string, state: 'up' | 'down'): void {
    this.counters.server(server).state = state;
    this.tellSoon({ type: 'server-state', server, state });
  }

  /** Completes the streams of everyone who listens. */
  end(): void {
    this.#tellWaiting();
    this.#ended = true;
    for (const listener of this.#listeners) listener.complete();
  }

  #tellWaiting(): void {
    const events = this.#soon;
    this.#soon = [];
    for (const event of events) this.#deliver(event);
  }

  #deliver(event: ResolverEvent): void {
    for (const listener of this.#listeners) listener.next(event);
    if (this.#channel.hasSubscribers) this.#channel.publish(event);
  }
}
