import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { DnsResponse } from '../src/observables/exchange.js';
import { Resolver } from '../src/resolver.js';
import { countSockets, settled } from './nameserver/open-sockets.js';
import { CountingConnect, type PortNotingServer, startPortNotingServer } from './port-counting.js';

let server: PortNotingServer | undefined;
afterEach(() => server?.[Symbol.asyncDispose]());

/** A server that answers once it has got so many queries, and a resolver that asks nobody twice. */
async function start(hold: number, limit?: number) {
  const before = await settled(countSockets);
  server = await startPortNotingServer(hold);
  const counting = new CountingConnect(limit);
  const { connect } = counting;
  const options = { servers: [server.address], timeout: 60_000, cache: false, connect } as const;
  return { before, counting, ports: server.ports, resolver: new Resolver(options) };
}

/** So many questions as fast as the server's receive buffer can take them. */
async function askMany(resolver: Resolver, count: number): Promise<readonly DnsResponse[]> {
  const asked: Promise<DnsResponse>[] = [];
  for (let n = 0; n < count; n += 1) {
    asked.push(resolver.response(`n${n}.example`, 'A'));
    if (n % 16 === 15) await setImmediate();
  }
  return Promise.all(asked);
}

/** How many queries came from each port, the most first. */
function perPort(ports: readonly number[]): readonly number[] {
  const counts = new Map<number, number>();
  for (const port of ports) counts.set(port, (counts.get(port) ?? 0) + 1);
  return [...counts.values()].sort((left, right) => right - left);
}

describe('at a low rate', () => {
  it('every query leaves from a port of its own, and one socket is open at a time', async () => {
    const { before, counting, ports, resolver } = await start(0);
    for (let n = 0; n < 40; n += 1) await resolver.response(`n${n}.example`, 'A');
    expect(counting).toMatchObject({ most: 1, opened: 40, open: 0, mostUses: 1 });
    // The kernel may give a port again that was closed; it rarely does.
    expect(perPort(ports).length).toBeGreaterThan(35);
    await resolver.close();
    expect((await settled(countSockets)) - before).toBe(1);
  });

  it('queries at the same time leave from different ports', async () => {
    const { counting, ports, resolver } = await start(100);
    await askMany(resolver, 100);
    expect(perPort(ports)).toStrictEqual(Array<number>(100).fill(1));
    expect(counting).toMatchObject({ most: 100, open: 0 });
    await resolver.close();
  });
});

describe('3,000 queries without an answer', () => {
  it('take 512 sockets, are all answered, and leave none behind', async () => {
    const { before, counting, ports, resolver } = await start(3000);
    const responses = await askMany(resolver, 3000);
    expect(responses.every(({ attempts }) => attempts.length === 1)).toBe(true);
    expect(responses.length).toBe(3000);
    const counts = perPort(ports);
    expect(counts.length).toBe(512);
    expect(counts[0]).toBeLessThanOrEqual(128);
    // At random among those open: none has all of them, as the last or the first would have.
    expect(counts[0]).toBeLessThan(40);
    expect(counting.most).toBe(512);
    await resolver.close();
    expect(counting.open).toBe(0);
    expect((await settled(countSockets)) - before).toBe(1);
  });
});

describe('without a descriptor for more than 4 sockets', () => {
  it('512 queries fill the open ones with 128 each, and are all answered', async () => {
    const { counting, ports, resolver } = await start(512, 4);
    const responses = await askMany(resolver, 512);
    expect(responses.every(({ rcode }) => rcode === 'NOERROR')).toBe(true);
    expect(perPort(ports)).toStrictEqual([128, 128, 128, 128]);
    // One finds out, and the others know.
    expect(counting).toMatchObject({ most: 4, mostOutstanding: 128, refused: 1 });
    await resolver.close();
    expect(counting.open).toBe(0);
  });

  it.each([20, 700])(
    '%i queries need one attempt each: what finds no socket waits for an open one',
    async (count) => {
      const { counting, resolver } = await start(Math.min(count, 512), 4);
      const responses = await askMany(resolver, count);
      const trails = responses.map(({ attempts }) => attempts.map(({ outcome }) => outcome).join(' '));
      expect(trails).toStrictEqual(Array<string>(count).fill('NOERROR'));
      expect(counting.most).toBe(4);
      await resolver.close();
      expect(counting.open).toBe(0);
    },
  );

  it('not even for one, a query fails with the code of the system', async () => {
    const { resolver } = await start(1, 0);
    const outcome = await resolver.outcome('a.example', 'A');
    expect(outcome.status).toBe('CONNREFUSED');
    expect(outcome.attempts.map(({ outcome: code }) => code)).toStrictEqual(['EMFILE', 'EMFILE', 'EMFILE']);
    await resolver.close();
  });

  it('sockets are opened again once there is room', async () => {
    const { counting, ports, resolver } = await start(20, 4);
    await askMany(resolver, 20);
    const used = ports.length;
    counting.limit = Number.POSITIVE_INFINITY;
    // All at once, so that none is answered before the last is sent.
    await Promise.all(Array.from({ length: 10 }, (_, n) => resolver.response(`later${n}.example`, 'A')));
    expect(perPort(ports.slice(used))).toStrictEqual(Array<number>(10).fill(1));
    expect(counting).toMatchObject({ opened: 14, refused: 1, open: 0 });
    await resolver.close();
  });
});
