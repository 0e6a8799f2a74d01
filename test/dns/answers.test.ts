import nodeDns from 'node:dns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import ourDns from '../../src/dns/index.js';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import { type Dns, heard, settled } from './both.js';
import { respond, zone } from './fixture.js';

let server: NameServer;
beforeAll(async () => {
  server = await startNameServer({ zone, origin: 'example', respond });
});
afterAll(() => server.close());

const types = ['A', 'AAAA', 'Any', 'Caa', 'Cname', 'Mx', 'Naptr', 'Ns', 'Ptr', 'Soa', 'Srv', 'Txt'];
const methods = types.map((type) => `resolve${type.replace(/^A$/, '4').replace('AAAA', '6')}`);
const everyType = (name: string) => methods.map((method) => [method, name] as const);
const everyWord = (name: string) => types.map((type) => ['resolve', name, type.toUpperCase()] as const);

/** Method, name, and options or a type. */
const questions: readonly (readonly [string, string, unknown?])[] = [
  ...everyType('all.example'),
  ...everyType('example'),
  ...everyType('alias.example'),
  ...everyType('four.example'),
  ...everyType('six.example'),
  ...everyType('hinfo.example'),
  ...everyType('lost.example'),
  ...everyType('none.example'),
  ...everyType('a b.example'),
  ...everyType('a..example'),
  ...everyWord('all.example'),
  ...everyWord('example'),
  ...['resolve4', 'resolve6', 'resolveAny', 'resolveMx', 'resolveTxt'].flatMap((method) =>
    [{ ttl: true }, { ttl: false }, {}, { ttl: 1 }, null, true].map(
      (options) => [method, 'all.example', options] as const,
    ),
  ),
  ['resolve4', 'alias.example', { ttl: true }],
  ['resolve6', 'alias.example', { ttl: true }],
  ['resolveCname', 'two-names.example'],
  ['resolveMx', 'nullmx.example'],
  ['resolveTxt', 'octets.example'],
  ['resolveTxt', 'utf.example'],
  ['resolveAny', 'octets.example'],
  ['resolveAny', 'odd.example'],
  ['resolvePtr', 'odd.example'],
  ['resolve4', ''],
  ['resolve4', '.'],
  ['resolve4', 'all.example.'],
  ['resolve4', 'ALL.Example'],
  ['resolve4', 'mixed.example'],
  ['resolve4', 'münchen.example'],
  ['resolve4', 'MÜNCHEN.example'],
  ['resolve4', 'münchen。example'],
  ['resolve4', 'nix-münchen.example'],
  ['resolve4', 'xn--mnchen-3ya.example'],
  ['resolve4', 'ü%.example'],
  ['resolve4', 'ü..example'],
  ['resolve4', 'a\\.b.example'],
  ['resolve4', 'sp\\032ace.example'],
  ['resolve4', '\\097ll.example'],
  ['resolve4', 'a\\'],
  ['resolve4', 'a\\256.example'],
  ['resolve4', 'a/b*_-.example'],
  ['resolve4', '*.example'],
  ['resolve4', '-.example'],
  ['resolve4', 'a@b.example'],
  ['resolve4', 'a:b.example'],
  ['resolve4', 'a%b.example'],
  ['resolve4', 'a\tb.example'],
  ['resolve4', '.example'],
  ['resolve4', 'example..'],
  ['resolve4', '::1'],
  ['resolve6', '::1'],
  ['resolve4', `${'x'.repeat(63)}.example`],
  ['resolve4', `${'x'.repeat(64)}.example`],
  ['resolve4', `${`${'x'.repeat(60)}.`.repeat(5)}example`],
  ['resolve4', 'empty.example'],
  ['resolveMx', 'rcode-formerr.example'],
  ['resolveMx', 'rcode-servfail.example'],
  ['resolveMx', 'rcode-nxdomain.example'],
  ['resolveMx', 'rcode-notimp.example'],
  ['resolveMx', 'rcode-refused.example'],
  ['resolveMx', 'elsewhere.test'],
];
/** An alias of a name without an SOA: see below. */
const soaOfOthers = ['alias.example', 'four.example', 'six.example', 'hinfo.example'];
const table = questions
  .filter(([method, name]) => method !== 'resolveSoa' || !soaOfOthers.includes(name))
  .map(([method, name, ...rest]) => ({ method, name, rest }));

const resolverOf = (Resolver: Dns['Resolver'] | Dns['promises']['Resolver']) => {
  const resolver = new Resolver({ timeout: 1000, tries: 2 });
  resolver.setServers([server.address]);
  return resolver;
};

describe('a Resolver answers as that of node:dns, asked of the same server', () => {
  it.each(table)('$method $name $rest', async ({ method, name, rest }) => {
    const expected = await heard(resolverOf(nodeDns.Resolver), method, name, ...rest);
    const actual = await heard(resolverOf(ourDns.Resolver), method, name, ...rest);
    expect(actual).toStrictEqual(asNode20(method, rest, expected));
    expect(keys(actual)).toStrictEqual(keys(asNode20(method, rest, expected)));
  });
});

