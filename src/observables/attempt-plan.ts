import type { Transport } from '../socket/connect.js';
import type { DnsResponse, Query, Server, ServerQuery } from './exchange.js';
import { toServer } from './make-query.js';

/** An attempt to make. */
export interface PlannedAttempt {
  readonly query: ServerQuery;
  /** The round whose timeout it has, from 0. */
  readonly round: number;
  /** No other server is asked in its round after it. */
  readonly lastInRound: boolean;
  /** It only looks whether TCP comes through where UDP does not: its failure says less than the silence before. */
  readonly lastResort: boolean;
}

/** What became of the attempts made so far, as far as the plan depends on it. */
export interface AttemptHistory {
  /** Whether nothing came but silence. */
  readonly isSilent: boolean;
  /** Whether a server was asked over TCP already, as a truncated response may have led there. */
  wasOverTcp(server: Server): boolean;
}

/**
 * The attempts of a query in order: the rounds of each server's own transport, then, after mere silence, one
 * over TCP.
 */
export class AttemptPlan {
  readonly #query: Query;
  readonly #servers: readonly Server[];
  readonly #history: AttemptHistory;
  #round = 0;
  /** Servers passed in this round. */
  #passed = 0;
  /** Whether the rounds ended in silence; known once they are over. */
  #silent: boolean | undefined;

  constructor(query: Query, servers: readonly Server[], history: AttemptHistory) {
    this.#query = query;
    this.#servers = servers;
    this.#history = history;
  }

  /** The next attempt, if there is one. */
  next(): PlannedAttempt | undefined {
    const query = this.#query;
    if (this.#round === query.settings.tries) return this.#nextLastResort();
    const server = this.#servers[this.#passed];
    if (server === undefined) return undefined;
    const round = this.#round;
    const lastInRound = this.#passed === this.#servers.length - 1;
    this.#pass();
    return {
      query: toServer(query, server, ownTransport(query, server)),
      round,
      lastInRound,
      lastResort: false,
    };
  }

  #nextLastResort(): PlannedAttempt | undefined {
    this.#silent ??= !this.#query.settings.useTcp && this.#history.isSilent;
    if (!this.#silent) return undefined;
    for (const server of this.#servers.slice(this.#passed)) {
      this.#passed += 1;
      if (server.transport !== 'udp' || this.#history.wasOverTcp(server)) continue;
      return { query: toServer(this.#query, server, 'tcp'), round: 0, lastInRound: true, lastResort: true };
    }
    return undefined;
  }

  #pass(): void {
    this.#passed += 1;
    if (this.#passed < this.#servers.length) return;
    this.#passed = 0;
    this.#round += 1;
  }
}

/** The transport that a server is asked over: its own, unless the query wants TCP in place of UDP. */
export function ownTransport({ settings }: Query, { transport }: Server): Transport {
  return settings.useTcp && transport === 'udp' ? 'tcp' : transport;
}

/** Counts the queries that fallbacks made at a server besides an attempt, of which the response tells. */
export function countExtra(
  counts: ReadonlyMap<Server, number> | undefined,
  server: Server,
  { attempts, transport }: DnsResponse,
): ReadonlyMap<Server, number> | undefined {
  const sameWay = attempts.filter((attempt) => attempt.transport === transport).length;
  return sameWay < 2
    ? counts
    : new Map([...(counts ?? []), [server, (counts?.get(server) ?? 0) + sameWay - 1]]);
}
