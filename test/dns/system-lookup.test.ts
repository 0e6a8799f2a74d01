// What this machine says about its own names, without a name server: the system's resolver is the reference.

import nodeDns, { ADDRCONFIG, ALL, V4MAPPED } from 'node:dns';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import ourDns from '../../src/dns/index.js';
import { systemHosts } from '../../src/dns/system-hosts.js';
import { Resolver } from '../../src/index.js';
import { type Dns, heard, settled } from './both.js';

/** The system's resolver gives an address twice where the hosts file has `127.0.0.1` and `::1` for a name. */
function eachOnce(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, eachOnce(item)]));
  const byAddress = new Map(value.map((item) => [item?.address ?? item, eachOnce(item)]));
  return [...byAddress.values()];
}

/** What a call comes to with a callback, with a Promise, and through util.promisify. */
async function everyWay(dns: Dns, method: 'lookup' | 'lookupService', ...parameters: readonly unknown[]) {
  const promised = { [method]: promisify(dns[method]) };
  return [
    await heard(dns, method, ...parameters),
    await settled(dns.promises, method, ...parameters),
    await settled(promised, method, ...parameters),
  ];
}

describe('lookup of localhost answers as that of node:dns', () => {
  const hints = [0, ADDRCONFIG, V4MAPPED, V4MAPPED | ALL, ADDRCONFIG | V4MAPPED | ALL];
  const options: readonly unknown[] = [
    undefined,
    null,
    0,
    4,
    {},
    ...[0, 4].flatMap((family) => hints.map((bits) => ({ family, hints: bits, all: true }))),
    { family: 6, hints: V4MAPPED },
    { family: 6, hints: V4MAPPED, all: true },
    { family: 4, all: false },
    { family: 0, order: 'ipv4first', all: true },
    { family: 0, order: 'ipv6first', all: true },
    { family: 0, verbatim: false },
    { family: 0, verbatim: true, all: true },
  ];

  it.each(options.map((given) => ({ given })))('$given', async ({ given }) => {
    for (const host of ['localhost', 'LOCALHOST'])
      expect(await everyWay(ourDns, 'lookup', host, given)).toStrictEqual(
        eachOnce(await everyWay(nodeDns, 'lookup', host, given)),
      );
  });

  it.each(['IPv4', 4] as const)('and with the callback alone, or the family %s', async (family) => {
    expect(await heard(ourDns, 'lookup', 'localhost')).toStrictEqual(
      await heard(nodeDns, 'lookup', 'localhost'),
    );
    expect(await heard(ourDns, 'lookup', 'localhost', { family })).toStrictEqual(
      await heard(nodeDns, 'lookup', 'localhost', { family }),
    );
  });
});

it('lookup answers as that of node:dns for every name of the hosts file', async () => {
  const lines = readFileSync('/etc/hosts', 'utf8').split('\n');
  const pairs = lines.flatMap((line) => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    return names.map((name) => ({ name, family: isIP(address) }));
  });
  expect(pairs).toContainEqual({ name: 'localhost', family: 4 });
  for (const { name, family } of pairs) {
    const options = { family, all: true };
    expect(await everyWay(ourDns, 'lookup', name, options), name).toStrictEqual(
      eachOnce(await everyWay(nodeDns, 'lookup', name, options)),
    );
  }
});

describe('lookup fails as that of node:dns', () => {
  it.each(['a..b', 'a b', ' localhost', '[::1]', 'x'.repeat(64), 'none.invalid', 'none.onion'])(
    'for %j',
    async (host) => {
      expect(await everyWay(ourDns, 'lookup', host)).toStrictEqual(await everyWay(nodeDns, 'lookup', host));
    },
  );
});

describe('lookup of special-use names needs no hosts file and no server (RFC 6761)', () => {
  it.each<[string, object, readonly unknown[]]>([
    ['localhost', { family: 6, all: true }, [{ address: '::1', family: 6 }]],
    ['localhost.', { family: 4, all: true }, [{ address: '127.0.0.1', family: 4 }]],
    ['a.localhost', { family: 4, all: true }, [{ address: '127.0.0.1', family: 4 }]],
    ['a.localhost', { family: 6, all: true }, [{ address: '::1', family: 6 }]],
    [
      'a.localhost',
      { order: 'ipv6first', all: true },
      [
        { address: '::1', family: 6 },
        { address: '127.0.0.1', family: 4 },
      ],
    ],
  ])('%s %o', async (host, options, result) => {
    expect(await settled(ourDns.promises, 'lookup', host, options)).toStrictEqual({ result });
  });
});

it('lookup asks the servers of this machine, whatever setServers was told', () => {
  const hosts = systemHosts();
  if (!(hosts instanceof Resolver)) throw new Error('lookup asks something else');
  const before = ourDns.getServers();
  ourDns.setServers(['192.0.2.53']);
  expect(hosts.servers).toStrictEqual(before);
  ourDns.setServers(before);
});

describe('lookupService answers as that of node:dns', () => {
  it.each([0, 9, 22, 80, '80', 443, 65_535])('for 127.0.0.1 and port %o', async (port) => {
    const ours = await everyWay(ourDns, 'lookupService', '127.0.0.1', port);
    expect(ours).toStrictEqual(await everyWay(nodeDns, 'lookupService', '127.0.0.1', port));
    expect(ours[0]).toStrictEqual({ results: ['localhost', expect.any(String)] });
  });
});
