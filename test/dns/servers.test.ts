import nodeDns from 'node:dns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import ourDns from '../../src/dns/index.js';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import { call, heard, modules, thrownBy } from './both.js';
import { zone } from './fixture.js';

let server: NameServer;
beforeAll(async () => {
  server = await startNameServer({ zone, origin: 'example' });
});
afterAll(() => server.close());

const odd = [1n, 1, Number.NaN, true, 'x', Symbol('x'), {}, [], null];

describe('setServers and getServers', () => {
  const lists: readonly (readonly string[])[] = [
    [],
    ['127.0.0.1'],
    ['127.0.0.1', '::1', '192.0.2.1'],
    ['127.0.0.1', '127.0.0.1'],
    ['127.0.0.1:53'],
    ['127.0.0.1:00053'],
    ['127.0.0.1:65535'],
    ['127.0.0.1:1', '127.0.0.1:2'],
    ['[::1]'],
    ['[::1]:53'],
    ['[::1]:5353'],
    ['[::1]:0'],
    ['[::1]x'],
    ['[::1]:5x'],
    ['[127.0.0.1]:5'],
    ['::1:53'],
    ['::FFFF:1.2.3.4'],
    ['2001:DB8:0:0:0:0:0:1'],
    ['[2001:DB8::0:1]:99'],
    ['0.0.0.0', '::'],
  ];

  it.each(lists.map((list) => [list]))('%o reads back as with Node', (list) => {
    const [node, ours] = [new nodeDns.Resolver(), new ourDns.Resolver()];
    node.setServers(list);
    ours.setServers(list);
    expect(ours.getServers()).toStrictEqual(node.getServers());
  });

  it.each(modules)('%s passes over holes, and reads a list as it stands at each step', (_module, dns) => {
    const resolver = new dns.Resolver();
    // biome-ignore lint/suspicious/noSparseArray: that is what this is about
    resolver.setServers(['127.0.0.1', , '192.0.2.1'] as string[]);
    expect(resolver.getServers()).toStrictEqual(['127.0.0.1', '192.0.2.1']);
    const shrinking = ['127.0.0.1', '192.0.2.1', '192.0.2.2', '192.0.2.3'];
    Object.defineProperty(shrinking, 1, {
      get() {
        shrinking.length = 2;
        return '192.0.2.9';
      },
    });
    resolver.setServers(shrinking);
    expect(resolver.getServers()).toStrictEqual(['127.0.0.1', '192.0.2.9']);
  });

  it.each(modules)('%s keeps the old list when the new one is wrong', (_module, dns) => {
    const resolver = new dns.Resolver();
    resolver.setServers(['192.0.2.1', '192.0.2.2:5353']);
    for (const wrong of [['192.0.2.3', 'x'], ['192.0.2.3', 1], 'x']) {
      expect(() => call(resolver, 'setServers', wrong)).toThrow(TypeError);
      expect(resolver.getServers()).toStrictEqual(['192.0.2.1', '192.0.2.2:5353']);
    }
  });

  it.each(modules)(
    '%s starts with the servers of this machine, each resolver with its own',
    (_module, dns) => {
      const [one, other] = [new dns.Resolver(), new dns.promises.Resolver()];
      expect(one.getServers()).toStrictEqual(nodeDns.getServers());
      one.setServers(['192.0.2.1']);
      expect(other.getServers()).toStrictEqual(nodeDns.getServers());
      one.getServers().push('192.0.2.2');
      expect(one.getServers()).toStrictEqual(['192.0.2.1']);
    },
  );

  it.each(['127.0.0.1:0', '127.0.0.1:65536', '127.0.0.1:99999', '[::1]:65536', 'fe80::1%a:b'])(
    'refuses %s, where Node aborts or takes another server',
    (text) => {
      const resolver = new ourDns.Resolver();
      resolver.setServers(['192.0.2.1']);
      expect(thrownBy(() => resolver.setServers([text]))).toMatchObject({
        kind: 'TypeError',
        message: `Invalid IP address: ${text}`,
        own: [['code', 'ERR_INVALID_IP_ADDRESS']],
      });
      expect(resolver.getServers()).toStrictEqual(['192.0.2.1']);
    },
  );

  it('keeps the zone of a link-local address, which Node drops', () => {
    const resolver = new ourDns.Resolver();
    resolver.setServers(['fe80::1%lo', '[fe80::2%lo]:5353']);
    expect(resolver.getServers()).toStrictEqual(['fe80::1%lo', '[fe80::2%lo]:5353']);
  });

  it('may be called while queries are pending, which Node refuses', async () => {
    const resolver = new ourDns.Resolver({ timeout: 50, tries: 1 });
    resolver.setServers([server.address]);
    const before = heard(resolver, 'resolve4', 'mixed.example');
    resolver.setServers(['127.0.0.1:1']);
    expect(await before).toStrictEqual({ results: [['192.0.2.78']] });
    expect(await heard(resolver, 'resolve4', 'mixed.example')).toMatchObject({
      error: { message: 'queryA ECONNREFUSED mixed.example' },
    });
  });

  it('without servers, queries fail with ENOSERVER', async () => {
    const resolver = new ourDns.Resolver();
    resolver.setServers([]);
    expect(await heard(resolver, 'resolve4', 'a.example')).toMatchObject({
      error: { message: 'queryA ENOSERVER a.example' },
    });
  });
});

describe('setLocalAddress', () => {
  const addresses: readonly (readonly unknown[])[] = [
    [],
    ...odd.map((value) => [value]),
    ...odd.map((value) => ['127.0.0.1', value]),
    ['127.0.0.1'],
    ['::1'],
    [''],
    ['localhost'],
    ['127.0.0.1', ''],
    ['', '::1'],
    ['127.0.0.1', undefined],
    ['127.0.0.1', '::1'],
    ['::1', '127.0.0.1'],
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '::1'],
  ];

  it.each(addresses.map((parameters) => ({ parameters })))(
    'takes or refuses $parameters as Node does',
    ({ parameters }) => {
      const outcome = (resolver: object) => thrownBy(() => call(resolver, 'setLocalAddress', ...parameters));
      expect(outcome(new ourDns.Resolver())).toStrictEqual(outcome(new nodeDns.Resolver()));
    },
  );
});
