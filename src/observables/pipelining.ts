import type { SchedulerLike } from 'rxjs';
import type { Transport } from '../socket/connect.js';
import { RecentMap } from './recent-map.js';

/** Milliseconds for which a server that leaves pipelined queries unanswered gets few at a time. */
const limitedFor = 300_000;

/**
 * How many queries a server takes at a time on a connection, as far as that is known.
 *
 * It is learned where a connection ends and leaves many unanswered: at least half as many as it answered since it
 * rested last. From then on the server gets half of the lesser of both, and at least one, for five minutes. Fewer are
 * left by a server that was restarted, or that closes what it takes for idle: these are no reason.
 */
export class Pipelining {
  readonly #scheduler: SchedulerLike;
  #width = Number.POSITIVE_INFINITY;
  #until = 0;

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
  }

  /** Queries outstanding on one connection at most; `Infinity` where nothing speaks against more. */
  get width(): number {
    if (this.#width !== Number.POSITIVE_INFINITY && this.#scheduler.now() >= this.#until)
      this.#width = Number.POSITIVE_INFINITY;
    return this.#width;
  }

  /** Takes note of a connection that the server ended with queries outstanding. */
  onEnd(answered: number, left: number): void {
    if (answered === 0 || left * 2 < answered) return;
    this.#width = Math.max(1, Math.floor(Math.min(answered, left) / 2));
    this.#until = this.#scheduler.now() + limitedFor;
  }
}

/** What is known of each server; it outlives the connections. */
export class Pipelinings {
  readonly #scheduler: SchedulerLike;
  readonly #known = new RecentMap<Pipelining>();

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
  }

  /** That of a server, by its text, over one transport. */
  of(server: string, transport: Transport): Pipelining {
    const key = `${transport} ${server}`;
    let pipelining = this.#known.get(key);
    if (pipelining === undefined) {
      pipelining = new Pipelining(this.#scheduler);
      this.#known.set(key, pipelining);
    }
    return pipelining;
  }
}
