import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DnsError } from '../src/errors.js';
import type { ResolverOptions } from '../src/options.js';
import { Resolver } from '../src/resolver.js';

/** Notes who asks over what, and never answers over UDP; closes connections. */
interface Witness {
  readonly address: string;
  readonly sources: string[];
  stop(): void;
}

async function startWitness(): Promise<Witness> {
  const sources: string[] = [];
  const socket = createSocket('udp4').on('message', (_octets, from) => sources.push(`udp ${from.address}`));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  const server = createServer((connection) => {
    sources.push(`tcp ${connection.remoteAddress}`);
    connection.on('error', () => undefined).destroy();
  });
  const stop = () => {
    socket.close();
    server.close();
  };
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    // Somebody else has the port over TCP.
    stop();
    return await startWitness();
  }
  return { address: `127.0.0.1:${port}`, sources, stop };
}

describe('localAddress', () => {
  let witness: Witness;
  const resolvers: Resolver[] = [];
  beforeEach(async () => {
    witness = await startWitness();
  });
  afterEach(async () => {
    await Promise.all(resolvers.splice(0).map((resolver) => resolver.close()));
    witness.stop();
  });

  /** One attempt over UDP, and one over TCP. */
  function makeResolver(options: ResolverOptions): Resolver {
    const resolver = new Resolver({ servers: [witness.address], tries: 1, timeout: 30, ...options });
    resolvers.push(resolver);
    return resolver;
  }

  async function fail(resolver: Resolver): Promise<unknown> {
    return await resolver.query('a.example', 'A').catch((error: unknown) => error);
  }

  it.each<[what: string, localAddress: ResolverOptions['localAddress'], source: string]>([
    ['none', undefined, '127.0.0.1'],
    ['text', '127.0.0.2', '127.0.0.2'],
    ['by family', { ipv4: '127.0.0.3', ipv6: '::1' }, '127.0.0.3'],
    ['the other family only', '::1', '127.0.0.1'],
  ])('%s: over UDP and TCP', async (_what, localAddress, source) => {
    await fail(makeResolver({ localAddress }));
    expect(witness.sources).toStrictEqual([`udp ${source}`, `tcp ${source}`]);
  });

  it('over TCP from the start', async () => {
    await fail(makeResolver({ localAddress: '127.0.0.2', useTcp: true }));
    expect(new Set(witness.sources)).toStrictEqual(new Set(['tcp 127.0.0.2']));
  });

  it('of a query with servers of its own', async () => {
    const resolver = makeResolver({ servers: [], localAddress: '127.0.0.2' });
    await resolver.query('a.example', 'A', { servers: [witness.address] }).catch(() => undefined);
    expect(witness.sources).toStrictEqual(['udp 127.0.0.2', 'tcp 127.0.0.2']);
  });

  it('set later is for the next query, and so is none', async () => {
    const resolver = makeResolver({});
    await fail(resolver);
    resolver.localAddress = '127.0.0.2';
    expect(resolver.localAddress).toStrictEqual({ ipv4: '127.0.0.2' });
    await fail(resolver);
    resolver.localAddress = { ipv4: '127.0.0.3' };
    await fail(resolver);
    resolver.localAddress = {};
    await fail(resolver);
    expect(witness.sources.filter((source) => source.startsWith('udp'))).toStrictEqual([
      'udp 127.0.0.1',
      'udp 127.0.0.2',
      'udp 127.0.0.3',
      'udp 127.0.0.1',
    ]);
  });

  it('set before servers are, and before and after each other', async () => {
    const resolver = makeResolver({ servers: [] });
    resolver.localAddress = '127.0.0.2';
    resolver.servers = [witness.address];
    await fail(resolver);
    expect(witness.sources).toStrictEqual(['udp 127.0.0.2', 'tcp 127.0.0.2']);
  });

  it('of another machine is an error of the query', async () => {
    const error = await fail(makeResolver({ localAddress: '192.0.2.1' }));
    expect(error).toBeInstanceOf(DnsError);
    expect(error).toMatchObject({ code: 'ECONNREFUSED', attempts: [{ outcome: 'EADDRNOTAVAIL' }] });
    expect(witness.sources).toStrictEqual([]);
  });
});
