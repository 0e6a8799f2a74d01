import { type Observable, type Subscriber, Subscription } from 'rxjs';
import { DnsError } from '../errors.js';
import { asDnsError } from './as-dns-error.js';
import type { AsyncContext } from './async-context.js';
import type { Linked, LinkedList } from './linked-list.js';

/** What can be ended from outside. */
export interface Ending extends Linked<Ending> {
  end(error: DnsError): void;
}

/** A stream of any number of values that has not ended. */
export class RunningStream<Value> implements Ending {
  before: Ending | undefined;
  after: Ending | undefined;
  readonly #subscriber: Subscriber<Value>;
  readonly #context: AsyncContext;
  readonly #signal: AbortSignal | undefined;
  readonly #pending: LinkedList<Ending>;
  readonly #source = new Subscription();
  readonly #onAbort = () =>
    this.end(new DnsError('ECANCELLED', 'the lookup was aborted', { cause: this.#signal?.reason }));
  #ended = false;

  constructor(
    subscriber: Subscriber<Value>,
    context: AsyncContext,
    signal: AbortSignal | undefined,
    pending: LinkedList<Ending>,
  ) {
    this.#subscriber = subscriber;
    this.#context = context;
    this.#signal = signal;
    this.#pending = pending;
    signal?.addEventListener('abort', this.#onAbort);
  }

  begin(start: () => Observable<Value>): void {
    // It may have been ended since it was asked for.
    if (this.#ended) return;
    if (this.#signal?.aborted === true) {
      this.#onAbort();
      return;
    }
    try {
      this.#source.add(
        start().subscribe({
          next: (value) => this.#context.runInAsyncScope(this.#subscriber.next, this.#subscriber, value),
          error: (error: unknown) => this.end(asDnsError(error)),
          complete: () => this.#finish(() => this.#subscriber.complete()),
        }),
      );
    } catch (error) {
      this.end(asDnsError(error));
    }
  }

  /** Ends the stream with an error, unless it has ended. */
  end(error: unknown): void {
    this.#finish(() => this.#subscriber.error(error));
  }

  /** Ends the stream without a word: its subscriber has gone. */
  stop(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#pending.remove(this);
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#source.unsubscribe();
  }

  /** Leaves every table before the subscriber is called, who may cancel or close. */
  #finish(tell: () => void): void {
    if (this.#ended) return;
    this.stop();
    this.#context.runInAsyncScope(tell, undefined);
  }
}
