/** New source ports a second: 1 to 2 % of a core, at 12 to 19 µs a socket. */
const portsPerSecond = 1000;
/** New source ports at once after a quiet second. */
const burst = 1000;
/** What a query on a shared port takes of the budget: from 8,000 queries a second on, no port is new. */
const sharedCost = 1 / 8;
/** How far the budget can be overdrawn: what a tenth of a second brings. */
const maxDebt = portsPerSecond / 10;
/** UDP sockets open at a time: a server that never answers must not cost a socket for each query. */
const maxSockets = 512;

/**
 * How often a query may leave from a source port of its own.
 *
 * A port that only one query uses has to be guessed along with the id (RFC 5452 section 9.2). A token bucket
 * bounds what the sockets cost, and a cap how many are open; beyond them, ports are shared. The higher the rate, the
 * fewer are new: at 30,000 queries a second, a new port for one in thirty protects hardly any of them, and can take
 * a fifth of a core (decision 0014).
 */
export class PortBudget {
  #tokens = burst;
  #filledAt = 0;
  #open = 0;
  #maxOpen = maxSockets;

  /** Takes a port if one is left; `now` in milliseconds, never going back. */
  take(now: number): boolean {
    this.#fill(now);
    if (this.#tokens < 1 || this.#open >= this.#maxOpen) {
      this.#tokens = Math.max(-maxDebt, this.#tokens - sharedCost);
      return false;
    }
    this.#tokens -= 1;
    return true;
  }

  /** Whether the budget is used up, so that open sockets are worth keeping. */
  get exhausted(): boolean {
    return this.#tokens < 1;
  }

  /** A socket was opened. */
  opened(): void {
    this.#open += 1;
  }

  /** A socket was closed. */
  closed(): void {
    this.#open -= 1;
    if (this.#open === 0) this.#maxOpen = maxSockets;
  }

  /** The system gave no descriptor: make do with those that are open, until all of them were closed. */
  refused(): void {
    this.#maxOpen = Math.max(1, this.#open - 1);
  }

  #fill(now: number): void {
    if (now <= this.#filledAt) return;
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#filledAt) * portsPerSecond) / 1000);
    this.#filledAt = now;
  }
}
