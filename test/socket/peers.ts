import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createSecureServer } from 'node:http2';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Connect, Endpoint } from '../../src/socket/connect.js';
import { Deframer, frame } from '../../src/socket/framing.js';
import { secureTransports } from '../../src/socket/secure.js';
import { connectTcp } from '../../src/socket/tcp.js';
import { connectUdp } from '../../src/socket/udp.js';
import { fakeNetwork } from '../../src/testing/fake-network.js';
import { certificates } from '../secure/certificates.js';
import { socketServices } from './system-sockets.js';

/** The other end of connections. */
export interface Peer {
  readonly connect: Connect;
  readonly endpoint: Endpoint;
  /** What it was sent, in order. */
  readonly received: readonly Uint8Array[];
  /** Connections to it that are open. */
  countOpen(): Promise<number>;
  stop(): void;
}

/** A `Connect` under test: its peers send each message back as often as they are told, numbered from 1. */
export interface Wire {
  readonly what: string;
  /** How often its peers can send a message back. */
  readonly mostEchoes: number;
  start(echoes: number): Promise<Peer>;
  /** A peer that refuses what it is sent. */
  refuse(): Promise<Pick<Peer, 'connect' | 'endpoint'>>;
}

/** The octets of a message that came back: the fourth one is a number. */
export function numbered(message: Uint8Array, number: number): Uint8Array {
  const copy = new Uint8Array(message);
  copy[3] = number;
  return copy;
}

/** A message but for its id, which has no meaning over HTTPS. */
export function withoutId(message: Uint8Array): Uint8Array {
  return message.subarray(2);
}

export const wires: readonly Wire[] = [
  { what: 'UDP', mostEchoes: 3, start: startUdp, refuse: () => refuse(startUdp) },
  { what: 'TCP', mostEchoes: 3, start: startTcp, refuse: () => refuse(startTcp) },
  { what: 'TLS', mostEchoes: 3, start: startTls, refuse: () => refuse(startTls) },
  { what: 'HTTPS', mostEchoes: 1, start: startHttps, refuse: () => refuse(startHttps) },
  { what: 'fake UDP', mostEchoes: 3, start: (n) => startFake('udp', n), refuse: () => refuseFake('udp') },
  { what: 'fake TCP', mostEchoes: 3, start: (n) => startFake('tcp', n), refuse: () => refuseFake('tcp') },
];

function echo(message: Uint8Array, echoes: number): readonly Uint8Array[] {
  return Array.from({ length: echoes }, (_, n) => numbered(message, n + 1));
}

async function startUdp(echoes: number): Promise<Peer> {
  const received: Uint8Array[] = [];
  const socket = createSocket('udp4').on('message', (message, from) => {
    received.push(new Uint8Array(message));
    for (const reply of echo(message, echoes)) socket.send(reply, from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const handles = () => process.getActiveResourcesInfo().filter((name) => name === 'UDPWrap').length;
  // Handles that were closed a moment ago count until the next turn.
  await new Promise((resolve) => setTimeout(resolve, 5));
  const before = handles();
  return {
    connect: connectUdp,
    endpoint: { transport: 'udp', address: '127.0.0.1', port: socket.address().port },
    received,
    countOpen: () => Promise.resolve(handles() - before),
    stop: () => socket.close(),
  };
}

async function startTcp(echoes: number): Promise<Peer> {
  const received: Uint8Array[] = [];
  const server = createServer((socket) => echoFrames(socket, echoes, received));
  const { port, countOpen, stop } = await startCounting(server);
  return {
    connect: connectTcp,
    endpoint: { transport: 'tcp', address: '127.0.0.1', port },
    received,
    countOpen,
    stop,
  };
}

async function startTls(echoes: number): Promise<Peer> {
  const received: Uint8Array[] = [];
  const { ca, ...identity } = await certificates('127.0.0.1');
  const server = createTlsServer(identity, (socket) => echoFrames(socket, echoes, received));
  const { port, countOpen, stop } = await startCounting(server);
  return {
    connect: secureTransports({ ca }, socketServices).tls,
    endpoint: { transport: 'tls', address: '127.0.0.1', port },
    received,
    countOpen,
    stop,
  };
}

async function startHttps(echoes: number): Promise<Peer> {
  const received: Uint8Array[] = [];
  const { ca, ...identity } = await certificates('127.0.0.1');
  const server = createSecureServer(identity);
  server.on('stream', (stream) => {
    const chunks: Uint8Array[] = [];
    stream.on('error', () => undefined).on('data', (chunk: Uint8Array) => chunks.push(chunk));
    stream.on('end', () => {
      const message = new Uint8Array(Buffer.concat(chunks));
      received.push(message);
      if (echoes === 0) return;
      stream.respond({ 'content-type': 'application/dns-message' });
      stream.end(numbered(message, 1));
    });
  });
  const { port, countOpen, stop } = await startCounting(server);
  return {
    connect: secureTransports({ ca }, socketServices).https,
    endpoint: { transport: 'https', address: '127.0.0.1', port, path: '/dns-query' },
    received,
    countOpen,
    stop,
  };
}

function echoFrames(socket: Socket, echoes: number, received: Uint8Array[]): void {
  const deframer = new Deframer();
  socket
    .on('error', () => undefined)
    .on('data', (chunk) =>
      deframer.push(chunk, (message) => {
        received.push(message);
        for (const reply of echo(message, echoes)) socket.write(frame(reply));
      }),
    );
}

/** Starts a server on loopback that knows how many connections to it are open. */
async function startCounting(
  server: Server,
): Promise<Pick<Peer, 'countOpen' | 'stop'> & { readonly port: number }> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => open.delete(socket));
  });
  return {
    port: await listen(server),
    countOpen: () => Promise.resolve(open.size),
    stop: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

/** Starts a server on a free port of loopback, and tells which. */
export async function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  server.listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

/** An endpoint where nobody listens any more. */
async function refuse(start: (echoes: number) => Promise<Peer>): Promise<Peer> {
  const peer = await start(0);
  peer.stop();
  return peer;
}

function startFake(transport: 'udp' | 'tcp', echoes: number): Promise<Peer> {
  const letters = 'abcdef'.slice(0, echoes);
  const script = echoes === 0 ? '' : `(${letters})`;
  const replies = Object.fromEntries(
    [...letters].map((letter, n) => [
      letter,
      ({ octets }: { readonly octets: Uint8Array }) => numbered(octets, n + 1),
    ]),
  );
  const network = fakeNetwork().answer({}, script, replies);
  return Promise.resolve({
    connect: network.connect,
    endpoint: { transport, address: '192.0.2.1', port: 53 },
    get received() {
      return network.sent.map(({ octets }) => octets);
    },
    countOpen: () => Promise.resolve(network.connections.filter(({ closed }) => closed === undefined).length),
    stop: () => undefined,
  });
}

function refuseFake(transport: 'udp' | 'tcp'): Promise<Pick<Peer, 'connect' | 'endpoint'>> {
  const network = fakeNetwork().answer({}, '#');
  if (transport === 'tcp') network.accept({}, '#');
  return Promise.resolve({
    connect: network.connect,
    endpoint: { transport, address: '192.0.2.1', port: 53 },
  });
}
