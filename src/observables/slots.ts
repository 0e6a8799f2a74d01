/**
 * Bounds how much is under way at a time; the rest waits for its turn in the order it came.
 *
 * Without a bound, a burst costs a socket buffer's worth of lost responses, and its retries more of them.
 */
export class Slots {
  readonly #max: number;
  #taken = 0;
  #waiting: (() => void)[] = [];
  #head = 0;
  #filling = false;

  constructor(max: number) {
    this.#max = max;
  }

  /** Calls `start` when there is a slot: now, or later. It has to be followed by {@link Slots.release}. */
  take(start: () => void): void {
    // With nobody before it, it need not stand in line.
    if (this.#filling || this.#taken >= this.#max || this.#waiting.length > 0) {
      this.#waiting.push(start);
      this.#fill();
      return;
    }
    this.#filling = true;
    this.#taken += 1;
    start();
    this.#filling = false;
    if (this.#waiting.length > 0) this.#fill();
  }

  /** Gives a slot back, to the one that has waited longest. */
  release(): void {
    this.#taken -= 1;
    this.#fill();
  }

  #fill(): void {
    // What starts may fail at once and release: a loop, so that many of those do not grow the stack.
    if (this.#filling || this.#waiting.length === 0) return;
    this.#filling = true;
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      this.#taken += 1;
      next();
    }
    this.#filling = false;
  }

  #next(): (() => void) | undefined {
    const next = this.#taken < this.#max ? this.#waiting[this.#head] : undefined;
    if (next === undefined) return undefined;
    this.#head += 1;
    // Taking one at a time from the front of an array is linear in its length.
    if (this.#head * 2 > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#head);
      this.#head = 0;
    }
    return next;
  }
}
