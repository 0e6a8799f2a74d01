import { Observable, type Subscriber, type Unsubscribable } from 'rxjs';
import { DnsError, type DnsErrorCode } from '../errors.js';
import { asDnsError } from './as-dns-error.js';
import { type AsyncContext, callersContext } from './async-context.js';
import { FlushQueue } from './flush-queue.js';
import { LinkedList } from './linked-list.js';
import { type Ending, RunningStream } from './pending-stream.js';
import { type Run, runOf, type SingleObserver } from './single.js';

/** Remembers the context of whoever subscribes, as a shared socket's own would be somebody else's. */
export type CaptureContext = () => AsyncContext;

/** How one lookup runs and what it comes to. */
export interface Lookup<In, Out> {
  /** Starts the lookup; called once for each subscription. What it throws goes to the error channel. */
  start(): Started<In, Out>;
  /** A value in place of a failure, or `undefined` to let it fail. */
  readonly recover?: ((error: DnsError) => Out | undefined) | undefined;
  /** Aborting it ends the lookup with `ECANCELLED`. */
  readonly signal: AbortSignal | undefined;
}

/** A lookup under way. */
export interface Started<In, Out> {
  /** Makes the run that has the result. */
  run(observer: SingleObserver<In>): Run;
  /** What has to be waited for in place of a result that is not whole; `undefined` for one that is. */
  continue(value: In): Observable<In> | undefined;
  /** The value for the subscriber. A {@link DnsError} that it throws goes to the error channel. */
  project(value: In): Out;
}

/**
 * The lookups that have not settled: what `cancel` and `close` end.
 *
 * Each gives one value and completes, or errors, exactly once and never inside `subscribe()`.
 */
export class Pending {
  readonly #capture: CaptureContext;
  readonly #lookups = new LinkedList<Ending>();
  readonly #soon = new FlushQueue();

  constructor(capture: CaptureContext = () => callersContext) {
    this.#capture = capture;
  }

  /** Makes the cold Observable of a lookup. */
  track<In, Out>(lookup: Lookup<In, Out>): Observable<Out> {
    return new Tracked(this, lookup);
  }

  /**
   * Begins a lookup for a subscriber.
   *
   * @internal
   */
  begin<In, Out>(lookup: Lookup<In, Out>, subscriber: Subscriber<Out>): void {
    const running = new Running(lookup, subscriber, this.#capture(), this.#soon, this.#lookups);
    this.#lookups.append(running);
    subscriber.add(running);
    running.begin();
  }

  /**
   * Makes the cold Observable of a stream that may emit often, and is pending until it ends.
   *
   * It starts after `subscribe()` has returned. What `start` throws goes to the error channel.
   */
  stream<Value>(start: () => Observable<Value>, signal?: AbortSignal): Observable<Value> {
    return new Observable((subscriber) => {
      const running = new RunningStream(subscriber, this.#capture(), signal, this.#lookups);
      this.#lookups.append(running);
      subscriber.add(() => running.stop());
      this.#soon.add(() => running.begin(start));
    });
  }

  /** Ends every pending lookup with an error of this code. Lookups started meanwhile stay. */
  endAll(code: DnsErrorCode, message: string): void {
    for (const lookup of this.#lookups.toArray()) lookup.end(new DnsError(code, message));
  }
}

/** What {@link Pending.track} gives: one object, where a function for each would be three. */
class Tracked<In, Out> extends Observable<Out> {
  readonly pending: Pending;
  readonly lookup: Lookup<In, Out>;

  constructor(pending: Pending, lookup: Lookup<In, Out>) {
    super(subscribeToTracked);
    this.pending = pending;
    this.lookup = lookup;
  }
}

function subscribeToTracked<Out>(this: Observable<Out>, subscriber: Subscriber<Out>): void {
  if (this instanceof Tracked) this.pending.begin(this.lookup, subscriber);
}

/** A lookup from subscription to its one value or error. */
class Running<In, Out> implements SingleObserver<In>, Ending, Unsubscribable {
  before: Ending | undefined;
  after: Ending | undefined;
  readonly #lookup: Lookup<In, Out>;
  readonly #subscriber: Subscriber<Out>;
  readonly #context: AsyncContext;
  readonly #soon: FlushQueue;
  readonly #pending: LinkedList<Ending>;
  #onAbort: (() => void) | undefined;
  #started: Started<In, Out> | undefined;
  #wire: Run | undefined;
  #inSubscribe = true;
  #settled = false;

  constructor(
    lookup: Lookup<In, Out>,
    subscriber: Subscriber<Out>,
    context: AsyncContext,
    soon: FlushQueue,
    pending: LinkedList<Ending>,
  ) {
    this.#lookup = lookup;
    this.#subscriber = subscriber;
    this.#context = context;
    this.#soon = soon;
    this.#pending = pending;
  }

  begin(): void {
    const { signal } = this.#lookup;
    if (signal !== undefined && !this.#heed(signal)) return;
    try {
      this.#started = this.#lookup.start();
      this.#follow(this.#started.run(this));
    } catch (error) {
      this.error(error);
    }
    this.#inSubscribe = false;
  }

  /** Ends the lookup with an error, unless it has settled. */
  end(error: DnsError): void {
    if (!this.#settle()) return;
    this.#wire?.unsubscribe();
    this.#context.runInAsyncScope(this.#subscriber.error, this.#subscriber, error);
  }

  /** Ends the lookup without a word: its subscriber has gone, or has what it waited for. */
  unsubscribe(): void {
    this.#settle();
    this.#wire?.unsubscribe();
  }

  next(value: In): void {
    try {
      const rest$ = this.#started?.continue(value);
      if (rest$ !== undefined) this.#follow(runOf(rest$, this));
      else this.#deliver(this.#project, value);
    } catch (error) {
      this.error(error);
    }
  }

  error(error: unknown): void {
    this.#deliver(this.#report, error);
  }

  /** Ends with the signal; tells whether there is something to begin. */
  #heed(signal: AbortSignal): boolean {
    this.#onAbort = () =>
      this.end(new DnsError('ECANCELLED', 'the lookup was aborted', { cause: signal.reason }));
    if (signal.aborted) this.#soon.add(this.#onAbort);
    else signal.addEventListener('abort', this.#onAbort);
    return !signal.aborted;
  }

  #follow(wire: Run): void {
    this.#wire = wire;
    wire.begin();
  }

  #project(value: In): void {
    let result: Out | undefined;
    try {
      result = this.#started?.project(value);
    } catch (error) {
      this.#report(error);
      return;
    }
    if (result !== undefined) this.#emit(result);
  }

  #report(error: unknown): void {
    const failure = asDnsError(error);
    const value = failure instanceof DnsError ? this.#lookup.recover?.(failure) : undefined;
    if (value !== undefined) this.#emit(value);
    else if (this.#settle()) this.#subscriber.error(failure);
  }

  #emit(value: Out): void {
    if (!this.#settle()) return;
    this.#subscriber.next(value);
    this.#subscriber.complete();
  }

  #deliver<Value>(deliver: (this: this, value: Value) => void, value: Value): void {
    if (this.#inSubscribe) this.#soon.add(() => this.#context.runInAsyncScope(deliver, this, value));
    else this.#context.runInAsyncScope(deliver, this, value);
  }

  /** Leaves every table before anyone is called, who may cancel or close; false where that was done before. */
  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    this.#pending.remove(this);
    if (this.#onAbort !== undefined) this.#lookup.signal?.removeEventListener('abort', this.#onAbort);
    return true;
  }
}
