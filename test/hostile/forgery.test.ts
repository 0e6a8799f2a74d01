import { Resolver as NodeResolver } from 'node:dns/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DnsResponse } from '../../src/observables/exchange.js';
import { Resolver } from '../../src/resolver.js';
import { forgedHeaders } from './forged-headers.js';
import { forgedRecords } from './forged-records.js';
import type { Forgery } from './forgery.js';
import { goodAddress } from './good-reply.js';
import { type HostileServer, startHostileServer } from './hostile-server.js';
import { lying } from './octets.js';
import { asIs, type Step, send } from './script.js';

const forgeries: readonly Forgery[] = [...forgedHeaders, ...forgedRecords];
/** Over TCP nobody but the server can send. */
const overStream = forgeries.filter(({ from }) => from === undefined);

let server: HostileServer;
beforeAll(async () => {
  server = await startHostileServer();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  console.log(`hostile messages: ${forgeries.length} over UDP, ${overStream.length} over TCP`);
});

const names = new Map(forgeries.map(({ what }, n) => [what, n]));

function nameOf({ what }: Forgery, use: string): string {
  return `n${names.get(what)}.${use}.hostile.test`;
}

function forged({ message, from }: Forgery): Step {
  return send(lying(message), from);
}

function addressRecord(name: string) {
  return { name, type: 'A', class: 'IN', ttl: 60, address: goodAddress };
}

function outcomes({ attempts }: DnsResponse): readonly string[] {
  return attempts.map(({ transport, outcome }) => `${transport} ${outcome}`);
}

describe('a message that is no answer neither ends nor alters a query over UDP', () => {
  it.each(forgeries)('$what', async (forgery) => {
    const name = nameOf(forgery, 'udp');
    server.play(name, { udp: [[forged(forgery), send()]] });
    await using resolver = new Resolver({ servers: [server.address] });
    const response = await resolver.response(name, 'A');
    expect(response.answers).toStrictEqual([addressRecord(name)]);
    expect(outcomes(response)).toStrictEqual(['udp NOERROR']);
    expect(server.queriesFor(name)).toHaveLength(1);
  });
});

describe('a message that is no answer ends its TCP connection, and the query is asked again', () => {
  it.each(overStream)('$what', async (forgery) => {
    const name = nameOf(forgery, 'tcp');
    server.play(name, { tcp: [[forged(forgery), send()], [send()]] });
    await using resolver = new Resolver({ servers: [server.address], useTcp: true });
    const response = await resolver.response(name, 'A');
    expect(response.answers).toStrictEqual([addressRecord(name)]);
    expect(outcomes(response)).toStrictEqual(['tcp EBADRESP', 'tcp NOERROR']);
    const [first, second, third] = server.queriesFor(name);
    expect(second?.connection).not.toBe(first?.connection);
    expect(third).toBeUndefined();
  });
});

describe('more than 16 of them', () => {
  const flood = (count: number) => overStream.slice(0, count).map(forged);

  it('16, and the query still waits', async () => {
    server.play('sixteen.hostile.test', { udp: [[...flood(16), send()]] });
    await using resolver = new Resolver({ servers: [server.address] });
    const { answers, transport } = await resolver.response('sixteen.hostile.test', 'A');
    expect(transport).toBe('udp');
    expect(answers).toStrictEqual([addressRecord('sixteen.hostile.test')]);
    expect(server.queriesFor('sixteen.hostile.test')).toHaveLength(1);
  });

  it('17, and it asks over TCP', async () => {
    server.play('flood.hostile.test', { udp: [[...flood(17), send()]] });
    await using resolver = new Resolver({ servers: [server.address] });
    const { answers, transport } = await resolver.response('flood.hostile.test', 'A');
    expect(transport).toBe('tcp');
    expect(answers).toStrictEqual([addressRecord('flood.hostile.test')]);
    expect(server.queriesFor('flood.hostile.test').map((seen) => seen.transport)).toStrictEqual([
      'udp',
      'tcp',
    ]);
  });

  it('a thousand that the kernel drops count for nothing', async () => {
    const elsewhere = Array.from({ length: 1000 }, () => send(lying(asIs), 'other port'));
    server.play('thousand.hostile.test', { udp: [[...elsewhere, send()]] });
    await using resolver = new Resolver({ servers: [server.address] });
    const { transport } = await resolver.response('thousand.hostile.test', 'A');
    expect(transport).toBe('udp');
    expect(server.queriesFor('thousand.hostile.test')).toHaveLength(1);
  });
});

describe('for comparison', () => {
  it('there are as many cases as were written', () => {
    expect(names.size).toBe(forgeries.length);
    expect(forgeries.length).toBeGreaterThanOrEqual(90);
    expect(overStream.length).toBeGreaterThanOrEqual(88);
  });

  it('node:dns meets the same messages', async () => {
    const results = await Promise.all(forgeries.map((forgery) => askNode(forgery)));
    const count = (wanted: string) => results.filter((result) => result === wanted).length;
    expect(results).toHaveLength(forgeries.length);
    console.log(
      `node:dns on the same messages over UDP: ${count('error')} errors, ${count('wrong')} wrong answers, ` +
        `${count('asked again')} right after asking again, ${count('right')} right`,
    );
  });
});

/** What node:dns makes of a forgery: printed, for this is no test of Node. */
async function askNode(forgery: Forgery): Promise<'error' | 'wrong' | 'asked again' | 'right'> {
  const name = nameOf(forgery, 'node');
  server.play(name, { udp: [[forged(forgery), send()]] });
  const resolver = new NodeResolver({ timeout: 300, tries: 2 });
  resolver.setServers([server.address]);
  try {
    const addresses = await resolver.resolve4(name);
    if (addresses.length !== 1 || addresses[0] !== goodAddress) return 'wrong';
    return server.queriesFor(name).length === 1 ? 'right' : 'asked again';
  } catch {
    return 'error';
  }
}
