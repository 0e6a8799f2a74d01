import { Observable, type Subscriber } from 'rxjs';
import type { Question } from '../records/message.js';
import type { Transport } from '../socket/connect.js';
import type { DropReason } from './accept.js';
import type { Attempt } from './exchange.js';

/** Something that happened on the way to an answer. */
export type ResolverEvent =
  /** A message was dropped: it does not answer the question it came for, or any. */
  | {
      readonly type: 'drop';
      readonly reason: DropReason;
      readonly server: string;
      readonly transport: Transport;
      /** The question it may have been meant for. */
      readonly question: Question | undefined;
    }
  /** An attempt ended, with a response or without. */
  | { readonly type: 'attempt'; readonly question: Question; readonly attempt: Attempt }
  /** The same server is asked again in another way: over TCP, without EDNS, with its cookie. */
  | {
      readonly type: 'fallback';
      readonly question: Question;
      readonly server: string;
      /** What came first: `TRUNCATED`, `BADCOOKIE`, a rcode that refuses EDNS, or `EBADRESP` (wrong messages). */
      readonly reason: string;
    }
  /** A failed server was asked beside the others, to see whether it is back. */
  | { readonly type: 'probe'; readonly server: string; readonly answered: boolean }
  /** A question was answered from the cache. */
  | { readonly type: 'cache-hit'; readonly question: Question }
  /** A question was answered with what had expired, as servers failed or took too long (RFC 8767). */
  | { readonly type: 'stale'; readonly question: Question }
  /** A question shares the wire query of an equal one. */
  | { readonly type: 'coalesced'; readonly question: Question }
  /** The configuration changed. */
  | {
      readonly type: 'configuration';
      /** The file whose content is another; absent where a property was set. */
      readonly path?: string;
    }
  /** A file cannot be used as it is; without it, defaults count. */
  | { readonly type: 'configuration-warning'; readonly path: string; readonly reason: string };

/** Hands events to those who listen; without anyone, an event is not even made. */
export class EventSource {
  readonly #listeners = new Set<Subscriber<ResolverEvent>>();
  /** Hot: events from now on. */
  readonly events$ = new Observable<ResolverEvent>((subscriber) => {
    if (this.#ended) subscriber.complete();
    this.#listeners.add(subscriber);
    subscriber.add(() => this.#listeners.delete(subscriber));
  });
  #ended = false;

  /** Tells everyone; `make` is called only if there is anyone. */
  emit(make: () => ResolverEvent): void {
    if (this.#listeners.size === 0) return;
    const event = make();
    for (const listener of [...this.#listeners]) listener.next(event);
  }

  /** Completes the streams of everyone who listens. */
  end(): void {
    this.#ended = true;
    for (const listener of [...this.#listeners]) listener.complete();
  }
}
