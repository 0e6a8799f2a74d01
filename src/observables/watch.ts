import {
  catchError,
  defer,
  distinctUntilChanged,
  expand,
  finalize,
  map,
  mergeMap,
  type Observable,
  of,
  ReplaySubject,
  type SchedulerLike,
  scan,
  share,
  timer,
} from 'rxjs';
import { DnsError } from '../errors.js';
import type { RecordMap, RecordType } from '../records/record-map.js';
import { answerError, readAnswer } from './answer.js';
import { asDnsError } from './as-dns-error.js';
import { type DefiniteStatus, isDefinite } from './definite.js';
import { fraction, type Random } from './random.js';
import { compareSets, sameSet } from './record-set.js';
import type { Reply } from './reply.js';

/** When a watch asks again. */
export interface WatchPace {
  /** Milliseconds between two questions at least, 1 to 604,800,000 (a week). @default 5000 */
  readonly minInterval?: number | undefined;
  /** Milliseconds between two questions at most, before jitter, `minInterval` to 604,800,000. @default 3600000 */
  readonly maxInterval?: number | undefined;
  /** The share of an interval that is added at random, 0 to 1, so that watchers spread. @default 0.1 */
  readonly jitter?: number | undefined;
}

/** The record set of a name and type, and what is different about it. */
export interface RecordSetChange<T extends RecordType = RecordType> {
  /**
   * What the latest definite answer was: `NOERROR` with records, `NODATA` (the name has none of this type),
   * `NXDOMAIN` (there is no such name); `UNKNOWN` while there was none.
   */
  readonly status: DefiniteStatus | 'UNKNOWN';
  /** The records of that answer; empty unless `status` is `NOERROR`. */
  readonly current: readonly RecordMap[T][];
  /** Those that are new since the value before; in the first value, all of them. */
  readonly added: readonly RecordMap[T][];
  /** Those that are gone since the value before. */
  readonly removed: readonly RecordMap[T][];
  /** Seconds that the answer could be kept when it came; `undefined` where it does not say. */
  readonly ttl: number | undefined;
  /** Whether the latest question had no definite answer, so that `current` may have changed meanwhile. */
  readonly stale: boolean;
  /** Why it had none; `undefined` unless `stale`. */
  readonly error: DnsError | undefined;
}

/** What a watch asks, and when; {@link WatchPace}, checked. */
export interface WatchPlan {
  readonly minInterval: number;
  readonly maxInterval: number;
  readonly jitter: number;
  readonly random: Random;
  readonly scheduler: SchedulerLike;
  /** Asks the question: as any other for the first time, later past the cache. What it throws ends the watch. */
  ask(first: boolean): Observable<Reply>;
}

/**
 * The watches of a resolver. Those with equal keys share one schedule, which ends with the last of them.
 *
 * A schedule asks, waits for the TTL of the answer (a "no" has one, too: RFC 2308) within the bounds of its plan,
 * and asks again. After a failure it waits for `minInterval`, doubled with each one in a row up to 5 min.
 */
export class Watches {
  readonly #schedules = new Map<string, Observable<Known>>();

  /** The record set, and again whenever it, its status or the failure is another; never completes. */
  watch<T extends RecordType>(key: string, type: T, plan: WatchPlan): Observable<RecordSetChange<T>> {
    return defer(() => this.#schedule(key, type, plan)).pipe(
      map((known) => describe(type, known)),
      distinctUntilChanged<RecordSet<T>>(isSame),
      scan<RecordSet<T>, RecordSetChange<T>, RecordSet<T>>(
        (before, set) => ({ ...set, ...compareSets(before.current, set.current) }),
        describe(type, nothing),
      ),
    );
  }

  #schedule(key: string, type: RecordType, plan: WatchPlan): Observable<Known> {
    const running = this.#schedules.get(key);
    if (running !== undefined) return running;
    const schedule = keepAsking(type, plan).pipe(
      finalize(() => this.#schedules.delete(key)),
      // Who comes later gets what is known at once.
      share({ connector: () => new ReplaySubject(1) }),
    );
    this.#schedules.set(key, schedule);
    return schedule;
  }
}

/** What a schedule has learnt. */
interface Known {
  /** The latest definite answer. */
  readonly reply: Reply | undefined;
  /** Why there was none since. */
  readonly error: DnsError | undefined;
  /** Failures in a row. */
  readonly failures: number;
}

type RecordSet<T extends RecordType> = Omit<RecordSetChange<T>, 'added' | 'removed'>;

const nothing: Known = { reply: undefined, error: undefined, failures: 0 };

/** The longest that a failure may be held against a server, in milliseconds (RFC 9520 section 3.2). */
const maxBackOff = 300_000;

function keepAsking(type: RecordType, plan: WatchPlan): Observable<Known> {
  const { ask, jitter, random, scheduler } = plan;
  const askOnce = (known: Known, first: boolean) =>
    ask(first).pipe(
      map((reply) => learn(known, type, reply)),
      catchError((error: unknown) => of(fail(known, asDnsError(error)))),
    );
  const wait = (known: Known) => {
    const interval = intervalAfter(known, type, plan);
    return timer(Math.round(interval * (1 + jitter * fraction(random))), scheduler);
  };
  return defer(() => askOnce(nothing, true)).pipe(
    expand((known) => wait(known).pipe(mergeMap(() => askOnce(known, false)))),
  );
}

function learn(known: Known, type: RecordType, reply: Reply): Known {
  const answer = readAnswer(type, reply.question, reply.response);
  return isDefinite(answer.status)
    ? { reply, error: undefined, failures: 0 }
    : fail(known, answerError(reply.question, answer, reply.response));
}

function fail({ reply, failures }: Known, error: unknown): Known {
  if (!(error instanceof DnsError)) throw error;
  return { reply, error, failures: failures + 1 };
}

/** Milliseconds until the next question, before jitter. */
function intervalAfter(known: Known, type: RecordType, { minInterval, maxInterval }: WatchPlan): number {
  const { ttl = 0 } = describe(type, known);
  const wanted =
    known.failures > 0 ? Math.min(maxBackOff, minInterval * 2 ** (known.failures - 1)) : ttl * 1000;
  return Math.max(minInterval, Math.min(maxInterval, wanted));
}

function describe<T extends RecordType>(type: T, { reply, error }: Known): RecordSet<T> {
  const stale = error !== undefined;
  if (reply === undefined) return { status: 'UNKNOWN', current: [], ttl: undefined, stale, error };
  const { status, records, ttl } = readAnswer(type, reply.question, reply.response);
  return { status: isDefinite(status) ? status : 'UNKNOWN', current: records, ttl, stale, error };
}

function isSame(left: RecordSet<RecordType>, right: RecordSet<RecordType>): boolean {
  return (
    left.status === right.status &&
    left.error?.code === right.error?.code &&
    left.error?.rcode === right.error?.rcode &&
    sameSet(left.current, right.current)
  );
}
