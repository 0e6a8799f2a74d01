import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Spreads questions so that no more of them begin than a rate allows.
 *
 * It stands before all that ask, since `rate` of `queryEach` is that of one thread: with a share in each worker, what
 * one does not use is lost to the others, as is that of one which died, and what waits there for its turn has been
 * taken from the input, and is cancelled by Ctrl-C.
 */
export class Pace {
  readonly #gap: number;
  readonly #now: () => number;
  #due: number | undefined;

  /** `rate` in questions per second; `now` in milliseconds. */
  constructor(rate: number, now: () => number = () => performance.now()) {
    this.#gap = 1000 / rate;
    this.#now = now;
  }

  /** Milliseconds before a question may begin; it counts as begun then. */
  wait(): number {
    const now = this.#now();
    // What was not used is not made up for, but for what a timer comes too late.
    const due = Math.max(this.#due ?? now, now - slack);
    this.#due = due + this.#gap;
    return Math.max(0, due - now);
  }

  /** Resolves when a question may begin, or on `stop`. */
  async turn(stop: AbortSignal): Promise<void> {
    const milliseconds = this.wait();
    // A timer is no finer than this.
    if (milliseconds < 1) return;
    await sleep(milliseconds, undefined, { signal: stop }).catch((error: unknown) => {
      if (!stop.aborted) throw error;
    });
  }
}

/** Milliseconds; a timer may be late by this much beside other work. */
const slack = 100;
