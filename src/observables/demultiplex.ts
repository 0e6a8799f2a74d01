import { ChannelPool, type ChannelServices } from './channel-pool.js';
import type { Exchange, ServerQuery } from './exchange.js';
import { Single } from './single.js';
import { WireQuery, type WireServices } from './wire-query.js';

/** The bottom of the stages: sends queries and matches what comes back to those outstanding. */
export interface Demultiplexer {
  readonly exchange: Exchange<ServerQuery>;
  /** Closes every connection at once. */
  close(): void;
}

/** Makes a {@link Demultiplexer}; connections are opened when a query needs them. */
export function demultiplex(services: ChannelServices & WireServices): Demultiplexer {
  const pools = new Map<string, ChannelPool>();
  const poolFor = ({ server, transport }: ServerQuery): ChannelPool => {
    const { address, port, localAddress } = server;
    const key = `${transport} ${server.text} ${localAddress ?? ''}`;
    let pool = pools.get(key);
    if (pool === undefined) {
      const from = localAddress === undefined ? {} : { localAddress };
      const endpoint = { transport, address, port, ...from };
      pool = new ChannelPool(server, endpoint, services, () => pools.delete(key));
      pools.set(key, pool);
    }
    return pool;
  };
  return {
    exchange: (query) => new Single((observer) => new WireQuery(query, poolFor, services, observer)),
    close: () => {
      for (const pool of pools.values()) pool.close();
    },
  };
}
