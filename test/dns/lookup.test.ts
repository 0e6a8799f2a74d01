import nodeDns, { ADDRCONFIG, ALL, V4MAPPED } from 'node:dns';
import { promisify } from 'node:util';
import { of, throwError } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { callbackLookup } from '../../src/dns/callback-lookup.js';
import ourDns from '../../src/dns/index.js';
import { promiseLookup } from '../../src/dns/promises/promise-lookup.js';
import type { HostLookups } from '../../src/dns/system-hosts.js';
import { DnsError, type DnsErrorCode } from '../../src/index.js';
import { heard, settled } from './both.js';

afterEach(() => ourDns.setDefaultResultOrder('verbatim'));

const found = [
  { address: '2001:db8::1', family: 6 },
  { address: '192.0.2.1', family: 4 },
  { address: '2001:db8::2', family: 6 },
  { address: '192.0.2.2', family: 4 },
] as const;

/** Host lookups that find what they are told, and note what they are asked. */
function fakeHosts(fails?: DnsErrorCode) {
  const asked: unknown[] = [];
  const result = <T>(value: T) => (fails ? throwError(() => new DnsError(fails, 'as told')) : of(value));
  const socket = { ttl: 0, port: 0, socktype: 'stream', protocol: 'tcp' } as const;
  const hosts: HostLookups = {
    getaddrinfo$(host, hints) {
      asked.push({ host, ...hints });
      return result({ addresses: found.map((each) => ({ ...each, ...socket })), canonicalNames: [] });
    },
    getnameinfo$(endpoint, flags) {
      asked.push({ ...endpoint, ...flags });
      return result({ node: 'host.example', service: 'http' });
    },
  };
  return { asked, callbacks: callbackLookup(() => hosts), promises: promiseLookup(() => hosts) };
}

describe('without a host, and for addresses, lookup answers as that of node:dns', () => {
  const optionsList: readonly unknown[] = [
    undefined,
    null,
    {},
    0,
    4,
    6,
    { family: 0 },
    { family: 4 },
    { family: 6 },
    { family: null, hints: null, all: null, order: null, verbatim: null },
    { all: true },
    { all: true, family: 6 },
    { all: false },
    { hints: ADDRCONFIG | V4MAPPED | ALL },
    { hints: Number.NaN },
    { hints: 2 ** 32 + ADDRCONFIG },
    { verbatim: true },
    { verbatim: false, order: 'ipv6first' },
    { order: 'ipv4first', all: true },
  ];
  const hosts = [
    '',
    null,
    undefined,
    0,
    Number.NaN,
    false,
    '127.0.0.1',
    '::1',
    'fe80::1%lo',
    '::FFFF:1.2.3.4',
  ];
  const table = hosts.flatMap((host) => optionsList.map((options) => ({ host, options })));

  it.each(table)('$host $options', async ({ host, options }) => {
    expect(await heard(ourDns, 'lookup', host, options)).toStrictEqual(
      await heard(nodeDns, 'lookup', host, options),
    );
    expect(await settled(ourDns.promises, 'lookup', host, options)).toStrictEqual(
      await settled(nodeDns.promises, 'lookup', host, options),
    );
  });

  it.each(['IPv4', 'IPv6'])('with the family %s, which takes a callback', async (family) => {
    expect(await heard(ourDns, 'lookup', '', { family })).toStrictEqual(
      await heard(nodeDns, 'lookup', '', { family }),
    );
  });

  it.each(['', '::1'])('with the callback in place of the options: %o', async (host) => {
    expect(await heard(ourDns, 'lookup', host)).toStrictEqual(await heard(nodeDns, 'lookup', host));
  });
});

