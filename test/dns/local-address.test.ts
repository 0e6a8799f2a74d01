import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { decode, encode, TRUNCATED_RESPONSE } from 'dns-packet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import ourDns from '../../src/dns/index.js';
import { Deframer, frame } from '../../src/socket/framing.js';
import { modules } from './both.js';

/** Transport and address of each query that came, in order. */
let senders: string[];
let udp: Socket;
let tcp: Server;
let server: string;

/** Answers every question with 192.0.2.1; over UDP, those that begin with `big` with nothing but TC. */
function reply(message: Uint8Array, transport: 'udp' | 'tcp'): Uint8Array {
  const { id = 0, questions = [] } = decode(Buffer.from(message));
  const name = questions[0]?.name ?? '';
  if (transport === 'udp' && name.startsWith('big'))
    return encode({ type: 'response', id, flags: TRUNCATED_RESPONSE, questions });
  return encode({ type: 'response', id, questions, answers: [{ type: 'A', name, data: '192.0.2.1' }] });
}

/** Opens both; false where the port that is free over UDP is taken over TCP, as by a connection of another test. */
async function listen(): Promise<boolean> {
  udp = createSocket('udp4', (message, { address, port }) => {
    senders.push(`udp ${address}`);
    udp.send(reply(message, 'udp'), port, address);
  });
  tcp = createServer((socket) => {
    const deframer = new Deframer();
    socket.on('data', (octets) =>
      deframer.push(octets, (message) => {
        senders.push(`tcp ${socket.remoteAddress}`);
        socket.write(frame(reply(message, 'tcp')));
      }),
    );
    socket.on('error', () => socket.destroy());
  });
  udp.bind(0, '127.0.0.1');
  await once(udp, 'listening');
  const { port } = udp.address();
  server = `127.0.0.1:${port}`;
  const isFree = await new Promise<boolean>((resolve, reject) => {
    tcp.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    tcp.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (!isFree) udp.close();
  return isFree;
}

beforeEach(async () => {
  senders = [];
  while (!(await listen()));
});

afterEach(() => {
  udp.close();
  tcp.close();
});

describe.each(
  modules.flatMap(([module, dns]) => [
    { entry: module, make: () => new dns.promises.Resolver(), asks: 'promises' },
    { entry: module, make: () => new dns.Resolver(), asks: 'callbacks' },
  ]),
)('$entry, $asks: setLocalAddress', ({ make }) => {
  const start = () => {
    const resolver = make();
    resolver.setServers([server]);
    const ask = (name: string) =>
      new Promise((resolve, reject) => {
        const callback = (error: Error | null, found?: unknown) => (error ? reject(error) : resolve(found));
        const promise: unknown = Reflect.apply(resolver.resolve4, resolver, [name, callback]);
        if (promise instanceof Promise) promise.then(resolve, reject);
      });
    return { resolver, ask };
  };

  it('binds UDP and, after a truncated answer, TCP, when set before the first query', async () => {
    const { resolver, ask } = start();
    resolver.setLocalAddress('127.0.0.2');
    expect(await ask('big.example')).toStrictEqual(['192.0.2.1']);
    expect(senders).toStrictEqual(['udp 127.0.0.2', 'tcp 127.0.0.2']);
  });

  it('binds later queries when set after the first one', async () => {
    const { resolver, ask } = start();
    await ask('first.example');
    resolver.setLocalAddress('127.0.0.2');
    await ask('second.example');
    resolver.setLocalAddress('::1', '127.0.0.3');
    await ask('big.example');
    expect(senders).toStrictEqual(['udp 127.0.0.1', 'udp 127.0.0.2', 'udp 127.0.0.3', 'tcp 127.0.0.3']);
  });

  it('leaves the choice to the system for a family that it is not told', async () => {
    const { resolver, ask } = start();
    resolver.setLocalAddress('127.0.0.2');
    resolver.setLocalAddress('::1');
    await ask('first.example');
    expect(senders).toStrictEqual(['udp 127.0.0.1']);
  });

  it('stays when the servers are set after it, and concerns no other resolver', async () => {
    const { resolver, ask } = start();
    resolver.setLocalAddress('127.0.0.2');
    resolver.setServers([server]);
    await start().ask('other.example');
    await ask('first.example');
    expect(senders).toStrictEqual(['udp 127.0.0.1', 'udp 127.0.0.2']);
  });
});

describe.each(modules)('%s: setLocalAddress to an address that is not of this machine', (_module, dns) => {
  it('fails, and nothing is sent', async () => {
    const resolver = new dns.promises.Resolver({ timeout: 100, tries: 1 });
    resolver.setServers([server]);
    resolver.setLocalAddress('198.51.100.200');
    await expect(resolver.resolve4('first.example')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(senders).toStrictEqual([]);
  });
});

it('concerns TCP connections that are open, too: later queries go over others', async () => {
  const resolver = new ourDns.promises.Resolver();
  resolver.setServers([server]);
  for (const address of ['127.0.0.2', '127.0.0.3']) {
    resolver.setLocalAddress(address);
    await resolver.resolve4('big.example');
  }
  expect(senders).toStrictEqual(['udp 127.0.0.2', 'tcp 127.0.0.2', 'udp 127.0.0.3', 'tcp 127.0.0.3']);
});

it('stays as it was after a mistake, where Node takes the first address nonetheless', async () => {
  for (const [, dns] of modules) {
    const resolver = new dns.promises.Resolver();
    resolver.setServers([server]);
    resolver.setLocalAddress('127.0.0.2');
    expect(() => resolver.setLocalAddress('127.0.0.3', '127.0.0.4')).toThrow(
      'Cannot specify two IPv4 addresses.',
    );
    await resolver.resolve4('first.example');
  }
  expect(senders).toStrictEqual(['udp 127.0.0.3', 'udp 127.0.0.2']);
});
