// What Node's own tests of its module (test/parallel/test-dns*.js) care about, asked of both modules: Node has
// to pass as well, so that the expectations are Node's and not ours.
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { type Answer, decode, encode } from 'dns-packet';
import { afterEach, describe, expect, it } from 'vitest';
import { call, modules } from './both.js';

const open: Socket[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
});

/** A server as test suites write them: UDP alone, no EDNS, one answer for whatever is asked. */
async function startServer(answers: readonly Answer[], onQuery: () => void = () => undefined) {
  const socket = createSocket('udp4');
  open.push(socket);
  socket.on('message', (message, { port, address }) => {
    onQuery();
    const { id = 0, questions = [] } = decode(message);
    if (answers.length === 0) return;
    const named = answers.map((answer) => ({ ...answer, name: questions[0]?.name ?? '' }));
    const reply = encode({ type: 'response', id, questions, answers: named as Answer[] });
    socket.send(reply, port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return `127.0.0.1:${socket.address().port}`;
}

const name = 'example.org';
const answers: readonly Answer[] = [
  { name, type: 'A', data: '1.2.3.4', ttl: 123 },
  { name, type: 'AAAA', data: '::42', ttl: 123 },
  { name, type: 'MX', data: { preference: 42, exchange: 'foobar.com' }, ttl: 124 },
  { name, type: 'NS', data: 'foobar.org', ttl: 457 },
  { name, type: 'TXT', data: ['v=spf1 ~all', 'xyz\0foo'] },
  { name, type: 'PTR', data: 'baz.org', ttl: 987 },
  {
    name,
    type: 'SOA',
    data: {
      mname: 'ns1.example.com',
      rname: 'admin.example.com',
      serial: 156_696_742,
      refresh: 900,
      retry: 900,
      expire: 1800,
      minimum: 60,
    },
  },
  { name, type: 'CAA', data: { flags: 128, issuerCritical: true, tag: 'issue', value: 'platynum.ch' } },
];
const soa = {
  nsname: 'ns1.example.com',
  hostmaster: 'admin.example.com',
  serial: 156_696_742,
  refresh: 900,
  retry: 900,
  expire: 1800,
  minttl: 60,
};

describe.each(modules)('%s', (_module, dns) => {
  const start = async (given: readonly Answer[], onQuery?: () => void) => {
    const address = await startServer(given, onQuery);
    const [callbacks, promises] = [new dns.Resolver(), new dns.promises.Resolver()];
    for (const resolver of [callbacks, promises]) resolver.setServers([address]);
    return { callbacks, promises };
  };

  it('resolveAny gives every record, with the TTLs of addresses', async () => {
    const { callbacks, promises } = await start(answers);
    const expected = [
      { type: 'A', address: '1.2.3.4', ttl: 123 },
      { type: 'AAAA', address: '::42', ttl: 123 },
      { type: 'MX', priority: 42, exchange: 'foobar.com' },
      { type: 'NS', value: 'foobar.org' },
      { type: 'TXT', entries: ['v=spf1 ~all', 'xyz\0foo'] },
      { type: 'PTR', value: 'baz.org' },
      { type: 'SOA', ...soa },
      { type: 'CAA', critical: 128, issue: 'platynum.ch' },
    ];
    expect(await promises.resolveAny(name)).toStrictEqual(expected);
    expect(await promises.resolve(name, 'ANY')).toStrictEqual(expected);
    expect(await promisify(callbacks.resolveAny.bind(callbacks))(name)).toStrictEqual(expected);
  });

  it('resolve4 and resolve6 give TTLs when asked', async () => {
    const { callbacks, promises } = await start(answers);
    expect(await promises.resolve4(name, { ttl: true })).toStrictEqual([{ address: '1.2.3.4', ttl: 123 }]);
    expect(await promises.resolve6(name, { ttl: true })).toStrictEqual([{ address: '::42', ttl: 123 }]);
    expect(await promises.resolve4(name, { ttl: false })).toStrictEqual(['1.2.3.4']);
    expect(await promises.resolve(name)).toStrictEqual(['1.2.3.4']);
    const found = await new Promise((resolve) => {
      callbacks.resolve4(name, { ttl: true }, (error, records) => resolve([error, records]));
    });
    expect(found).toStrictEqual([null, [{ address: '1.2.3.4', ttl: 123 }]]);
  });

  it('the rest give what they are named after', async () => {
    const { promises } = await start(answers);
    expect(await promises.resolveMx(name)).toMatchObject([{ priority: 42, exchange: 'foobar.com' }]);
    expect(await promises.resolveNs(name)).toStrictEqual(['foobar.org']);
    expect(await promises.resolveTxt(name)).toStrictEqual([['v=spf1 ~all', 'xyz\0foo']]);
    expect(await promises.resolvePtr(name)).toStrictEqual(['baz.org']);
    expect(await promises.resolveSoa(name)).toMatchObject(soa);
    expect(await promises.resolveCaa(name)).toMatchObject([{ critical: 128, issue: 'platynum.ch' }]);
    expect(await promises.resolveSrv(name)).toStrictEqual([]);
  });

  it('resolvers with other servers get other answers at the same time', async () => {
    const first = await start([{ name, type: 'A', data: '1.2.3.4' }]);
    const second = await start([{ name, type: 'A', data: '5.6.7.8' }]);
    const asked = [first, second].map(({ promises }) => promises.resolve4(name));
    expect(await Promise.all(asked)).toStrictEqual([['1.2.3.4'], ['5.6.7.8']]);
  });

  it('a query is cancelled with a code, a syscall and a name', async () => {
    let queries = 0;
    const { callbacks } = await start([], () => {
      queries += 1;
      callbacks.cancel();
    });
    const error = await new Promise((resolve) => callbacks.resolve4(name, resolve));
    expect(error).toMatchObject({ code: 'ECANCELLED', syscall: 'queryA', hostname: name });
    expect(queries).toBe(1);
  });

  it('queries with Promises are cancelled one and all', async () => {
    const { promises } = await start([]);
    const pending = ['a', 'b', 'c'].map((label) => promises.resolve4(`${label}.${name}`));
    promises.cancel();
    for (const outcome of await Promise.allSettled(pending))
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: dns.CANCELLED } });
  });

  it('silence is an error after the timeout, and well before the default one', async () => {
    const address = await startServer([]);
    const resolver = new dns.promises.Resolver({ timeout: 120, tries: 1 });
    resolver.setServers([address]);
    const began = performance.now();
    await expect(resolver.resolve4(name)).rejects.toMatchObject({ code: dns.TIMEOUT, hostname: name });
    const elapsed = performance.now() - began;
    expect(elapsed).toBeGreaterThan(110);
    expect(elapsed).toBeLessThan(1800);
  });

  it.each([
    [
      ['4.4.4.4:53', '[2001:4860:4860::8888]:53'],
      ['4.4.4.4', '2001:4860:4860::8888'],
    ],
    [
      ['103.238.225.181:666', '[fe80::483a:5aff:fee6:1f04]:666', '[fe80::483a:5aff:fee6:1f04]'],
      ['103.238.225.181:666', '[fe80::483a:5aff:fee6:1f04]:666', 'fe80::483a:5aff:fee6:1f04'],
    ],
    [[], []],
  ])('the servers %o read back', (given, expected) => {
    const before = dns.getServers();
    dns.setServers(given);
    expect(dns.getServers()).toStrictEqual(expected);
    expect(dns.promises.getServers()).toStrictEqual(expected);
    dns.setServers(before);
  });

  it.each([
    ' ',
    '\n',
    '\0',
    '111111111111',
    'foobar',
    '127.0.0.1:va',
    ':'.repeat(100_000),
    '['.repeat(100_000),
  ])('the server %j.. is refused, and the old ones stay', (server) => {
    const before = dns.getServers();
    const error = {
      name: 'TypeError',
      code: 'ERR_INVALID_IP_ADDRESS',
      message: `Invalid IP address: ${server}`,
    };
    expect(() => dns.setServers([server])).toThrow(expect.objectContaining(error));
    expect(dns.getServers()).toStrictEqual(before);
  });

  it.each(['', null, undefined, 0, Number.NaN])('lookup takes %o for no host', async (host) => {
    expect(await call(dns.promises, 'lookup', host)).toStrictEqual({ address: null, family: 4 });
    expect(await call(dns.promises, 'lookup', host, { family: 6, hints: dns.ADDRCONFIG })).toStrictEqual({
      address: null,
      family: 6,
    });
    expect(await call(dns.promises, 'lookup', host, { all: true })).toStrictEqual([]);
  });

  it('lookup knows an address when it sees one', async () => {
    const { lookup } = dns.promises;
    expect(await lookup('127.0.0.1', { family: 6 })).toStrictEqual({ address: '127.0.0.1', family: 4 });
    expect(await lookup('::1', { all: true })).toStrictEqual([{ address: '::1', family: 6 }]);
    expect(await promisify(dns.lookup)('::1')).toStrictEqual({ address: '::1', family: 6 });
  });

  it('lookup refuses hints that are none, wrong families and wrong options', () => {
    const hints = (dns.V4MAPPED | dns.ADDRCONFIG | dns.ALL) + 1;
    const wrong = { code: 'ERR_INVALID_ARG_VALUE', name: 'TypeError' };
    for (const options of [{ hints }, { family: 20 }, 20]) {
      expect(() => call(dns.promises, 'lookup', name, options)).toThrow(expect.objectContaining(wrong));
      expect(() => call(dns, 'lookup', name, options, () => undefined)).toThrow(
        expect.objectContaining(wrong),
      );
    }
  });

  it('the default order of results is one of three, and shared with the Promises', () => {
    expect(dns.getDefaultResultOrder()).toBe('verbatim');
    for (const order of ['ipv4first', 'ipv6first', 'verbatim'] as const) {
      dns.setDefaultResultOrder(order);
      expect(dns.promises.getDefaultResultOrder()).toBe(order);
    }
    for (const wrong of ['my_order', '', {}, [], 0.1, 1n, undefined])
      expect(() => call(dns, 'setDefaultResultOrder', wrong)).toThrow(
        expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE' }),
      );
    expect(dns.getDefaultResultOrder()).toBe('verbatim');
  });
});
