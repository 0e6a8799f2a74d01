import type { Transport } from '../socket/connect.js';
import type { DnsResponse, Query, Server, ServerQuery } from './exchange.js';
import { toServer } from './make-query.js';
import type { Paces } from './paces.js';

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
  /** Whether a server answered, if only to say that it does not. */
  readonly hasResponse: boolean;
  /** Whether nothing came but silence. */
  readonly isSilent: boolean;
}

/**
 * The attempts of a query in order: the rounds of each server's own transport, then, after mere silence, one
 * over TCP.
 *
 * While servers are limited, the next is the one that can take the query soonest, of those that have tries left. Those
 * that are gone are passed over while others speak: it is for probes to find out that they are back. A server that did
 * not take EDNS is not asked with it again.
 */
export class AttemptPlan {
  readonly #query: Query;
  readonly #servers: readonly Server[];
  readonly #history: AttemptHistory;
  readonly #paces: Paces;
  #round = 0;
  /** Servers passed in this round. */
  #passed = 0;
  /** Whether the rounds ended in silence; known once they are over. */
  #silent: boolean | undefined;
  /** Attempts at each server, once they go by load. */
  #made: Map<Server, number> | undefined;
  /** Queries that fallbacks made beside the attempts, by server: they count against the limit of three. */
  #extra: Map<Server, number> | undefined;
  #overTcp: Set<Server> | undefined;

  constructor(query: Query, servers: readonly Server[], history: AttemptHistory, paces: Paces) {
    this.#query = query;
    this.#servers = servers;
    this.#history = history;
    this.#paces = paces;
  }

  /** The next attempt, if there is one. */
  next(): PlannedAttempt | undefined {
    for (let planned = this.#next(); planned !== undefined; planned = this.#next()) {
      const { query, round, lastResort } = planned;
      const extra = this.#extra?.get(query.server) ?? 0;
      if (extra === 0) return planned;
      if (lastResort || round + extra < query.settings.tries)
        return { ...planned, query: toServer(query, query.server, query.transport, false) };
    }
    return undefined;
  }

  /** Takes note of a server that a fallback asked over TCP, as after a truncated response. */
  noteTcp(server: Server): void {
    this.#overTcp ??= new Set();
    this.#overTcp.add(server);
  }

  /** Takes note of what it took to get a response. */
  countExtra(server: Server, { attempts, transport }: DnsResponse): void {
    const sameWay = attempts.filter((attempt) => attempt.transport === transport).length;
    if (sameWay < 2) return;
    this.#extra ??= new Map();
    this.#extra.set(server, (this.#extra.get(server) ?? 0) + sameWay - 1);
  }

  #next(): PlannedAttempt | undefined {
    const query = this.#query;
    const { tries } = query.settings;
    if (this.#round === tries) return this.#nextLastResort();
    if (this.#made !== undefined || this.#goesByLoad()) {
      this.#made ??= this.#madeSoFar();
      return this.#nextByLoad(this.#made);
    }
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

  #goesByLoad(): boolean {
    // What is asked of several servers on purpose keeps its rounds.
    if (this.#query.settings.strategy !== 'sequential') return false;
    if (this.#paces.areLimited) return true;
    if (!this.#paces.anySpeaks || (this.#round === 0 && this.#passed === 0)) return false;
    return this.#anySpeaks() && this.#servers.some((server) => this.#paces.of(server).isDoubtful);
  }

  #anySpeaks(): boolean {
    return this.#servers.some((server) => this.#paces.of(server).presence.speaks);
  }

  #madeSoFar(): Map<Server, number> {
    return new Map(this.#servers.map((server, n) => [server, this.#round + (n < this.#passed ? 1 : 0)]));
  }

  #nextByLoad(made: Map<Server, number>): PlannedAttempt | undefined {
    const query = this.#query;
    const anySpeaks = this.#anySpeaks();
    const left = this.#servers.filter((server) => {
      if (anySpeaks && this.#paces.of(server).presence.isGone) return false;
      return (made.get(server) ?? 0) < query.settings.tries;
    });
    const server = this.#paces.leastLoaded(left);
    if (server === undefined) {
      this.#round = query.settings.tries;
      this.#passed = 0;
      return this.#nextLastResort();
    }
    const round = made.get(server) ?? 0;
    made.set(server, round + 1);
    const lastInRound = left.length === 1;
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
      if (server.transport !== 'udp' || this.#overTcp?.has(server)) continue;
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
