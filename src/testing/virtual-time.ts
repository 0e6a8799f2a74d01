import { TestScheduler } from 'rxjs/testing';
import { matchFrames } from './match-frames.js';

/** The clock of a test in virtual time. */
export interface VirtualClock {
  /** Milliseconds since the test began. */
  readonly now: number;
  /** Lets so many milliseconds pass, with all that is scheduled for them; 0 for what is due now. */
  advance(milliseconds: number): void;
}

/** A test that moves its clock by hand; what the runner passes follows the clock. */
export type VirtualTimeTest<Rest extends readonly unknown[]> = (clock: VirtualClock, ...rest: Rest) => void;

/**
 * Makes a test function, for any test runner, of one that moves time by hand: no marbles, no waiting.
 *
 * ```ts
 * it('gives up after a second', virtualTime((clock) => {
 *   const dns = new DnsTestingController();
 *   const errors: unknown[] = [];
 *   new Resolver(dns.options).query$('example.org', 'A', { deadline: 1000 }).subscribe({ error: (e) => errors.push(e) });
 *   clock.advance(1000);
 *   expect(errors).toMatchObject([{ code: 'ETIMEOUT' }]);
 * }));
 * ```
 *
 * What RxJS schedulers do is in virtual time, and so is all of rxdns; `setTimeout` and Promises are not. What is
 * scheduled for later than the end of the test never happens. The function throws a TypeError where the test
 * returned a promise, and `advance` a RangeError for milliseconds that are no number of 0 or more.
 */
export function virtualTime<Rest extends readonly unknown[]>(
  test: VirtualTimeTest<Rest>,
): (...rest: Rest) => void {
  // No parameter in front of the rest: runners take one for a `done` callback.
  return (...rest) => {
    const scheduler = new TestScheduler(matchFrames);
    const result: unknown = scheduler.run(() => {
      scheduler.maxFrames = 0;
      return test(new HandMovedClock(scheduler), ...rest);
    });
    if (result instanceof Promise)
      throw new TypeError('a test in virtual time must not be async: promises are not in it');
  };
}

class HandMovedClock implements VirtualClock {
  readonly #scheduler: TestScheduler;

  constructor(scheduler: TestScheduler) {
    this.#scheduler = scheduler;
  }

  get now(): number {
    return this.#scheduler.frame;
  }

  advance(milliseconds: number): void {
    if (!(milliseconds >= 0 && milliseconds < Number.POSITIVE_INFINITY))
      throw new RangeError(`milliseconds is ${milliseconds}; it has to be a number of 0 or more`);
    const scheduler = this.#scheduler;
    scheduler.maxFrames = scheduler.frame + milliseconds;
    scheduler.flush();
    // The last thing that happened may have been earlier.
    scheduler.frame = scheduler.maxFrames;
  }
}
