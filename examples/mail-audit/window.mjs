/**
 * Lets items in while there is room: what is slow behind, a disk for one, then slows what is in front.
 *
 * `queryEach.from` bounds lookups; this bounds all that lies between a list and its output, and with it memory.
 */
export class Window {
  #free;
  /** @type {(() => void) | undefined} */
  #wake;

  /** @param {number} size Items between {@link admit} and {@link leave}. */
  constructor(size) {
    this.#free = size;
  }

  /**
   * @template T
   * @param {Iterable<T>} items
   * @returns {AsyncGenerator<T>}
   */
  async *admit(items) {
    for (const item of items) {
      if (this.#free === 0) {
        await new Promise((resolve) => {
          this.#wake = () => resolve(undefined);
        });
      }
      this.#free -= 1;
      yield item;
    }
  }

  /** One item is done with. */
  leave() {
    this.#free += 1;
    this.#wake?.();
    this.#wake = undefined;
  }
}
