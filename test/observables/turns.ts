/** Turns of the event loop by hand. */
export class Turns {
  readonly #callbacks: (() => void)[] = [];
  /** Callbacks asked for so far. */
  asked = 0;

  readonly afterArrivals = (callback: () => void): void => {
    this.asked += 1;
    this.#callbacks.push(callback);
  };

  /** Ends a turn; what is asked for meanwhile is for the next one. */
  end(): void {
    for (const callback of this.#callbacks.splice(0)) callback();
  }

  /** Ends turns until nothing is asked for any more. */
  settle(): void {
    while (this.#callbacks.length > 0) this.end();
  }
}
