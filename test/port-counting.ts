import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { Observable } from 'rxjs';
import { finalize, map, tap } from 'rxjs/operators';
import type { Connect, Connection } from '../src/socket/connect.js';
import { systemSockets } from './socket/system-sockets.js';

/** A UDP server that answers NOERROR, and notes the port that each query came from and its transaction id. */
export interface PortNotingServer extends AsyncDisposable {
  readonly address: string;
  /** The source port of each query, in order. */
  readonly ports: readonly number[];
  /** The transaction id of each query, in order. */
  readonly ids: readonly number[];
}

/** Starts it on loopback; it answers nothing before it has got `hold` queries, and then all of them. */
export async function startPortNotingServer(hold = 0): Promise<PortNotingServer> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
  const ports: number[] = [];
  const ids: number[] = [];
  const held: (() => void)[] = [];
  socket.on('message', (octets, { port, address }) => {
    ports.push(port);
    ids.push(octets.readUInt16BE(0));
    const response = octets.slice();
    response[2] = 0x80 | (response[2] ?? 0);
    held.push(() => socket.send(response, port, address));
    if (ports.length >= hold) for (const answer of held.splice(0)) answer();
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    ports,
    ids,
    [Symbol.asyncDispose]: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}

/** Real connections, counted; beyond so many open ones the system has no descriptor left. */
export class CountingConnect {
  /** Connections that the system has descriptors for. */
  limit: number;
  /** Connections open now, at most, and in all; those refused. */
  open = 0;
  most = 0;
  opened = 0;
  refused = 0;
  /** Queries without a response on one connection, at most. */
  mostOutstanding = 0;
  /** Queries on one connection in all, at most. */
  mostUses = 0;

  constructor(limit = Number.POSITIVE_INFINITY) {
    this.limit = limit;
  }

  readonly connect: Connect = (endpoint) =>
    new Observable<Connection>((subscriber) => {
      if (this.open >= this.limit) {
        this.refused += 1;
        subscriber.error(Object.assign(new Error('bind EMFILE 0.0.0.0'), { code: 'EMFILE' }));
        return;
      }
      this.open += 1;
      this.opened += 1;
      this.most = Math.max(this.most, this.open);
      const connection$ = systemSockets(endpoint).pipe(
        map((connection) => this.#count(connection)),
        finalize(() => {
          this.open -= 1;
        }),
      );
      subscriber.add(connection$.subscribe(subscriber));
    });

  #count(connection: Connection): Connection {
    let uses = 0;
    let outstanding = 0;
    return {
      ...connection,
      messages$: connection.messages$.pipe(
        tap(() => {
          outstanding -= 1;
        }),
      ),
      send: (message) => {
        uses += 1;
        outstanding += 1;
        this.mostUses = Math.max(this.mostUses, uses);
        this.mostOutstanding = Math.max(this.mostOutstanding, outstanding);
        connection.send(message);
      },
    };
  }
}
