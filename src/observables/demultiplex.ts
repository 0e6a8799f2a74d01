import { Observable, type SchedulerLike, type Subscriber } from 'rxjs';
import { DnsError } from '../errors.js';
import { extendedErrors } from '../records/edns.js';
import type { Message } from '../records/message.js';
import { encodeQuery } from '../records/query.js';
import type { DropReason } from './accept.js';
import { badFrame, connectionEnded, type Outstanding } from './channel.js';
import { ChannelPool, type ChannelServices } from './channel-pool.js';
import type { DnsResponse, Exchange, ServerQuery } from './exchange.js';

/** Messages that do not fit, after which a query over UDP is given up: somebody forges. */
const maxDropped = 16;
/** What ended a query that somebody answered with forged messages. */
const flooded = Symbol('flooded');

/** The bottom of the stages: sends queries and matches what comes back to those outstanding. */
export interface Demultiplexer {
  readonly exchange: Exchange<ServerQuery>;
  /** Closes every connection at once. */
  close(): void;
}

/** Makes a {@link Demultiplexer}; connections are opened when a query needs them. */
export function demultiplex(services: ChannelServices): Demultiplexer {
  const pools = new Map<string, ChannelPool>();
  const poolFor = ({ server, transport }: ServerQuery): ChannelPool => {
    const key = `${transport} ${server.text}`;
    let pool = pools.get(key);
    if (pool === undefined) {
      pool = new ChannelPool({ transport, address: server.address, port: server.port }, services);
      pools.set(key, pool);
    }
    return pool;
  };
  return {
    exchange: (query) =>
      new Observable((subscriber) => {
        const entry = new WireQuery(query, subscriber, services.scheduler);
        subscriber.add(poolFor(query).send(entry));
      }),
    close: () => {
      for (const pool of pools.values()) pool.close();
    },
  };
}

/** A query on the wire, and the subscriber that waits for its response. */
class WireQuery implements Outstanding {
  readonly query: ServerQuery;
  readonly #subscriber: Subscriber<DnsResponse>;
  readonly #scheduler: SchedulerLike;
  readonly #sentAt: number;
  #dropped = 0;

  constructor(query: ServerQuery, subscriber: Subscriber<DnsResponse>, scheduler: SchedulerLike) {
    this.query = query;
    this.#subscriber = subscriber;
    this.#scheduler = scheduler;
    this.#sentAt = scheduler.now();
  }

  encode(id: number): Uint8Array {
    const { octets, recurse, checkingDisabled, dnssec, edns, ednsOptions } = this.query;
    if (edns === false) return encodeQuery({ id, question: octets, recurse, checkingDisabled });
    const opt = { version: 0, payloadSize: edns.payloadSize, dnssecOk: dnssec, options: ednsOptions };
    return encodeQuery({ id, question: octets, recurse, checkingDisabled, edns: opt });
  }

  onResponse(message: Message, size: number): void {
    const elapsed = this.#scheduler.now() - this.#sentAt;
    this.#subscriber.next(describe(message, size, elapsed, this.query));
    this.#subscriber.complete();
  }

  onFailure(cause: unknown): void {
    this.#subscriber.error(connectionError(cause, this.query));
  }

  onDrop(_reason: DropReason): void {
    this.#dropped += 1;
    if (this.#dropped > maxDropped) this.onFailure(flooded);
  }
}

function describe(message: Message, size: number, elapsed: number, query: ServerQuery): DnsResponse {
  const { transport } = query;
  const server = query.server.text;
  const attempts = [{ server, transport, elapsed, outcome: message.rcode }];
  const response = { ...message, server, transport, elapsed, size, cached: false, attempts };
  const errors = extendedErrors(message.edns);
  return errors.length === 0 ? response : { ...response, extendedErrors: errors };
}

/** What ended a connection, by the code c-ares gives it; the operating system's own error is the cause. */
function connectionError(cause: unknown, { server }: ServerQuery): DnsError {
  if (cause === badFrame) return new DnsError('EBADRESP', `${server.text} sent a malformed response`);
  if (cause === flooded) return new DnsError('EBADRESP', `too many wrong messages as if from ${server.text}`);
  if (cause === connectionEnded) return new DnsError('EOF', `${server.text} closed the connection`);
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new DnsError('ECONNREFUSED', `no connection to ${server.text}: ${reason}`, { cause });
}
