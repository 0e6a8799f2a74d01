import { Observable, type Subscriber, Subscription, type Unsubscribable } from 'rxjs';
import type { DnsResponse, Exchange, Query } from './exchange.js';

/** Who waits for a value: one call of one method, and no other after it. */
export interface SingleObserver<T> {
  next(value: T): void;
  error(error: unknown): void;
}

/** A subscription that has yet to begin, so that whoever holds it can end it from inside what it calls. */
export interface Run extends Unsubscribable {
  /** Starts the work; called once. */
  begin(): void;
  /** Ends the work without a word; changes nothing once a value or an error came. */
  unsubscribe(): void;
}

/**
 * An Observable of one value, which stages take the short way from one another.
 *
 * To everyone else it is an Observable like any other: a value and completion, or an error. Between stages the
 * run of one is the observer of the next, where a Subscriber with its teardowns would allocate 1 kB for each
 * stage and query (decision 0009).
 */
export class Single<T> extends Observable<T> {
  /** Makes a run for an observer. */
  readonly run: (observer: SingleObserver<T>) => Run;

  constructor(run: (observer: SingleObserver<T>) => Run) {
    super(subscribeToSingle);
    this.run = run;
  }
}

/** Makes a run that takes one value from an Observable: the short way if there is one, else by a subscription. */
export function runOf<T>(value$: Observable<T>, observer: SingleObserver<T>): Run {
  return value$ instanceof Single ? value$.run(observer) : new SubscriptionRun(value$, observer);
}

/** Makes the run of a query for an observer. */
type RunQuery<Q extends Query> = (query: Q, observer: SingleObserver<DnsResponse>) => Run;

/** An exchange by which a query can go without an Observable of its own. */
interface DirectExchange<Q extends Query> extends Exchange<Q> {
  readonly run: RunQuery<Q>;
}

/** The exchange of a stage, which gives a {@link Single}, and to {@link runQuery} the run alone. */
export function exchangeOf<Q extends Query>(run: RunQuery<Q>): Exchange<Q> {
  const exchange = (query: Q) => new Single<DnsResponse>((observer) => run(query, observer));
  return Object.assign(exchange, { run });
}

/** Makes the run of a query in an exchange: the short way if there is one, else by a subscription. */
export function runQuery<Q extends Query>(
  exchange: Exchange<Q>,
  query: Q,
  observer: SingleObserver<DnsResponse>,
): Run {
  return isDirect(exchange) ? exchange.run(query, observer) : runOf(exchange(query), observer);
}

function isDirect<Q extends Query>(exchange: Exchange<Q>): exchange is DirectExchange<Q> {
  return 'run' in exchange;
}

/** One function for all of them, which finds its Single in `this`: a closure for each would cost as much as it. */
function subscribeToSingle<T>(this: Observable<T>, subscriber: Subscriber<T>): void {
  if (!(this instanceof Single)) return;
  const run = this.run({
    next: (value: T) => {
      subscriber.next(value);
      subscriber.complete();
    },
    error: (error: unknown) => subscriber.error(error),
  });
  subscriber.add(run);
  run.begin();
}

/** A run of an Observable that is no {@link Single}. */
class SubscriptionRun<T> implements Run {
  readonly #value$: Observable<T>;
  readonly #observer: SingleObserver<T>;
  readonly #subscription = new Subscription();

  constructor(value$: Observable<T>, observer: SingleObserver<T>) {
    this.#value$ = value$;
    this.#observer = observer;
  }

  begin(): void {
    this.#subscription.add(
      this.#value$.subscribe({
        next: (value) => {
          if (this.#end()) this.#observer.next(value);
        },
        error: (error: unknown) => {
          if (this.#end()) this.#observer.error(error);
        },
      }),
    );
  }

  unsubscribe(): void {
    this.#subscription.unsubscribe();
  }

  /** Tells whether it ends only now. */
  #end(): boolean {
    if (this.#subscription.closed) return false;
    this.#subscription.unsubscribe();
    return true;
  }
}
