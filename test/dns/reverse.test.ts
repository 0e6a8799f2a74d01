import nodeDns from 'node:dns';
import { promisify } from 'node:util';
import { firstValueFrom } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import ourDns from '../../src/dns/index.js';
import { reverse$ } from '../../src/dns/reverse.js';
import { Resolver } from '../../src/index.js';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import type { Respond } from '../../src/nameserver/reply.js';
import type { Rcode } from '../../src/records/codes.js';
import { TemporaryFolder } from '../hosts/temporary-folder.js';
import { type Dns, heard, settled } from './both.js';

const zone = `
$TTL 300
1.100.51.198.in-addr.arpa. PTR one.example.
2.100.51.198.in-addr.arpa. PTR one.example.
2.100.51.198.in-addr.arpa. PTR two.example.
2.100.51.198.in-addr.arpa. PTR ONE.example.
3.100.51.198.in-addr.arpa. TXT "no name"
4.100.51.198.in-addr.arpa. CNAME 4.0-127.100.51.198.in-addr.arpa.
4.0-127.100.51.198.in-addr.arpa. PTR four.example.
5.100.51.198.in-addr.arpa. PTR sp\\032ace.example.
5.100.51.198.in-addr.arpa. PTR a\\.b\\\\c\\$\\@\\(\\)\\;\\"\\000\\127\\255%~.example.
5.100.51.198.in-addr.arpa. PTR a_b.example.
6.100.51.198.in-addr.arpa. PTR .
7.100.51.198.in-addr.arpa. CNAME gone.example.
8.100.51.198.in-addr.arpa. CNAME text.example.
text.example. TXT "no name"
1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. PTR six.example.
1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.e.f.ip6.arpa. PTR link.example.
1.0.4.6.3.3.6.c.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa. PTR mapped.example.
`;

const rcodes: ReadonlyMap<string, Rcode> = new Map([
  ['11.100.51.198.in-addr.arpa', 'FORMERR'],
  ['12.100.51.198.in-addr.arpa', 'SERVFAIL'],
  ['13.100.51.198.in-addr.arpa', 'NXDOMAIN'],
  ['14.100.51.198.in-addr.arpa', 'NOTIMP'],
  ['15.100.51.198.in-addr.arpa', 'REFUSED'],
]);

const respond: Respond = ({ name }) => {
  if (name === '17.100.51.198.in-addr.arpa') return { kind: 'drop' };
  const rcode = rcodes.get(name);
  return rcode === undefined ? undefined : { kind: 'answer', rcode };
};

let server: NameServer;
beforeAll(async () => {
  server = await startNameServer({ zone, respond });
});
afterAll(() => server.close());

const resolverOf = (Class: Dns['Resolver'] | Dns['promises']['Resolver']) => {
  const resolver = new Class({ timeout: 300, tries: 1 });
  resolver.setServers([server.address]);
  return resolver;
};

describe('reverse answers as that of node:dns, asked of the same server', () => {
  it.each([
    ['one PTR record', '198.51.100.1'],
    ['several, of which two differ in case alone', '198.51.100.2'],
    ['behind an alias (RFC 2317)', '198.51.100.4'],
    ['names with other octets', '198.51.100.5'],
    ['the root', '198.51.100.6'],
    ['an alias of a name that does not exist', '198.51.100.7'],
    ['an alias of a name without PTR records', '198.51.100.8'],
    ['no such name', '198.51.100.9'],
    ['NXDOMAIN and no SOA', '198.51.100.13'],
    ['IPv6', '2001:db8::1'],
    ['IPv6 written at length', '2001:DB8:0:0::0:0001'],
    ['IPv6 with a zone', 'fe80::1%lo'],
    ['IPv4 in IPv6', '::ffff:198.51.100.1'],
    ['no address', '198.51.100'],
  ])('%s', async (_what, address) => {
    expect(await heard(resolverOf(ourDns.Resolver), 'reverse', address)).toStrictEqual(
      await heard(resolverOf(nodeDns.Resolver), 'reverse', address),
    );
    expect(await settled(resolverOf(ourDns.promises.Resolver), 'reverse', address)).toStrictEqual(
      await settled(resolverOf(nodeDns.promises.Resolver), 'reverse', address),
    );
  });

  it('through util.promisify', async () => {
    const resolver = new ourDns.Resolver();
    resolver.setServers([server.address]);
    const promised = { reverse: promisify(resolver.reverse.bind(resolver)) };
    expect(await settled(promised, 'reverse', '198.51.100.2')).toStrictEqual({
      result: ['one.example', 'two.example', 'ONE.example'],
    });
    expect(await settled(promised, 'reverse', '198.51.100.9')).toMatchObject({
      error: { message: 'getHostByAddr ENOTFOUND 198.51.100.9' },
    });
  });

  it('with the functions of both entries, which ask the servers that were set', async () => {
    const before = ourDns.getServers();
    ourDns.setServers([server.address]);
    expect(await heard(ourDns, 'reverse', '198.51.100.1')).toStrictEqual({ results: [['one.example']] });
    expect(await settled(ourDns.promises, 'reverse', '198.51.100.1')).toStrictEqual({
      result: ['one.example'],
    });
    ourDns.setServers(before);
  });
});

describe('where reverse differs on purpose', () => {
  it.each([
    ['198.51.100.3', 'ENODATA'],
    ['198.51.100.11', 'EFORMERR'],
    ['198.51.100.12', 'ESERVFAIL'],
    ['198.51.100.14', 'ENOTIMP'],
    ['198.51.100.15', 'EREFUSED'],
    ['198.51.100.17', 'ETIMEOUT'],
  ])('the error for %s is the true one, %s: with Node, ENOTFOUND', async (address, code) => {
    const error = { errno: undefined, code, syscall: 'getHostByAddr', hostname: address };
    const outcome = (own: object, message: string) => ({ error: { message, own: Object.entries(own) } });
    expect(await heard(resolverOf(ourDns.Resolver), 'reverse', address)).toMatchObject(
      outcome(error, `getHostByAddr ${code} ${address}`),
    );
    expect(await heard(resolverOf(nodeDns.Resolver), 'reverse', address)).toMatchObject(
      outcome({ ...error, code: 'ENOTFOUND' }, `getHostByAddr ENOTFOUND ${address}`),
    );
  });

  it('a line of the hosts file gives all its names: with Node, all but the first', async () => {
    const hosts =
      '127.0.0.1 localhost local\n2001:db8::1 six\n198.51.100.1 first second\n198.51.100.1 third\n';
    const hostsPath = new TemporaryFolder().write('hosts', hosts);
    await using resolver = new Resolver({ servers: [server.address], hostsPath, lookups: 'fb' });
    const names = (address: string) => firstValueFrom(reverse$(resolver, address));
    const before = server.queryCount;
    expect(await names('127.0.0.1')).toStrictEqual(['localhost', 'local']);
    expect(await names('2001:db8:0::1')).toStrictEqual(['six']);
    expect(await names('198.51.100.1')).toStrictEqual(['first', 'second', 'third']);
    expect(server.queryCount).toBe(before);
  });

  it('and so for 127.0.0.1 in the hosts file of this machine', async () => {
    const before = server.queryCount;
    const reverse = (dns: Dns) => settled(resolverOf(dns.promises.Resolver), 'reverse', '127.0.0.1');
    expect(await reverse(ourDns)).toStrictEqual({ result: expect.arrayContaining(['localhost']) });
    expect(await reverse(nodeDns)).toStrictEqual({ result: expect.not.arrayContaining(['localhost']) });
    expect(server.queryCount).toBe(before);
  });
});
