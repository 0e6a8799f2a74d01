import type { SchedulerLike } from 'rxjs';

/** Milliseconds for which starts that a late timer missed are made up for. */
const slack = 50;

/** Spreads starts so that no more of them come in a second than a rate allows. */
export class StartRate {
  readonly #gap: number;
  readonly #scheduler: SchedulerLike;
  #due = 0;

  /** `rate` in starts a second; `Infinity` for no limit. */
  constructor(rate: number, scheduler: SchedulerLike) {
    this.#gap = 1000 / rate;
    this.#scheduler = scheduler;
  }

  /** Milliseconds until the next start; 0 for now. */
  get wait(): number {
    if (this.#gap === 0) return 0;
    const now = this.#scheduler.now();
    // A clock that was set back must not stop the starts.
    this.#due = Math.min(this.#due, now + this.#gap);
    return Math.max(0, this.#due - now);
  }

  /** Takes note of a start. */
  pass(): void {
    if (this.#gap > 0) this.#due = Math.max(this.#due, this.#scheduler.now() - slack) + this.#gap;
  }
}
