// `lookup` and `lookupService` down to the wire. They ask the servers of this machine, so that these tests hand
// them a resolver with others.
import { ALL, V4MAPPED } from 'node:dns';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { callbackLookup } from '../../src/dns/callback-lookup.js';
import { promiseLookup } from '../../src/dns/promises/promise-lookup.js';
import { Resolver } from '../../src/index.js';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import type { Rcode } from '../../src/records/codes.js';
import { TemporaryFolder } from '../hosts/temporary-folder.js';
import { heard, settled } from './both.js';

const zone = `
$TTL 300
both.example. A 192.0.2.1
both.example. AAAA 2001:db8::1
four.example. A 192.0.2.4
six.example. AAAA 2001:db8::6
alias.example. CNAME four.example.
text.example. TXT "no address"
1.2.0.192.in-addr.arpa. PTR first.example.
1.2.0.192.in-addr.arpa. PTR second.example.
`;

const failures: ReadonlyMap<string, Rcode> = new Map([
  ['servfail.example', 'SERVFAIL'],
  ['refused.example', 'REFUSED'],
  ['12.2.0.192.in-addr.arpa', 'SERVFAIL'],
]);

let server: NameServer;
beforeAll(async () => {
  server = await startNameServer({
    zone,
    respond: ({ name }) => {
      const rcode = failures.get(name);
      return rcode === undefined ? undefined : { kind: 'answer', rcode };
    },
  });
});
afterAll(() => server.close());

function start() {
  const folder = new TemporaryFolder();
  const hosts = '192.0.2.77 file.example alias\n2001:db8::77 file.example\n192.0.2.78 only4\n';
  const resolver = new Resolver({
    servers: [server.address],
    hostsPath: folder.write('hosts', hosts),
    servicesPath: folder.write('services', 'odd 4711/tcp\nother 4711/udp\n'),
    domains: [],
    lookups: 'fb',
    cache: false,
    tries: 1,
    timeout: 300,
  });
  onTestFinished(() => resolver.close());
  return { callbacks: callbackLookup(() => resolver), promises: promiseLookup(() => resolver) };
}

const one = (address: string, family: 4 | 6) => [{ address, family }];
const both = [...one('192.0.2.1', 4), ...one('2001:db8::1', 6)];
const mapped = one('::ffff:192.0.2.4', 6);

describe('lookup', () => {
  it.each<[string, object, readonly unknown[]]>([
    ['both.example', { order: 'ipv4first' }, both],
    ['both.example', { order: 'ipv6first' }, both.toReversed()],
    ['both.example', { family: 4 }, one('192.0.2.1', 4)],
    ['both.example', { family: 6 }, one('2001:db8::1', 6)],
    ['BOTH.example.', { family: 'IPv6' }, one('2001:db8::1', 6)],
    ['both.example', { family: 6, hints: V4MAPPED }, one('2001:db8::1', 6)],
    ['four.example', { family: 6, hints: V4MAPPED }, mapped],
    ['four.example', { family: 6, hints: V4MAPPED | ALL }, mapped],
    ['four.example', { family: 4, hints: V4MAPPED | ALL }, one('192.0.2.4', 4)],
    ['alias.example', {}, one('192.0.2.4', 4)],
    ['six.example', {}, one('2001:db8::6', 6)],
    ['FILE.example', { order: 'ipv4first' }, [...one('192.0.2.77', 4), ...one('2001:db8::77', 6)]],
    ['alias', {}, one('192.0.2.77', 4)],
  ])('%s with %o', async (host, options, found) => {
    const { callbacks, promises } = start();
    const { address, family } = Object(found[0]);
    expect(await heard(callbacks, 'lookup', host, { ...options, all: true })).toStrictEqual({
      results: [found],
    });
    expect(await heard(callbacks, 'lookup', host, options)).toStrictEqual({ results: [address, family] });
    const number = 'family' in options && options.family === 'IPv6' ? { family: 6 } : {};
    expect(await settled(promises, 'lookup', host, { ...options, ...number })).toStrictEqual({
      result: { address, family },
    });
  });

  it('of both families with the hints V4MAPPED and ALL gives IPv4 addresses as IPv6 ones, too', async () => {
    const options = { family: 6, hints: V4MAPPED | ALL, all: true };
    const { result } = Object(await settled(start().promises, 'lookup', 'both.example', options));
    const expected = [...one('2001:db8::1', 6), ...one('::ffff:192.0.2.1', 6)];
    expect(new Set(result)).toStrictEqual(new Set(expected));
  });

  it.each([
    ['none.example', {}, 'ENOTFOUND', -3008],
    ['text.example', {}, 'ENOTFOUND', -3008],
    ['four.example', { family: 6 }, 'ENOTFOUND', -3008],
    ['only4', { family: 6 }, 'ENOTFOUND', -3008],
    ['a..example', {}, 'ENOTFOUND', -3008],
    ['servfail.example', {}, 'EAI_AGAIN', -3001],
    ['refused.example', {}, 'EAI_AGAIN', -3001],
  ])('%s with %o fails: %s', async (host, options, code, errno) => {
    const { callbacks, promises } = start();
    const own = Object.entries({ errno, code, syscall: 'getaddrinfo', hostname: host });
    const error = { message: `getaddrinfo ${code} ${host}`, own };
    expect(await heard(callbacks, 'lookup', host, options)).toMatchObject({ error });
    expect(await settled(promises, 'lookup', host, options)).toMatchObject({ error });
  });
});

describe('lookupService', () => {
  it.each([
    ['192.0.2.1', 4711, 'first.example', 'odd'],
    ['192.0.2.1', 4712, 'first.example', '4712'],
    ['192.0.2.77', 4711, 'file.example', 'odd'],
    ['2001:db8::77', 0, 'file.example', '0'],
  ])('%s and port %d', async (address, port, hostname, service) => {
    const { callbacks, promises } = start();
    expect(await heard(callbacks, 'lookupService', address, port)).toStrictEqual({
      results: [hostname, service],
    });
    const promised = { lookupService: promisify(callbacks.lookupService) };
    for (const target of [promises, promised])
      expect(await settled(target, 'lookupService', address, port)).toStrictEqual({
        result: { hostname, service },
      });
  });

  it.each([
    ['192.0.2.9', 'ENOTFOUND', -3008],
    ['192.0.2.12', 'EAI_AGAIN', -3001],
  ])('%s has no name: %s', async (address, code, errno) => {
    const { callbacks, promises } = start();
    const own = Object.entries({ errno, code, syscall: 'getnameinfo', hostname: address });
    const error = { message: `getnameinfo ${code} ${address}`, own };
    expect(await heard(callbacks, 'lookupService', address, 80)).toMatchObject({ error });
    expect(await settled(promises, 'lookupService', address, 80)).toMatchObject({ error });
  });
});