describe('lookup of a host', () => {
  const nothing = { family: 0, socktype: 'stream', addrConfig: false, v4Mapped: false, all: false };

  it.each<[unknown, object]>([
    [undefined, {}],
    [4, { family: 4 }],
    [{ family: 6 }, { family: 6 }],
    [{ family: 'IPv4' }, { family: 4 }],
    [{ family: 'IPv6' }, { family: 6 }],
    [{ hints: ADDRCONFIG }, { addrConfig: true }],
    [{ hints: V4MAPPED }, { v4Mapped: true }],
    [{ hints: ALL | V4MAPPED }, { all: true, v4Mapped: true }],
    [{ all: true }, {}],
  ])('for %o asks for what it says', async (options, wishes) => {
    const { asked, callbacks } = fakeHosts();
    await heard(callbacks, 'lookup', 'host.example', options);
    expect(asked).toStrictEqual([{ host: 'host.example', ...nothing, ...wishes }]);
  });

  const [v6, v4, secondV6, secondV4] = found;
  it.each<[unknown, readonly unknown[]]>([
    [{ all: true }, [[v6, v4, secondV6, secondV4]]],
    [{ all: true, order: 'verbatim' }, [[v6, v4, secondV6, secondV4]]],
    [{ all: true, order: 'ipv4first' }, [[v4, secondV4, v6, secondV6]]],
    [{ all: true, order: 'ipv6first' }, [[v6, secondV6, v4, secondV4]]],
    [{ all: true, verbatim: false }, [[v4, secondV4, v6, secondV6]]],
    [{ all: true, verbatim: false, order: 'verbatim' }, [[v6, v4, secondV6, secondV4]]],
    [{}, ['2001:db8::1', 6]],
    [{ order: 'ipv4first' }, ['192.0.2.1', 4]],
  ])('for %o gives them in that order', async (options, results) => {
    const { callbacks, promises } = fakeHosts();
    expect(await heard(callbacks, 'lookup', 'host.example', options)).toStrictEqual({ results });
    const [first, family] = results;
    const result = family === undefined ? first : { address: first, family };
    expect(await settled(promises, 'lookup', 'host.example', options)).toStrictEqual({ result });
  });

  it('follows the default order, unless told otherwise', async () => {
    const { callbacks } = fakeHosts();
    expect(ourDns.getDefaultResultOrder()).toBe('verbatim');
    ourDns.promises.setDefaultResultOrder('ipv4first');
    expect(ourDns.getDefaultResultOrder()).toBe('ipv4first');
    expect(await heard(callbacks, 'lookup', 'a')).toStrictEqual({ results: ['192.0.2.1', 4] });
    expect(await heard(callbacks, 'lookup', 'a', { verbatim: true })).toStrictEqual({
      results: ['2001:db8::1', 6],
    });
    expect(nodeDns.getDefaultResultOrder()).toBe('verbatim');
  });

  it.each<[DnsErrorCode, string, number]>([
    ['ENOTFOUND', 'ENOTFOUND', -3008],
    ['ENODATA', 'ENOTFOUND', -3008],
    ['EBADNAME', 'ENOTFOUND', -3008],
    ['ESERVFAIL', 'EAI_AGAIN', -3001],
    ['ETIMEOUT', 'EAI_AGAIN', -3001],
    ['ECONNREFUSED', 'EAI_AGAIN', -3001],
  ])('fails for %s as the system does: %s', async (code, own, errno) => {
    const { callbacks, promises } = fakeHosts(code);
    const message = `getaddrinfo ${own} a.example`;
    const error = {
      kind: 'Error',
      name: 'Error',
      message,
      text: `Error: ${message}`,
      own: Object.entries({ errno, code: own, syscall: 'getaddrinfo', hostname: 'a.example' }),
    };
    expect(await heard(callbacks, 'lookup', 'a.example')).toStrictEqual({ error });
    expect(await settled(promises, 'lookup', 'a.example')).toStrictEqual({ error });
  });

  it('fails as Node does for a name that does not exist', async () => {
    const { callbacks } = fakeHosts('ENOTFOUND');
    expect(await heard(callbacks, 'lookup', 'none.invalid')).toStrictEqual(
      await heard(nodeDns, 'lookup', 'none.invalid'),
    );
  });
});

describe('lookupService', () => {
  it('gives name and service, and demands a name', async () => {
    const { asked, callbacks, promises } = fakeHosts();
    expect(await heard(callbacks, 'lookupService', '192.0.2.1', '80')).toStrictEqual({
      results: ['host.example', 'http'],
    });
    expect(await settled(promises, 'lookupService', '::1', 0x50)).toStrictEqual({
      result: { hostname: 'host.example', service: 'http' },
    });
    expect(asked).toStrictEqual([
      { address: '192.0.2.1', port: 80, nameRequired: true },
      { address: '::1', port: 80, nameRequired: true },
    ]);
  });

  it.each([
    ['without a name', fakeHosts('ENODATA'), 'ENOTFOUND', -3008],
    ['without an answer', fakeHosts('ETIMEOUT'), 'EAI_AGAIN', -3001],
  ])('fails %s', async (_what, { callbacks, promises }, code, errno) => {
    const error = {
      message: `getnameinfo ${code} 192.0.2.1`,
      own: Object.entries({ errno, code, syscall: 'getnameinfo', hostname: '192.0.2.1' }),
    };
    expect(await heard(callbacks, 'lookupService', '192.0.2.1', 80)).toMatchObject({ error });
    expect(await settled(promises, 'lookupService', '192.0.2.1', 80)).toMatchObject({ error });
  });
});

describe('util.promisify', () => {
  it('gives several results as one object, and a list as itself', async () => {
    const { callbacks } = fakeHosts();
    const promised = {
      lookup: promisify(callbacks.lookup),
      lookupService: promisify(callbacks.lookupService),
    };
    expect(await settled(promised, 'lookup', 'a')).toStrictEqual({
      result: { address: '2001:db8::1', family: 6 },
    });
    expect(await settled(promised, 'lookup', 'a', { all: true })).toStrictEqual({ result: [...found] });
    expect(await settled(promised, 'lookupService', '192.0.2.1', 80)).toStrictEqual({
      result: { hostname: 'host.example', service: 'http' },
    });
  });

  it('rejects with what is thrown, and with what fails', async () => {
    for (const lookup of [nodeDns.lookup, ourDns.lookup])
      await expect(promisify(lookup)(1 as never)).rejects.toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
    const promised = { lookup: promisify(fakeHosts('ENOTFOUND').callbacks.lookup) };
    expect(await settled(promised, 'lookup', 'a')).toMatchObject({
      error: { message: 'getaddrinfo ENOTFOUND a' },
    });
  });
});