describe('a Resolver with Promises answers as that of node:dns/promises, asked of the same server', () => {
  it.each(table)('$method $name $rest', async ({ method, name, rest }) => {
    const expected = await settled(resolverOf(nodeDns.promises.Resolver), method, name, ...rest);
    const actual = await settled(resolverOf(ourDns.promises.Resolver), method, name, ...rest);
    expect(actual).toStrictEqual(asNode20(method, rest, expected));
  });
});

describe('resolveTlsa', () => {
  const record = { certUsage: 3, selector: 1, match: 2, data: Uint8Array.of(0, 1, 2, 3).buffer };

  it('gives the record with its data as an ArrayBuffer, as later versions of Node 22 have it', async () => {
    const resolver = resolverOf(ourDns.Resolver);
    expect(await heard(resolver, 'resolveTlsa', 'tlsa.example')).toStrictEqual({ results: [[record]] });
    expect(await heard(resolver, 'resolve', 'tlsa.example', 'TLSA')).toStrictEqual({ results: [[record]] });
  });

  it('gives it with Promises, and in resolveAny', async () => {
    const resolver = resolverOf(ourDns.promises.Resolver);
    expect(await settled(resolver, 'resolveTlsa', 'tlsa.example')).toStrictEqual({ result: [record] });
    const any = await settled(resolver, 'resolveAny', 'tlsa.example');
    expect(any).toStrictEqual({ result: [{ ...record, type: 'TLSA' }] });
  });

  it('fails as the others do', async () => {
    const resolver = resolverOf(ourDns.Resolver);
    expect(await heard(resolver, 'resolveTlsa', 'none.example')).toMatchObject({
      error: { message: 'queryTlsa ENOTFOUND none.example' },
    });
  });
});

describe('where the answers differ on purpose', () => {
  it('records of other names are not taken', async () => {
    const liar = await startNameServer({
      respond: () => ({ kind: 'answer', answers: [{ name: 'other.test', type: 'A', address: '192.0.2.9' }] }),
    });
    const [node, ours] = [new nodeDns.promises.Resolver(), new ourDns.promises.Resolver()];
    for (const resolver of [node, ours]) resolver.setServers([liar.address]);
    expect(await node.resolve4('name.test')).toStrictEqual(['192.0.2.9']);
    await expect(ours.resolve4('name.test')).rejects.toMatchObject({ code: 'ENODATA' });
    await liar.close();
  });

  it('an RRset with several TTLs counts with the least', async () => {
    const records = [10, 20].map((ttl) => ({
      name: 'a.test',
      type: 'A' as const,
      address: '192.0.2.9',
      ttl,
    }));
    const uneven = await startNameServer({ respond: () => ({ kind: 'answer', answers: records }) });
    const [node, ours] = [new nodeDns.promises.Resolver(), new ourDns.promises.Resolver()];
    for (const resolver of [node, ours]) resolver.setServers([uneven.address]);
    const ttls = (found: readonly { readonly ttl: number }[]) => found.map(({ ttl }) => ttl);
    expect(ttls(await node.resolve4('a.test', { ttl: true }))).toStrictEqual([10, 20]);
    expect(ttls(await ours.resolve4('a.test', { ttl: true }))).toStrictEqual([10, 10]);
    await uneven.close();
  });

  it('an alias of a name without an SOA is ENODATA, not EBADRESP', async () => {
    const node = resolverOf(nodeDns.promises.Resolver);
    const ours = resolverOf(ourDns.promises.Resolver);
    expect(await settled(node, 'resolveSoa', 'alias.example')).toMatchObject({
      error: { message: 'querySoa EBADRESP alias.example' },
    });
    expect(await settled(ours, 'resolveSoa', 'alias.example')).toMatchObject({
      error: { message: 'querySoa ENODATA alias.example' },
    });
  });

  it('an rcode that has no code of its own is ESERVFAIL, not ENODATA', async () => {
    const odd = await startNameServer({ respond: () => ({ kind: 'answer', rcode: 'NOTAUTH' }) });
    const [node, ours] = [new nodeDns.promises.Resolver(), new ourDns.promises.Resolver()];
    for (const resolver of [node, ours]) resolver.setServers([odd.address]);
    await expect(node.resolve4('a.test')).rejects.toMatchObject({ code: 'ENODATA' });
    await expect(ours.resolve4('a.test')).rejects.toMatchObject({ code: 'ESERVFAIL' });
    await odd.close();
  });
});

/** Node 24 puts a `type` into every object; 20 and 22, which are copied, into those of resolveAny. */
function asNode20(method: string, rest: readonly unknown[], value: unknown): unknown {
  if (method === 'resolveAny' || rest.includes('ANY')) return value;
  if (Array.isArray(value)) return value.map((item) => asNode20(method, rest, item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'type');
  return Object.fromEntries(entries.map(([key, item]) => [key, asNode20(method, rest, item)]));
}

/** The keys of all objects in their order, which JSON shows. */
function keys(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => item ?? null);
}
