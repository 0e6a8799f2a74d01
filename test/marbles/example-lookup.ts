import type { Observable } from 'rxjs';
import { DnsError } from '../../src/errors.js';
import type { Lookup } from '../../src/observables/pending.js';
import { type Run, runOf, type SingleObserver } from '../../src/observables/single.js';

export const cancelled = new DnsError('ECANCELLED', 'the query was cancelled');
export const refused = new DnsError('ECONNREFUSED', 'refused');

/** A lookup whose value is its result in capitals. */
export function exampleLookup(
  result$: Observable<string>,
  more: Partial<Lookup<string, string>> = {},
): Lookup<string, string> {
  return {
    start: () => ({
      run: runOn(result$),
      continue: () => undefined,
      project: (value) => value.toUpperCase(),
    }),
    signal: undefined,
    ...more,
  };
}

/** Runs a lookup on an Observable of its result. */
export function runOn<T>(result$: Observable<T>): (observer: SingleObserver<T>) => Run {
  return (observer) => runOf(result$, observer);
}

/** Lets everything settle that waits for the end of `subscribe()`. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}
