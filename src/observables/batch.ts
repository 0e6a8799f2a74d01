import { asyncScheduler, type Observable, type Subscriber, type Subscription } from 'rxjs';
import type { RecordType } from '../records/record-map.js';
import { askAgain, isKeptBack } from './asked-again.js';
import type { CacheMode } from './exchange.js';
import type { Outcome } from './outcome.js';
import { StartRate } from './start-rate.js';

/** One input of a batch: a name, or a name with what differs for it. */
export type QueryInput<T extends RecordType = RecordType> =
  | string
  | {
      readonly name: string;
      /** Types to ask for in place of the batch's own. */
      readonly type?: T | readonly T[] | undefined;
      /** Servers to ask in place of the resolver's own. */
      readonly servers?: readonly string[] | undefined;
    };

/** The outcome of one input and type of a batch. */
export interface QueryOutcome<T extends RecordType = RecordType, I = string> extends Outcome<T> {
  /** The input as it came. */
  readonly input: I;
  /** The position of the input, from 0. */
  readonly index: number;
}

/** What a batch asks a lookup to do. */
export interface OutcomeOptions {
  readonly servers?: readonly string[] | undefined;
  readonly cache?: CacheMode | undefined;
}

/** What a batch asks: a `Resolver`, or anything that looks names up as it does. */
export interface OutcomeSource {
  outcome$<T extends RecordType>(name: string, type: T, options?: OutcomeOptions): Observable<Outcome<T>>;

  /**
   * Questions a second that a server is asked at most, `Infinity` for no limit; see {@link ResolverStreams.rateOf}.
   * Without it, no outcome is taken for the work of a limit, and nothing is asked again.
   */
  rateOf?(server: string): number;
}

/** No input now; the feed calls `resume` when there is one, or none will come. */
export const later = Symbol('later');
/** No input any more. */
export const ended = Symbol('ended');

/** Where a batch takes its inputs from, one for each free slot. */
export interface Feed<I> {
  /** The next input. What it throws ends the batch with that error. */
  pull(resume: () => void): I | typeof later | typeof ended;
}

/** What a batch is made of. */
export interface BatchPlan<T extends RecordType, I extends QueryInput<T>> {
  readonly source: OutcomeSource;
  readonly types: readonly T[];
  readonly concurrency: number;
  readonly ordered: boolean;
  /** Lookups begun in a second at most. */
  readonly rate: number;
  /** How often an outcome that a limit may be to blame for is asked again. */
  readonly retries: number;
  readonly feed: Feed<I>;
}

/**
 * Looks up inputs as slots become free, and emits one outcome for each input and type.
 *
 * mergeMap would do, but for its buffer: a source that has all its inputs at once fills it, and taking from
 * its front is linear in its length (1,000,000 inputs: 167 s, pulled: 0.5 s).
 */
export class Batch<T extends RecordType, I extends QueryInput<T>> {
  readonly #plan: BatchPlan<T, I>;
  readonly #subscriber: Subscriber<QueryOutcome<T, I>>;
  /** Own set: leaving the list of a Subscription takes time linear in its length. */
  readonly #underWay = new Set<Subscription>();
  /** Outcomes that wait for those before them, by the number of their lookup. */
  readonly #startRate: StartRate;
  #timer: Subscription | undefined;
  /** The next lookup, while the rate lets it wait. */
  #ready: (() => void) | undefined;
  readonly #early = new Map<number, QueryOutcome<T, I>>();
  #lookups: Iterator<() => void> = [][Symbol.iterator]();
  #started = 0;
  #emitted = 0;
  #index = -1;
  #ended = false;
  #resuming = false;

