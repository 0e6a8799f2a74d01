import { setTimeout as sleep } from 'node:timers/promises';

/** Spreads questions so that no more of them begin than a rate allows. */
export class Pace {
  readonly #gap: number;
  readonly #now: () => number;
  #due: number;

  /** `rate` in questions per second; `now` in milliseconds. */
  constructor(rate: number, now: () => number = () => performance.now()) {
    this.#gap = 1000 / rate;
    this.#now = now;
    this.#due = now();
  }

  /** Milliseconds before so many questions may begin; they count as begun then. */
  wait(questions: number): number {
    const now = this.#now();
    // What was not used is not made up for, but for what a timer comes too late.
    this.#due = Math.max(this.#due, now - slack);
    const left = this.#due - now;
    this.#due += questions * this.#gap;
    return Math.max(0, left);
  }

  /** Resolves when so many questions may begin, or on `stop`. */
  async turn(questions: number, stop: AbortSignal): Promise<void> {
    const milliseconds = this.wait(questions);
    // A timer is no finer than this.
    if (milliseconds < 1) return;
    await sleep(milliseconds, undefined, { signal: stop }).catch((error: unknown) => {
      if (!stop.aborted) throw error;
    });
  }
}

/** Milliseconds; a timer may be late by this much beside other work. */
const slack = 100;
