import type { AfterArrivals } from '../socket/arrivals.js';
import type { Slots } from './slots.js';

/** Queries under way from which on they are sent together: to wait for others costs one alone more than it saves. */
const company = 4;
/** Sent together at most: the default receive buffer of a server holds some 270 queries. */
const together = 32;

/** What puts a query on the wire. */
export interface Way<Query> {
  /** Sends it, unless it was cancelled meanwhile. */
  transmit(query: Query): void;
}

/**
 * Lets queries of all channels that are caused by the same arrivals leave together.
 *
 * A server that has nothing to do sleeps, and each datagram wakes it up: for a query on its own, that is a third of
 * what it costs. It does not sleep while more of them come.
 */
export class Outbox<Query> {
  readonly #slots: Slots;
  readonly #afterArrivals: AfterArrivals | undefined;
  /** Queries, and for each the way it was to go. */
  readonly #queries: Query[] = [];
  readonly #ways: Way<Query>[] = [];
  /** Whether the end of this turn will be told. */
  #awaited = false;
  #sending = false;
  readonly #onArrived = () => {
    this.#awaited = false;
    this.#send();
  };

  /** `slots` tell how much is under way. Without `afterArrivals` everything is sent at once. */
  constructor(slots: Slots, afterArrivals?: AfterArrivals) {
    this.#slots = slots;
    this.#afterArrivals = afterArrivals;
  }

  /** Sends a query: at once where nothing is gained by waiting, else together with others. */
  send(query: Query, way: Way<Query>): void {
    if (this.#afterArrivals === undefined || this.#slots.taken < company) {
      way.transmit(query);
      return;
    }
    this.#queries.push(query);
    this.#ways.push(way);
    if (!this.#awaited) {
      this.#awaited = true;
      this.#afterArrivals(this.#onArrived);
    }
    if (this.#queries.length === together) this.#send();
  }

  #send(): void {
    // What is sent may fail, and be followed by more: that is sent, too, and not from inside.
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let at = 0; at < this.#queries.length; at += 1) {
        const query = this.#queries[at];
        if (query !== undefined) this.#ways[at]?.transmit(query);
      }
    } finally {
      this.#queries.length = 0;
      this.#ways.length = 0;
      this.#sending = false;
    }
  }
}
