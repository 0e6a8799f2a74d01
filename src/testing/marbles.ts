import { TestScheduler } from 'rxjs/testing';
// Not exported by the package's root. The suffix is needed: the package has no exports map.
import { RunContext } from 'rxjs-marbles/context-run.js';
import { matchFrames } from './match-frames.js';

/**
 * What a marble test works with: rxjs-marbles' context (also for tests that type it `Context`), in virtual time.
 *
 * `cold`, `hot`, `time`, `expect(...).toBeObservable`, `expect(...).toHaveSubscriptions`, `equal`, `has` and
 * `flush`; a character of a diagram is one millisecond, and `20ms` is twenty.
 */
export type MarbleContext = RunContext;

/**
 * Makes a test function, for any test runner, of one that runs in virtual time.
 *
 * Like `marbles` of rxjs-marbles, whose context it hands over, with one difference: values and errors have to
 * be strictly equal, in class, in `code` and in every own property, where rxjs-marbles compares errors by name
 * and message only. Whatever the runner passes follows the context.
 *
 * The function it makes throws an Error that shows both sides where marbles differ, and a TypeError where the
 * test returned a promise: nothing behind an `await` is in virtual time.
 *
 * ```ts
 * it('retries once', marbles((m) => {
 *   const network = fakeNetwork();
 *   network.answer({ name: 'example.com' }, ['', '20ms r'], { r: { answers: [{ type: 'A', address: '192.0.2.7' }] } });
 *   const resolver = new Resolver({ servers: ['192.0.2.1'], timeout: 2000, connect: network.connect });
 *   const address$ = resolver.query$('example.com', 'A').pipe(map(([record]) => record?.address));
 *   m.expect(address$).toBeObservable('2020ms (a|)', { a: '192.0.2.7' });
 * }));
 * ```
 */
export function marbles<Rest extends readonly unknown[]>(
  test: (m: MarbleContext, ...rest: Rest) => void,
): (...rest: Rest) => void {
  // No parameter in front of the rest: runners take one for a `done` callback.
  return (...rest) => {
    const scheduler = new TestScheduler(matchFrames);
    const result: unknown = scheduler.run((helpers) => test(new RunContext(scheduler, helpers), ...rest));
    if (result instanceof Promise)
      throw new TypeError('a marble test must not be async: its time is virtual');
  };
}
