import type { Server } from './exchange.js';
import { fraction, type Random } from './random.js';
import { RecentMap } from './recent-map.js';

/** Failures beyond this count do not push a server further back. */
const maxFailures = 16;
/** Weight of the newest round trip in the mean, as in TCP's smoothed round-trip time (RFC 6298 section 2). */
const newestWeight = 1 / 8;
/** Round trips to know before the mean is trusted. */
const minSamples = 3;
/** How many mean round trips to wait before sending again. */
const patience = 5;
/** Milliseconds below which nothing is sent again, however fast the server. */
const minRetransmit = 100;

/** What is remembered about a server. */
export interface ServerState {
  /** Failures since the last success, 0 to 16. */
  readonly failures: number;
  /** When it failed last, in the scheduler's milliseconds. */
  readonly failedAt: number;
  /** Round trips measured. */
  readonly samples: number;
  /** Mean round trip in milliseconds, the newest weighing most. */
  readonly meanRoundTrip: number;
  /** An estimate of the round trip in milliseconds that 95 of 100 stay below. */
  readonly slowRoundTrip: number;
}

export const unknownServer: ServerState = {
  failures: 0,
  failedAt: 0,
  samples: 0,
  meanRoundTrip: 0,
  slowRoundTrip: 0,
};

/** The state after an answer: a success clears the failures. `roundTrip` in milliseconds, where it was measured. */
export function afterAnswer(state: ServerState, roundTrip: number | undefined): ServerState {
  if (roundTrip === undefined) return { ...state, failures: 0 };
  const { failedAt, samples, meanRoundTrip, slowRoundTrip } = state;
  const weight = Math.max(newestWeight, 1 / (samples + 1));
  return {
    failures: 0,
    failedAt,
    samples: samples + 1,
    meanRoundTrip: meanRoundTrip + (roundTrip - meanRoundTrip) * weight,
    slowRoundTrip: samples === 0 ? roundTrip : nextQuantile(slowRoundTrip, roundTrip, meanRoundTrip),
  };
}

/** Nineteen small steps down are one step up: the estimate rests where 95 of 100 samples are below it. */
function nextQuantile(estimate: number, sample: number, scale: number): number {
  const step = Math.max(1, scale) / 20;
  return sample > estimate ? estimate + 19 * step : Math.max(0, estimate - step);
}

/** The state after a timeout, a refused connection, or an answer that sends the query elsewhere. */
export function afterFailure(state: ServerState, now: number): ServerState {
  return { ...state, failures: Math.min(maxFailures, state.failures + 1), failedAt: now };
}

/**
 * Milliseconds after which a query without an answer is sent again; absent while too little is known.
 *
 * The attempt already sent stays answerable: this only starts the next one early.
 */
export function retransmitAfter(state: ServerState): number | undefined {
  return state.samples < minSamples ? undefined : Math.max(minRetransmit, patience * state.meanRoundTrip);
}

/** Milliseconds after which a hedging query goes to the next server, too; absent while too little is known. */
export function hedgeAfter(state: ServerState): number | undefined {
  return state.samples < minSamples ? undefined : Math.max(1, state.slowRoundTrip);
}

/** Hears of a server whose state is another. */
export type OnTurn = (server: Server, state: 'up' | 'down') => void;

/** The states of the servers by their text, and the order to ask them in. */
export class ServerStates {
  readonly #states = new RecentMap<ServerState>();
  readonly #onTurn: OnTurn;

  /** `onTurn` hears of a server that fails for the first time since it answered, and of one that answers again. */
  constructor(onTurn: OnTurn = () => undefined) {
    this.#onTurn = onTurn;
  }

  get(server: Server): ServerState {
    return this.#states.get(server.text) ?? unknownServer;
  }

  set(server: Server, state: ServerState): void {
    this.#states.set(server.text, state);
  }

  /** Takes note of an answer; `roundTrip` in milliseconds, where it was measured. */
  answered(server: Server, roundTrip?: number): void {
    const before = this.get(server);
    this.set(server, afterAnswer(before, roundTrip));
    if (before.failures > 0 || before === unknownServer) this.#onTurn(server, 'up');
  }

  /** Takes note of a failure; `now` in the scheduler's milliseconds. */
  failed(server: Server, now: number): void {
    const before = this.get(server);
    this.set(server, afterFailure(before, now));
    if (before.failures === 0) this.#onTurn(server, 'down');
  }

  /**
   * Fewest failures first, then the least recently failed, then configured order. With `rotate`, the first is
   * one at random of those with the fewest failures.
   */
  order(servers: readonly Server[], rotate?: Random): readonly Server[] {
    const ranked = this.#rank(servers);
    if (rotate === undefined || ranked.length < 2) return ranked;
    const fewest = ranked[0] === undefined ? 0 : this.get(ranked[0]).failures;
    const best = ranked.filter((server) => this.get(server).failures === fewest).length;
    const first = ranked[Math.floor(fraction(rotate) * best)];
    return first === undefined ? ranked : [first, ...ranked.filter((server) => server !== first)];
  }

  #rank(servers: readonly Server[]): readonly Server[] {
    if (servers.every((server) => this.get(server).failures === 0)) return servers;
    // Array.prototype.sort is stable: what compares equal stays in configured order.
    return [...servers].sort((left, right) => {
      const { failures, failedAt } = this.get(left);
      const other = this.get(right);
      return failures - other.failures || (failures > 0 ? failedAt - other.failedAt : 0);
    });
  }
}
