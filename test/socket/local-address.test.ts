import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Subscription } from 'rxjs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Connect, Connection } from '../../src/socket/connect.js';
import { connectTcp } from '../../src/socket/tcp.js';
import { connectUdp } from '../../src/socket/udp.js';
import { listen } from './peers.js';

interface Listener {
  readonly port: number;
  /** The addresses that it was sent to from. */
  readonly sources: readonly string[];
  stop(): void;
}

async function listenUdp(address: string): Promise<Listener> {
  const sources: string[] = [];
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  socket.on('message', (_octets, from) => sources.push(from.address)).bind(0, address);
  await once(socket, 'listening');
  return { port: socket.address().port, sources, stop: () => socket.close() };
}

async function listenTcp(address: string): Promise<Listener> {
  const sources: string[] = [];
  const server = createServer((socket) => {
    sources.push(socket.remoteAddress ?? '');
    socket.on('error', () => undefined).destroy();
  });
  return { port: await listen(server, address), sources, stop: () => server.close() };
}

const transports: readonly (readonly ['udp' | 'tcp', Connect, (address: string) => Promise<Listener>])[] = [
  ['udp', connectUdp, listenUdp],
  ['tcp', connectTcp, listenTcp],
];
const loopbacks = ['127.0.0.1', '::1'];

describe.each(transports)('%s from an address of this machine', (transport, connect, start) => {
  const listeners: Listener[] = [];
  const subscriptions: Subscription[] = [];
  const listenOn = async (address: string) => {
    const listener = await start(address);
    listeners.push(listener);
    return listener;
  };
  afterEach(() => {
    for (const subscription of subscriptions.splice(0)) subscription.unsubscribe();
    for (const listener of listeners.splice(0)) listener.stop();
  });

  /** Connects and sends; what was heard of the connection. */
  function open(address: string, port: number, localAddress?: string) {
    const heard = { connections: [] as Connection[], errors: [] as unknown[] };
    const error = (reason: unknown) => heard.errors.push(reason);
    const endpoint = { transport, address, port, ...(localAddress !== undefined && { localAddress }) };
    const next = (connection: Connection) => {
      heard.connections.push(connection);
      connection.messages$.subscribe({ error: () => undefined });
      connection.send(Uint8Array.of(0, 1, 2));
    };
    subscriptions.push(connect(endpoint).subscribe({ next, error }));
    return heard;
  }

  it.each(['127.0.0.1', '127.0.0.2', '127.9.8.7'])('%s', async (localAddress) => {
    const { port, sources } = await listenOn('127.0.0.1');
    open('127.0.0.1', port, localAddress);
    await vi.waitFor(() => expect(sources).toStrictEqual([localAddress]));
  });

  it.each(loopbacks)('none: the system chooses, to %s', async (address) => {
    const { port, sources } = await listenOn(address);
    open(address, port);
    await vi.waitFor(() => expect(sources).toStrictEqual([address]));
  });

  it('::1', async () => {
    const { port, sources } = await listenOn('::1');
    open('::1', port, '::1');
    await vi.waitFor(() => expect(sources).toStrictEqual(['::1']));
  });

  it.each([
    ['of another machine', '192.0.2.1'],
    ['of another family', '::1'],
    ['that is none', 'nowhere'],
  ])('%s: an error of the connection', async (_what, localAddress) => {
    const { port, sources } = await listenOn('127.0.0.1');
    const { connections, errors } = open('127.0.0.1', port, localAddress);
    await vi.waitFor(() => expect(errors).toHaveLength(1));
    expect(errors).toStrictEqual([expect.any(Error)]);
    expect(connections).toStrictEqual([]);
    // What comes after the failure would be an uncaught exception of this test.
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(errors).toHaveLength(1);
    expect(sources).toStrictEqual([]);
  });

  it('unsubscribed before it is bound, it never opens', async () => {
    const { port, sources } = await listenOn('127.0.0.1');
    const { connections, errors } = open('127.0.0.1', port, '127.0.0.2');
    for (const subscription of subscriptions.splice(0)) subscription.unsubscribe();
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect([connections, errors, sources]).toStrictEqual([[], [], []]);
  });
});

it('a UDP connection tells the address that it has', async () => {
  const { port, stop } = await listenUdp('127.0.0.1');
  const addresses: (string | undefined)[] = [];
  const endpoint = { transport: 'udp', address: '127.0.0.1', port, localAddress: '127.0.0.2' } as const;
  const subscription = connectUdp(endpoint).subscribe(({ localAddress }) => addresses.push(localAddress));
  await vi.waitFor(() => expect(addresses).toStrictEqual(['127.0.0.2']));
  subscription.unsubscribe();
  stop();
});
