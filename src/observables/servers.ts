import type { Server } from './exchange.js';

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
}

export const unknownServer: ServerState = { failures: 0, failedAt: 0, samples: 0, meanRoundTrip: 0 };

/** The state after an answer: a success clears the failures. `roundTrip` in milliseconds, where it was measured. */
export function afterAnswer(state: ServerState, roundTrip: number | undefined): ServerState {
  if (roundTrip === undefined) return { ...state, failures: 0 };
  const weight = Math.max(newestWeight, 1 / (state.samples + 1));
  return {
    failures: 0,
    failedAt: state.failedAt,
    samples: state.samples + 1,
    meanRoundTrip: state.meanRoundTrip + (roundTrip - state.meanRoundTrip) * weight,
  };
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

/** The states of the servers by their text, and the order to ask them in. */
export class ServerStates {
  readonly #states = new Map<string, ServerState>();

  get(server: Server): ServerState {
    return this.#states.get(server.text) ?? unknownServer;
  }

  set(server: Server, state: ServerState): void {
    this.#states.set(server.text, state);
  }

  /** Fewest failures first, then the least recently failed, then configured order. */
  order(servers: readonly Server[]): readonly Server[] {
    if (servers.every((server) => this.get(server).failures === 0)) return servers;
    // Array.prototype.sort is stable: what compares equal stays in configured order.
    return [...servers].sort((left, right) => {
      const { failures, failedAt } = this.get(left);
      const other = this.get(right);
      return failures - other.failures || (failures > 0 ? failedAt - other.failedAt : 0);
    });
  }
}
