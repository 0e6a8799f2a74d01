import type { Observable } from 'rxjs';
import type { Callback } from './argument-checks.js';

/**
 * Calls back with what a lookup comes to: in the context that asked, never inside this call.
 *
 * `toResults` gives what follows the `null` that says there is no error; by default the result alone. What the
 * callback throws is an uncaught exception, as with Node: RxJS does not get to see it. An object comes back, as
 * Node's does, and is good for nothing.
 */
export function deliver<T>(
  result$: Observable<T>,
  callback: Callback,
  toResults: (result: T) => readonly unknown[] = (result) => [result],
): object {
  result$.subscribe({
    next: (result) => process.nextTick(callback, null, ...toResults(result)),
    error: (error: unknown) => process.nextTick(callback, error),
  });
  return {};
}
