import { createSocket } from 'node:dgram';
import nodeDns from 'node:dns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import ourDns from '../../src/dns/index.js';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import { heard, modules, settled, thrownBy } from './both.js';
import { respond, zone } from './fixture.js';

let server: NameServer;
beforeAll(async () => {
  server = await startNameServer({ zone, origin: 'example', respond });
});
afterAll(() => server.close());

const odd = [1n, Number.NaN, Number.POSITIVE_INFINITY, true, 'x', Symbol('x'), {}, [], null];

describe('the constructor', () => {
  const options = [
    ...[undefined, null, {}, 5, 'text', [], () => 1],
    ...odd.flatMap((value) => [{ timeout: value }, { tries: value }]),
    ...[-2, -1, 0, 1.5, 2 ** 31 - 1, 2 ** 31, 12_345_678_901, -12_345_678_901].flatMap((value) => [
      { timeout: value },
      { tries: value },
    ]),
  ];

  it.each(options.map((given) => [given]))('takes or refuses %o as Node does', (given) => {
    const outcome = (Resolver: object) => thrownBy(() => Reflect.construct(Resolver as never, [given]));
    expect(outcome(ourDns.Resolver)).toStrictEqual(outcome(nodeDns.Resolver));
    expect(outcome(ourDns.promises.Resolver)).toStrictEqual(outcome(nodeDns.promises.Resolver));
  });

  it.each([
    [-1, 'The value of "options.maxTimeout" is out of range. It must be >= 0 && <= 4294967295. Received -1'],
    [2 ** 32, /Received 4294967296$/],
    [0.5, 'The value of "options.maxTimeout" is out of range. It must be an integer. Received 0.5'],
    ['1', 'The "options.maxTimeout" property must be of type number. Received type string (\'1\')'],
  ])('refuses a maxTimeout of %o', (maxTimeout, message) => {
    expect(() => Reflect.construct(ourDns.Resolver as never, [{ maxTimeout }])).toThrow(message);
  });

  it.each([0, 5000, 2 ** 32 - 1])('takes a maxTimeout of %d', async (maxTimeout) => {
    const resolver = new ourDns.promises.Resolver({ maxTimeout });
    resolver.setServers([server.address]);
    expect(await resolver.resolve4('mixed.example')).toStrictEqual(['192.0.2.78']);
  });
});

describe.each(modules)('%s: cancel', (_module, dns) => {
  it('ends every pending query with ECANCELLED, later and once', async () => {
    const resolver = new dns.Resolver();
    resolver.setServers([server.address]);
    const outcomes: unknown[] = [];
    for (const name of ['silent1.example', 'silent2.example'])
      resolver.resolveMx(name, (error) => outcomes.push([error?.code, error?.syscall, error?.message]));
    resolver.cancel();
    resolver.cancel();
    expect(outcomes).toStrictEqual([]);
    expect(await heard(resolver, 'resolve4', 'mixed.example')).toStrictEqual({ results: [['192.0.2.78']] });
    expect(outcomes).toStrictEqual([
      ['ECANCELLED', 'queryMx', 'queryMx ECANCELLED silent1.example'],
      ['ECANCELLED', 'queryMx', 'queryMx ECANCELLED silent2.example'],
    ]);
  });

  it('ends those with Promises, and only those of its resolver', async () => {
    const [resolver, other] = [new dns.promises.Resolver(), new dns.promises.Resolver()];
    for (const each of [resolver, other]) each.setServers([server.address]);
    const cancelled = settled(resolver, 'resolve4', 'silent.example');
    const answered = settled(other, 'resolve4', 'mixed.example');
    resolver.cancel();
    expect(await cancelled).toMatchObject({ error: { message: 'queryA ECANCELLED silent.example' } });
    expect(await answered).toStrictEqual({ result: ['192.0.2.78'] });
  });

  it('ends reverse as well, with callbacks and with Promises', async () => {
    await using silent = await startNameServer({ respond: () => ({ kind: 'drop' }) });
    const [callbacks, promises] = [new dns.Resolver(), new dns.promises.Resolver()];
    for (const each of [callbacks, promises]) each.setServers([silent.address]);
    const outcomes = [heard(callbacks, 'reverse', '192.0.2.1'), settled(promises, 'reverse', '2001:db8::1')];
    // Both are under way.
    while (silent.queryCount < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    callbacks.cancel();
    promises.cancel();
    const error = (address: string) => {
      const own = { errno: undefined, code: 'ECANCELLED', syscall: 'getHostByAddr', hostname: address };
      const message = `getHostByAddr ECANCELLED ${address}`;
      return { error: { message, own: Object.entries(own) } };
    };
    expect(await Promise.all(outcomes)).toMatchObject([error('192.0.2.1'), error('2001:db8::1')]);
  });

  it('does nothing without queries', () => {
    expect(new dns.Resolver().cancel()).toBeUndefined();
  });
});

describe.each(modules)('%s: timeout and tries', (_module, dns) => {
  it('end in ETIMEOUT at a server that listens on UDP alone and says nothing', async () => {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    let asked = 0;
    socket.on('message', () => (asked += 1));
    const resolver = new dns.promises.Resolver({ timeout: 50, tries: 2 });
    resolver.setServers([`127.0.0.1:${socket.address().port}`]);
    await expect(resolver.resolve4('a.example')).rejects.toMatchObject({
      code: 'ETIMEOUT',
      message: 'queryA ETIMEOUT a.example',
    });
    expect(asked).toBe(2);
    socket.close();
  });

  it('a try that went unanswered is followed by another', async () => {
    await using forgetful = await startNameServer({
      zone,
      origin: 'example',
      respond: () => (forgetful.queryCount === 1 ? { kind: 'drop' } : undefined),
    });
    const resolver = new dns.promises.Resolver({ timeout: 50, tries: 3 });
    resolver.setServers([forgetful.address]);
    expect(await resolver.resolve4('mixed.example')).toStrictEqual(['192.0.2.78']);
    expect(forgetful.queryCount).toBe(2);
  });
});

it('asks at most three times, however many tries there are to be (RFC 9520)', async () => {
  const before = server.queries.filter(({ name }) => name === 'silent3.example').length;
  const resolver = new ourDns.promises.Resolver({ timeout: 20, tries: 10, maxTimeout: 20 });
  resolver.setServers([server.address]);
  await expect(resolver.resolve4('silent3.example')).rejects.toMatchObject({ code: 'ETIMEOUT' });
  const asked = server.queries.filter(({ name }) => name === 'silent3.example');
  expect(before).toBe(0);
  expect(asked.filter(({ transport }) => transport === 'udp')).toHaveLength(3);
});

it('asks anew each time: no answer is kept, and no TTL counts down', async () => {
  const resolver = new ourDns.promises.Resolver();
  resolver.setServers([server.address]);
  for (let round = 0; round < 3; round += 1) {
    const [first] = await resolver.resolve4('all.example', { ttl: true });
    expect(first).toStrictEqual({ address: '192.0.2.1', ttl: 120 });
  }
  // By name: what an earlier test gave up on may still arrive.
  expect(server.queries.filter(({ name }) => name === 'all.example')).toHaveLength(3);
});
