import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createConnection, createServer, type Socket as TcpSocket } from 'node:net';
import { decodeMessage, type Message } from '../../src/records/message.js';
import type { Transport } from '../../src/socket/connect.js';

/** A message that went through the relay. */
export interface PassedMessage {
  readonly transport: Transport;
  readonly from: 'resolver' | 'server';
  readonly message: Message;
}

/** Stands between a resolver and a server, changes nothing and writes down what passes. */
export interface RecordingRelay {
  /** `127.0.0.1:PORT`, the same port for UDP and TCP. */
  readonly address: string;
  /** The server that queries go to from now on, `127.0.0.1:PORT`. */
  upstream: string;
  /** Gives what has passed since the last call, in order. */
  takeMessages(): readonly PassedMessage[];
  /** Closes every socket. */
  stop(): Promise<void>;
}

/** Starts a relay to this server on a free port of 127.0.0.1. */
export async function startRelay(upstream: string): Promise<RecordingRelay> {
  const sockets = new Set<UdpSocket | TcpSocket>();
  let passed: PassedMessage[] = [];
  const record: Recorder = (transport, from, octets) =>
    passed.push({ transport, from, message: decodeMessage(octets) });

  const streams = createServer((near) => passStream(near, relay.upstream, sockets, record));
  const datagrams = createSocket('udp4');
  const relay: RecordingRelay = {
    address: await listen(streams, datagrams),
    upstream,
    takeMessages() {
      const taken = passed;
      passed = [];
      return taken;
    },
    async stop() {
      for (const socket of sockets) 'destroy' in socket ? socket.destroy() : socket.close();
      datagrams.close();
      streams.close();
      await once(streams, 'close');
    },
  };
  datagrams.on('message', (query, { port }) => {
    record('udp', 'resolver', query);
    const [host = '', serverPort = ''] = relay.upstream.split(':');
    const far = createSocket('udp4');
    sockets.add(far);
    far.connect(Number(serverPort), host, () => far.send(query));
    far.on('message', (response) => {
      record('udp', 'server', response);
      datagrams.send(response, port, '127.0.0.1');
    });
  });
  return relay;
}

type Recorder = (transport: Transport, from: PassedMessage['from'], octets: Buffer) => void;

async function listen(streams: ReturnType<typeof createServer>, datagrams: UdpSocket): Promise<string> {
  streams.listen(0, '127.0.0.1');
  await once(streams, 'listening');
  const address = streams.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP listener has a port');
  datagrams.bind(address.port, '127.0.0.1');
  await once(datagrams, 'listening');
  return `127.0.0.1:${address.port}`;
}

function passStream(
  near: TcpSocket,
  upstream: string,
  sockets: Set<UdpSocket | TcpSocket>,
  record: Recorder,
): void {
  const [host = '', port = ''] = upstream.split(':');
  const far = createConnection(Number(port), host);
  for (const [source, target, from] of [
    [near, far, 'resolver'],
    [far, near, 'server'],
  ] as const) {
    sockets.add(source);
    let unread = Buffer.alloc(0);
    source.on('data', (chunk) => {
      unread = Buffer.concat([unread, chunk]);
      while (unread.length >= 2 && unread.length >= 2 + unread.readUInt16BE(0)) {
        const end = 2 + unread.readUInt16BE(0);
        record('tcp', from, unread.subarray(2, end));
        unread = unread.subarray(end);
      }
      target.write(chunk);
    });
    source.on('error', () => target.destroy());
    source.on('close', () => target.end());
  }
}
