import { EMPTY, expand, last, map, type Observable, switchMap, timer } from 'rxjs';
import type { RecordType } from '../records/record-map.js';
import type { Outcome } from './outcome.js';

/** Milliseconds before a question is asked anew: a failure counts as long at least (RFC 9520 section 3.2). */
const pause = 1000;

/** Outcomes that a server with a limit has for what it does not take. */
const inconclusive: ReadonlySet<string> = new Set(['REFUSED', 'SERVFAIL', 'TIMEOUT']);

/** Whether an outcome may be the fault of a limit, of one of those who were asked. */
export function isKeptBack({ status, attempts }: Outcome, rateOf: (server: string) => number): boolean {
  const isLimited = (server: string) => rateOf(server) < Number.POSITIVE_INFINITY;
  return inconclusive.has(status) && attempts.some(({ server }) => isLimited(server));
}

/** The outcome of `ask`, or of as many repetitions of it as it takes, one at least. */
export function askAgain<T extends RecordType>(
  before: Outcome<T>,
  retries: number,
  ask: () => Observable<Outcome<T>>,
  isFinal: (outcome: Outcome<T>) => boolean,
): Observable<Outcome<T>> {
  const again = (earlier: Outcome<T>) =>
    timer(pause).pipe(
      switchMap(ask),
      map((outcome) => withEarlier(outcome, earlier)),
    );
  return again(before).pipe(
    expand((outcome, n) => (n + 1 >= retries || isFinal(outcome) ? EMPTY : again(outcome))),
    last(),
  );
}

/** One trail, and one time, for all that was asked. */
function withEarlier<T extends RecordType>(outcome: Outcome<T>, earlier: Outcome<T>): Outcome<T> {
  const { name, type, status, records, ttl, server, stale } = outcome;
  const elapsed = earlier.elapsed + pause + outcome.elapsed;
  const attempts = [...earlier.attempts, ...outcome.attempts];
  return {
    ...{ name, type, status, records, ttl, elapsed, server, attempts },
    ...(stale && { stale }),
    get error() {
      return outcome.error;
    },
  };
}
