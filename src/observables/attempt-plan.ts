import type { Transport } from '../socket/connect.js';
import type { Query, Server, ServerQuery } from './exchange.js';
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

/**
 * The attempts of a query in order: the rounds of each server's own transport, then, after mere silence, one
 * over TCP.
 *
 * `isSilent` is asked when those rounds are over, `wasOverTcp` of each server: a truncated response may have led
 * there already.
 */
export function* planAttempts(
  query: Query,
  servers: readonly Server[],
  isSilent: () => boolean,
  wasOverTcp: (server: Server) => boolean,
): Generator<PlannedAttempt, undefined> {
  const { useTcp, tries } = query.settings;
  for (let round = 0; round < tries; round += 1) {
    for (const server of servers) {
      const lastInRound = server === servers.at(-1);
      yield {
        query: toServer(query, server, ownTransport(query, server)),
        round,
        lastInRound,
        lastResort: false,
      };
    }
  }
  if (useTcp || !isSilent()) return;
  for (const server of servers) {
    if (server.transport !== 'udp' || wasOverTcp(server)) continue;
    yield { query: toServer(query, server, 'tcp'), round: 0, lastInRound: true, lastResort: true };
  }
}

/** The transport that a server is asked over: its own, unless the query wants TCP in place of UDP. */
export function ownTransport({ settings }: Query, { transport }: Server): Transport {
  return settings.useTcp && transport === 'udp' ? 'tcp' : transport;
}
