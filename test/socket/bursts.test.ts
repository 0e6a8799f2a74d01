import { setTimeout as sleep } from 'node:timers/promises';
import type { Subscription } from 'rxjs';
import { expect, it } from 'vitest';
import { startNameServer } from '../../src/nameserver/index.js';
import { Resolver } from '../../src/resolver.js';
import { startStoppedServer } from './stopped-server.js';

/** Asks for so many names at once; nobody minds what comes. */
function askMany(resolver: Resolver, count: number, prefix: string): readonly Subscription[] {
  return Array.from({ length: count }, (_, n) =>
    resolver.outcome$(`${prefix}${n}.bursts.test`, 'A').subscribe({ error: () => undefined }),
  );
}

/** How many of 1,000 queries arrive at a server that reads nothing for 20 ms, after which they are cancelled. */
async function countBurst(): Promise<{ readonly elapsed: number; readonly arrived: number }> {
  await using server = await startStoppedServer('burst');
  await using resolver = new Resolver({ servers: [server.address], timeout: 10_000, cache: false });
  // Beyond the budget of ports: to open sockets takes longer than the time in question.
  await Promise.all(Array.from({ length: 2000 }, (_, n) => resolver.outcome(`warm${n}.bursts.test`, 'A')));
  server.stop();
  const start = performance.now();
  const asked = askMany(resolver, 1000, 'burst');
  await sleep(20);
  for (const one of asked) one.unsubscribe();
  const elapsed = performance.now() - start;
  return { elapsed, arrived: await server.countQueries() };
}

it('of 1,000 queries at once, 256 arrive at most while the server is busy, and its buffer loses none of them', async () => {
  let burst = await countBurst();
  // More are let in after 50 ms: a machine that took so long has shown nothing.
  for (let tries = 1; burst.elapsed >= 50 && tries < 20; tries += 1) burst = await countBurst();
  expect(burst.elapsed).toBeLessThan(50);
  expect(burst.arrived % 64).toBe(0);
  expect(burst.arrived).toBeGreaterThan(0);
  expect(burst.arrived).toBeLessThanOrEqual(256);
}, 120_000);

it.each([
  ['UDP', 50, {}],
  // As many as leave together, and no more.
  ['TCP', 10, { useTcp: true }],
])(
  'what is cancelled in the tick in which it was asked, among others, never arrives over %s',
  async (_what, count, options) => {
    const wildcard = { name: '*.bursts.test', type: 'A', address: '192.0.2.1' } as const;
    await using server = await startNameServer({ records: [wildcard], origin: 'bursts.test' });
    const { address } = server;
    await using resolver = new Resolver({ servers: [address], timeout: 10_000, cache: false, ...options });
    await resolver.query('first.bursts.test', 'A');
    const before = server.queryCount;
    askMany(resolver, 10, 'other');
    const asked = Array.from({ length: count }, (_, n) => {
      const cancelled = askMany(resolver, 1, `cancelled${n}-`);
      return { cancelled, answer: resolver.query(`kept${n}.bursts.test`, 'A') };
    });
    for (const { cancelled } of asked) for (const one of cancelled) one.unsubscribe();
    const answers = await Promise.all(asked.map(({ answer }) => answer));
    expect(answers.every(([record]) => record?.address === '192.0.2.1')).toBe(true);
    await sleep(50);
    expect(server.queryCount - before).toBe(count + 10);
  },
  30_000,
);
