import type { Transport } from '../socket/connect.js';
import { ChannelPool, type ChannelServices } from './channel-pool.js';
import type { Exchange, Server, ServerQuery } from './exchange.js';
import { OptSource } from './opt-source.js';
import { Pipelinings } from './pipelining.js';
import { exchangeOf } from './single.js';
import { type PoolSource, WireQuery, type WireServices } from './wire-query.js';

/** The bottom of the stages: sends queries and matches what comes back to those outstanding. */
export interface Demultiplexer {
  readonly exchange: Exchange<ServerQuery>;
  /** Closes every connection at once. */
  close(): void;
}

/** Makes a {@link Demultiplexer}; connections are opened when a query needs them. */
export function demultiplex(shared: Shared): Demultiplexer {
  const pipelinings = new Pipelinings(shared.scheduler);
  const services = { ...shared, opts: new OptSource(shared.cookies), pipelinings };
  const pools = new Pools(services);
  return {
    exchange: exchangeOf((query, observer) => new WireQuery(query, pools, services, observer)),
    close: () => pools.close(),
  };
}

type Shared = Omit<ChannelServices, 'pipelinings'> & Omit<WireServices, 'opts'>;

/** The pools of connections, by server and transport. */
class Pools implements PoolSource {
  readonly #services: ChannelServices;
  /** Of one server there are few: a list does better than a key that would be put together for each query. */
  readonly #pools = new Map<string, readonly ChannelPool[]>();

  constructor(services: ChannelServices) {
    this.#services = services;
  }

  poolFor({ server, transport }: ServerQuery): ChannelPool {
    const { text, localAddress } = server;
    const pools = this.#pools.get(text) ?? [];
    for (const pool of pools) if (pool.serves(transport, localAddress)) return pool;
    const pool = this.#makePool(server, transport);
    this.#pools.set(text, [...pools, pool]);
    return pool;
  }

  close(): void {
    for (const pools of this.#pools.values()) for (const pool of pools) pool.close();
  }

  #makePool(server: Server, transport: Transport): ChannelPool {
    const { text, address, port, localAddress, host, path } = server;
    const from = localAddress === undefined ? {} : { localAddress };
    const name = host === undefined ? {} : { host };
    const place = path === undefined ? {} : { path };
    const endpoint = { transport, address, port, ...from, ...name, ...place };
    const pool = new ChannelPool(server, endpoint, this.#services, () => {
      const others = this.#pools.get(text)?.filter((other) => other !== pool) ?? [];
      if (others.length > 0) this.#pools.set(text, others);
      else this.#pools.delete(text);
    });
    return pool;
  }
}
