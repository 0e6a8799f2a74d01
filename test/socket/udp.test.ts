import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { firstValueFrom, type Subscription } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Connection, Endpoint } from '../../src/socket/connect.js';
import { connectUdp } from '../../src/socket/udp.js';

/** A connection with what it received, and the port it has. */
interface Opened {
  readonly subscription: Subscription;
  readonly connection: Connection;
  readonly messages: readonly Uint8Array[];
  readonly port: number;
}

async function bind(address: string, port = 0): Promise<Socket> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  socket.bind(port, address);
  await once(socket, 'listening');
  return socket;
}

describe.each([
  ['127.0.0.1', '0.0.0.0'],
  ['::1', '::'],
])('UDP to %s', (address, wildcard) => {
  let peer: Socket;
  let endpoint: Endpoint;
  const opened: Subscription[] = [];

  beforeEach(async () => {
    peer = await bind(address);
    endpoint = { transport: 'udp', address, port: peer.address().port };
  });
  afterEach(() => {
    for (const subscription of opened.splice(0)) subscription.unsubscribe();
    peer.close();
  });

  async function open(): Promise<Opened> {
    const messages: Uint8Array[] = [];
    const asked = once(peer, 'message');
    const { promise, resolve } = withResolvers<Connection>();
    const ignore = () => undefined;
    const next = (connection: Connection) => {
      connection.messages$.subscribe({
        next: (message) => messages.push(new Uint8Array(message)),
        error: ignore,
      });
      connection.send(Uint8Array.of(1));
      resolve(connection);
    };
    const subscription = connectUdp(endpoint).subscribe({ next, error: ignore });
    opened.push(subscription);
    const [, from]: unknown[] = await asked;
    return { subscription, connection: await promise, messages, port: portOf(from) };
  }

  it('does not deliver datagrams from another port', async () => {
    const { messages, port } = await open();
    const stranger = await bind(address);
    await send(stranger, 66, port, address).catch(() => undefined);
    await send(peer, 2, port, address);
    await vi.waitFor(() => expect(messages).toStrictEqual([Uint8Array.of(2)]));
    stranger.close();
  });

  it('delivers an empty datagram', async () => {
    const { messages, port } = await open();
    peer.send(new Uint8Array(), port, address);
    await vi.waitFor(() => expect(messages).toStrictEqual([new Uint8Array()]));
  });

  it('sends an empty datagram', async () => {
    const { connection } = await open();
    const asked = once(peer, 'message');
    connection.send(new Uint8Array());
    const [message]: unknown[] = await asked;
    expect(message).toStrictEqual(Buffer.alloc(0));
  });

  it('delivers the largest datagram whole', async () => {
    const { messages, port } = await open();
    const large = new Uint8Array(65_507).fill(7);
    peer.send(large, port, address);
    await vi.waitFor(() => expect(messages).toStrictEqual([large]));
  });

  it('reports a message that is too large as an error', async () => {
    const heard = vi.fn();
    const subscription = connectUdp(endpoint).subscribe({
      next: (connection) => connection.send(new Uint8Array(70_000)),
      error: heard,
    });
    opened.push(subscription);
    await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce());
    expect(heard).toHaveBeenCalledWith(expect.objectContaining({ code: 'EMSGSIZE' }));
  });

  it('reports one that is too large behind one that is not', async () => {
    const heard = vi.fn();
    const subscription = connectUdp(endpoint).subscribe({
      next: (connection) => {
        connection.send(new Uint8Array(40));
        connection.send(new Uint8Array(70_000));
      },
      error: heard,
    });
    opened.push(subscription);
    await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce());
    expect(heard).toHaveBeenCalledWith(expect.objectContaining({ code: 'EMSGSIZE' }));
  });

  it('tells whoever listens to the messages of a refusal', async () => {
    const { port, connection, subscription } = await open();
    expect(port).toBeGreaterThan(0);
    const heard = vi.fn();
    connection.messages$.subscribe({ error: heard });
    peer.close();
    connection.send(Uint8Array.of(2));
    await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce());
    expect(heard).toHaveBeenCalledWith(expect.objectContaining({ code: 'ECONNREFUSED' }));
    expect(subscription.closed).toBe(true);
    peer = await bind(address);
  });

  it('uses a fresh port for each subscription', async () => {
    const ports = new Set<number>();
    for (let n = 0; n < 5; n += 1) ports.add((await open()).port);
    expect(ports.size).toBe(5);
  });

  it('gives its port back in the tick of the unsubscription', async () => {
    const { port, subscription } = await open();
    await expect(bind(wildcard, port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    subscription.unsubscribe();
    const again = bind(wildcard, port);
    await expect(again).resolves.toBeDefined();
    (await again).close();
  });
});

it('errors for an address that is none, without a look-up', async () => {
  const connection$ = connectUdp({ transport: 'udp', address: 'localhost', port: 53 });
  await expect(firstValueFrom(connection$)).rejects.toBeInstanceOf(Error);
});

it.each([0, 65_536])('errors for port %i', async (port) => {
  const connection$ = connectUdp({ transport: 'udp', address: '127.0.0.1', port });
  await expect(firstValueFrom(connection$)).rejects.toMatchObject({ code: 'ERR_SOCKET_BAD_PORT' });
});

function send(socket: Socket, octet: number, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(Uint8Array.of(octet), port, address, (error) => (error === null ? resolve() : reject(error)));
  });
}

function portOf(from: unknown): number {
  if (typeof from !== 'object' || from === null || !('port' in from)) return 0;
  return typeof from.port === 'number' ? from.port : 0;
}

function withResolvers<T>(): { readonly promise: Promise<T>; resolve(value: T): void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}