  constructor(plan: BatchPlan<T, I>, subscriber: Subscriber<QueryOutcome<T, I>>) {
    this.#plan = plan;
    this.#subscriber = subscriber;
    this.#startRate = new StartRate(plan.rate, asyncScheduler);
    subscriber.add(() => this.#stop());
  }

  /** Fills the free slots. */
  resume(): void {
    // An outcome that comes inside subscribe() frees its slot for the loop below, not for a deeper one.
    if (this.#resuming) return;
    this.#resuming = true;
    try {
      while (!this.#subscriber.closed && this.#started - this.#emitted < this.#plan.concurrency) {
        this.#ready ??= this.#nextLookup();
        const start = this.#ready;
        if (start === undefined || this.#waits()) break;
        this.#ready = undefined;
        start();
      }
    } catch (error) {
      this.#subscriber.error(error);
    }
    this.#resuming = false;
    if (this.#ended && this.#started === this.#emitted) this.#subscriber.complete();
  }

  #nextLookup(): (() => void) | undefined {
    for (;;) {
      const lookup = this.#lookups.next();
      if (lookup.done !== true) return lookup.value;
      if (this.#ended || !this.#takeInput()) return undefined;
    }
  }

  /** Whether the rate lets nothing begin now; then it goes on by itself. */
  #waits(): boolean {
    const { wait } = this.#startRate;
    if (wait === 0) return false;
    this.#timer ??= asyncScheduler.schedule(() => {
      this.#timer = undefined;
      this.resume();
    }, wait);
    return true;
  }

  /** Takes the next input and makes its lookups; tells whether there was one. */
  #takeInput(): boolean {
    const input = this.#plan.feed.pull(() => this.resume());
    if (input === later) return false;
    if (input === ended) {
      this.#ended = true;
      return false;
    }
    this.#index += 1;
    const index = this.#index;
    const { name, type = this.#plan.types, servers } = typeof input === 'string' ? { name: input } : input;
    const types: readonly T[] = typeof type === 'string' ? [type] : type;
    this.#lookups = types.map((one) => () => this.#lookUp(input, index, name, one, servers)).values();
    return true;
  }

  #lookUp(input: I, index: number, name: string, type: T, servers?: readonly string[]): void {
    const order = this.#started;
    this.#started += 1;
    this.#startRate.pass();
    const { source, retries } = this.#plan;
    const options = servers === undefined ? undefined : { servers };
    const settle = (outcome: Outcome<T>) => this.#onOutcome(order, withInput(outcome, input, index));
    this.#follow(source.outcome$(name, type, options), (outcome) => {
      if (retries === 0 || !this.#isKeptBack(outcome)) {
        settle(outcome);
        return;
      }
      // The failure that is kept must not answer; with servers of their own, lookups go past what is kept anyway.
      const anew = options ?? { cache: 'refresh' as const };
      const ask = () => source.outcome$(name, type, anew);
      this.#follow(
        askAgain(outcome, retries, ask, (last) => !this.#isKeptBack(last)),
        settle,
      );
    });
  }

  #isKeptBack(outcome: Outcome): boolean {
    const { source } = this.#plan;
    return isKeptBack(outcome, (server) => source.rateOf?.(server) ?? Number.POSITIVE_INFINITY);
  }

  #follow(outcome$: Observable<Outcome<T>>, settle: (outcome: Outcome<T>) => void): void {
    // An outcome may come before subscribe() has returned.
    let underWay: Subscription | undefined;
    let settled = false;
    const subscription = outcome$.subscribe({
      next: (outcome) => {
        settled = true;
        this.#end(underWay);
        settle(outcome);
      },
      error: (error: unknown) => this.#subscriber.error(error),
    });
    if (settled || this.#subscriber.closed) {
      subscription.unsubscribe();
      return;
    }
    underWay = subscription;
    this.#underWay.add(subscription);
  }

  #onOutcome(order: number, outcome: QueryOutcome<T, I>): void {
    if (this.#plan.ordered && order !== this.#emitted) {
      this.#early.set(order, outcome);
      return;
    }
    this.#emitted += 1;
    this.#subscriber.next(outcome);
    for (
      let next = this.#early.get(this.#emitted);
      next !== undefined;
      next = this.#early.get(this.#emitted)
    ) {
      this.#early.delete(this.#emitted);
      this.#emitted += 1;
      this.#subscriber.next(next);
    }
    this.resume();
  }

  /** Ends a lookup before its outcome is emitted: whoever hears of it may start the next one. */
  #end(underWay: Subscription | undefined): void {
    if (underWay === undefined) return;
    this.#underWay.delete(underWay);
    underWay.unsubscribe();
  }

  #stop(): void {
    this.#timer?.unsubscribe();
    for (const subscription of this.#underWay) subscription.unsubscribe();
    this.#underWay.clear();
  }
}

function withInput<T extends RecordType, I>(
  outcome: Outcome<T>,
  input: I,
  index: number,
): QueryOutcome<T, I> {
  const { name, type, status, records, ttl, elapsed, server, attempts, stale } = outcome;
  const basis = { name, type, status, records, ttl, elapsed, server, attempts, input, index };
  const own = stale === undefined ? basis : Object.assign(basis, { stale });
  if (status === 'NOERROR') return Object.assign(own, { error: undefined });
  return {
    ...own,
    // Read only when it is wanted: reading it makes the Error.
    get error() {
      return outcome.error;
    },
  };
}
