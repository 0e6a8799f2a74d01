import { firstValueFrom, toArray } from 'rxjs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import { queryEach } from '../../src/observables/query-each.js';
import { Resolver } from '../../src/resolver.js';
import { startLossyRelay } from './lossy-relay.js';

const hosts = Array.from({ length: 2000 }, (_, n) => ({
  name: `host${n}.relay.test`,
  address: `10.0.${n >> 8}.${n & 0xff}`,
}));

let server: NameServer;
beforeAll(async () => {
  const records = hosts.map(({ name, address }) => ({ name, type: 'A', address }) as const);
  server = await startNameServer({ records, origin: 'relay.test' });
});
afterAll(() => server.close());

/** What was answered, without how long it took. */
interface Answered {
  readonly name: string;
  readonly status: string;
  readonly addresses: readonly string[];
}

const expected: readonly Answered[] = hosts.map(({ name, address }) => ({
  name,
  status: 'NOERROR',
  addresses: [address],
}));

it('2,000 names are all answered rightly through loss, duplication, reordering and corruption', async () => {
  const losses = { loss: 10, duplication: 5, reordering: 5, corruption: 1, seed: 20_130 };
  await using relay = await startLossyRelay(server.port, losses);
  await using resolver = new Resolver({ servers: [relay.address], cache: false });
  const names = expected.map(({ name }) => name);
  const outcomes = await firstValueFrom(
    queryEach.from(resolver, names, 'A', { concurrency: 100 }).pipe(toArray()),
  );
  const answered: Answered[] = [];
  for (const { index, name, status, records } of outcomes)
    answered[index] = { name, status, addresses: records.map(({ address }) => address) };
  expect(answered).toStrictEqual(expected);
  // The relay did what it was told to, and the queries show it.
  const { counts } = relay;
  const sent = counts.passed + counts.lost;
  expect(counts.lost / sent).toBeGreaterThan(0.07);
  expect(counts.duplicated / sent).toBeGreaterThan(0.03);
  expect(counts.reordered / sent).toBeGreaterThan(0.03);
  expect(counts.corrupted / sent).toBeGreaterThan(0.005);
  expect(outcomes.filter(({ attempts }) => attempts.length > 1).length).toBeGreaterThan(250);
}, 60_000);

it('a network that loses every datagram leaves TCP', async () => {
  await using relay = await startLossyRelay(server.port, { loss: 100 });
  await using resolver = new Resolver({ servers: [relay.address], timeout: 30 });
  const { transport, attempts } = await resolver.response('host7.relay.test', 'A');
  expect(transport).toBe('tcp');
  expect(attempts).toHaveLength(4);
  expect(relay.counts).toStrictEqual({ passed: 0, lost: 3, duplicated: 0, reordered: 0, corrupted: 0 });
});

it('a slow network delays, and nothing else', async () => {
  await using relay = await startLossyRelay(server.port, { delay: 60 });
  await using resolver = new Resolver({ servers: [relay.address] });
  const { elapsed, attempts } = await resolver.response('host7.relay.test', 'A');
  expect(elapsed).toBeGreaterThanOrEqual(115);
  expect(attempts).toHaveLength(1);
});
