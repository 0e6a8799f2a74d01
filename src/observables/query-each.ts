import { Observable, type OperatorFunction, takeWhile } from 'rxjs';
import { DnsError } from '../errors.js';
import type { RecordType } from '../records/record-map.js';
import {
  Batch,
  type BatchPlan,
  ended,
  type Feed,
  later,
  type OutcomeSource,
  type QueryInput,
  type QueryOutcome,
} from './batch.js';

/** How a batch runs. */
export interface QueryEachOptions {
  /** Lookups under way at a time, 1 or more. @default 256 */
  readonly concurrency?: number | undefined;
  /** Emit outcomes in the order of their inputs; a slow one then holds back those behind it. @default false */
  readonly ordered?: boolean | undefined;
  /** Lookups begun in a second, above 0; further attempts do not count. @default no bound */
  readonly rate?: number | undefined;
  /**
   * How often a lookup is made again after REFUSED, SERVFAIL or no answer, where a server that was asked has shown a
   * limit; each a second later, 0 or more. @default 2
   */
  readonly retries?: number | undefined;
  /** Inputs of a stream that may wait for a slot, 0 or more; more are an error. @default 1_000_000 */
  readonly buffer?: number | undefined;
}

/** The batch operator; see {@link queryEach}. */
export interface QueryEach {
  /**
   * Looks up every name of a stream: one outcome for each input and type, a failure included.
   *
   * Outcomes come as they are ready, or in order with `ordered`. The stream errors only when its source does,
   * or when the resolver is cancelled or closed. Names that come faster than they are resolved wait in a queue;
   * where there are more of them than `buffer`, the stream errors with `ENOMEM`. For a long list use
   * {@link QueryEach.from}, which takes an input for each free slot.
   *
   * Throws `RangeError` for an option out of its bounds.
   */
  <T extends RecordType, I extends QueryInput<T> = string>(
    source: OutcomeSource,
    type: T | readonly T[],
    options?: QueryEachOptions,
  ): OperatorFunction<I, QueryOutcome<T, I>>;

  /**
   * Looks up every name of an iterable, sync or async, and takes one input for each free slot.
   *
   * Memory stays bounded by `concurrency` however long the list. Unsubscribing stops at once and returns the
   * iterator. What the iterable throws is the error of the stream. Otherwise as the operator.
   */
  from<T extends RecordType, I extends QueryInput<T> = string>(
    source: OutcomeSource,
    inputs: Iterable<I> | AsyncIterable<I>,
    type: T | readonly T[],
    options?: QueryEachOptions,
  ): Observable<QueryOutcome<T, I>>;
}

/** Looks up every name of a stream ({@link QueryEach}) or of an iterable ({@link QueryEach.from}). */
export const queryEach: QueryEach = Object.assign(queryPushed, { from: queryPulled });

/** The source says when an input comes. */
function queryPushed<T extends RecordType, I extends QueryInput<T> = string>(
  source: OutcomeSource,
  type: T | readonly T[],
  options: QueryEachOptions = {},
): OperatorFunction<I, QueryOutcome<T, I>> {
  const plan = { source, types: listTypes(type), ...checkOptions(options) };
  const { buffer } = plan;
  return (inputs$) =>
    new Observable((subscriber) => {
      let queue: I[] = [];
      let taken = 0;
      let complete = false;
      const feed: Feed<I> = {
        pull: () => {
          const input = queue[taken];
          if (input === undefined) return complete ? ended : later;
          taken += 1;
          // Taking one at a time from the front of an array is linear in its length.
          if (taken * 2 > queue.length) {
            queue = queue.slice(taken);
            taken = 0;
          }
          return input;
        },
      };
      const batch = new Batch<T, I>({ ...plan, feed }, subscriber);
      // A source that emits inside subscribe() cannot be unsubscribed yet.
      const wanted$ = inputs$.pipe(takeWhile(() => !subscriber.closed));
      subscriber.add(
        wanted$.subscribe({
          next: (input) => {
            queue.push(input);
            batch.resume();
            if (queue.length - taken > buffer) subscriber.error(bufferError(buffer));
          },
          error: (error: unknown) => subscriber.error(error),
          complete: () => {
            complete = true;
            batch.resume();
          },
        }),
      );
    });
}

/** A free slot says when an input comes. */
function queryPulled<T extends RecordType, I extends QueryInput<T> = string>(
  source: OutcomeSource,
  inputs: Iterable<I> | AsyncIterable<I>,
  type: T | readonly T[],
  options: QueryEachOptions = {},
): Observable<QueryOutcome<T, I>> {
  const plan = { source, types: listTypes(type), ...checkOptions(options) };
  return new Observable((subscriber) => {
    const feed =
      Symbol.asyncIterator in inputs
        ? asyncFeed(inputs[Symbol.asyncIterator](), (error) => subscriber.error(error))
        : syncFeed(inputs[Symbol.iterator]());
    subscriber.add(feed.stop);
    new Batch<T, I>({ ...plan, feed }, subscriber).resume();
  });
}

/** A feed that holds on to an iterator, which has to be told when no more is taken from it. */
interface IteratorFeed<I> extends Feed<I> {
  stop(): void;
}

function syncFeed<I>(iterator: Iterator<I>): IteratorFeed<I> {
  let done = false;
  return {
    pull: () => {
      // One that throws has ended.
      done = true;
      const result = iterator.next();
      if (result.done === true) return ended;
      done = false;
      return result.value;
    },
    stop: () => {
      if (!done) iterator.return?.();
    },
  };
}

function asyncFeed<I>(iterator: AsyncIterator<I>, fail: (error: unknown) => void): IteratorFeed<I> {
  let arrived: I | typeof later | typeof ended = later;
  let asked = false;
  const onFailure = (error: unknown) => {
    arrived = ended;
    fail(error);
  };
  return {
    pull: (resume) => {
      const input = arrived;
      if (input === ended) return ended;
      arrived = later;
      if (input === later && !asked) {
        asked = true;
        iterator.next().then((result) => {
          asked = false;
          arrived = result.done === true ? ended : result.value;
          resume();
        }, onFailure);
      }
      return input;
    },
    stop: () => {
      if (arrived !== ended) iterator.return?.()?.catch(fail);
    },
  };
}

function listTypes<T extends RecordType>(type: T | readonly T[]): readonly T[] {
  return typeof type === 'string' ? [type] : type;
}

function bufferError(buffer: number): DnsError {
  const advice = 'take them from an iterable with queryEach.from, or slow their source down';
  return new DnsError('ENOMEM', `more than ${buffer} inputs wait for their lookup: ${advice}`);
}

type BatchBounds = Pick<BatchPlan<RecordType, string>, 'concurrency' | 'ordered' | 'rate' | 'retries'>;

function checkOptions(options: QueryEachOptions): BatchBounds & { readonly buffer: number } {
  const { concurrency = 256, ordered = false, retries = 2, buffer = 1_000_000 } = options;
  const { rate = Number.POSITIVE_INFINITY } = options;
  if (!isCount(concurrency, 1))
    throw new RangeError(`concurrency is ${concurrency}; it has to be an integer of 1 or more`);
  if (!isCount(retries, 0))
    throw new RangeError(`retries is ${retries}; it has to be an integer of 0 or more`);
  if (!isCount(buffer, 0)) throw new RangeError(`buffer is ${buffer}; it has to be an integer of 0 or more`);
  if (!(rate > 0)) throw new RangeError(`rate is ${rate}; it has to be above 0`);
  return { concurrency, ordered, rate, retries, buffer };
}

function isCount(value: number, min: number): boolean {
  return value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && value >= min);
}
