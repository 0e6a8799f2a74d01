import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHosts } from '../../src/hosts/hosts-file.js';

function text(...lines: readonly string[]): string {
  return lines.join('\n');
}

describe('a name', () => {
  it('has the addresses of the lines that carry it, and the names of these addresses', () => {
    const hosts = parseHosts(text('1.1.1.1 a', '1.1.1.1 b', '2.2.2.2 b', '2.2.2.2 c'));
    expect(hosts.find('c')).toStrictEqual({ name: 'b', aliases: ['c'], addresses: ['2.2.2.2'] });
    expect(hosts.find('a')).toStrictEqual({ name: 'a', aliases: ['b'], addresses: ['1.1.1.1'] });
    expect(hosts.find('b')).toStrictEqual({
      name: 'a',
      aliases: ['b', 'c'],
      addresses: ['1.1.1.1', '2.2.2.2'],
    });
  });

  it('has its addresses in file order, each once, whatever their text', () => {
    const hosts = parseHosts(text('2001:DB8:0::1 a', '192.0.2.2 a', '192.0.2.1 a a', '2001:db8::1 a A'));
    expect(hosts.find('a')).toStrictEqual({
      name: 'a',
      aliases: [],
      addresses: ['2001:db8::1', '192.0.2.2', '192.0.2.1'],
    });
  });

  it('has the first name that the file has for its first address as the canonical one', () => {
    const hosts = parseHosts(text('192.0.2.2 z', '192.0.2.1 b', '192.0.2.2 b Z y', '192.0.2.1 y'));
    expect(hosts.find('b')).toStrictEqual({
      name: 'b',
      aliases: ['y', 'z'],
      addresses: ['192.0.2.1', '192.0.2.2'],
    });
  });

  it.each(['Host.Example', 'host.example', 'HOST.EXAMPLE.', 'h\\111st.example'])('is found as %s', (name) => {
    const hosts = parseHosts('192.0.2.1 Host.Example. www.Host.example');
    expect(hosts.find(name)).toStrictEqual({
      name: 'Host.Example',
      aliases: ['www.Host.example'],
      addresses: ['192.0.2.1'],
    });
  });

  it('is found in Unicode where the file has it as A-labels', () => {
    expect(parseHosts('192.0.2.1 xn--bcher-kva.test').find('b\u00fccher.test')?.addresses).toStrictEqual([
      '192.0.2.1',
    ]);
  });

  it.each(['b', 'a.a', '', '.', 'a..', 'a ', '192.0.2.1', '\\', 'a'.repeat(300)])(
    '%j is not there',
    (name) => {
      expect(parseHosts('192.0.2.1 a').find(name)).toBeUndefined();
    },
  );

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s is a name as any other', (name) => {
    expect(parseHosts('192.0.2.1 a').find(name)).toBeUndefined();
    expect(parseHosts(`192.0.2.1 ${name}`).find(name)?.name).toBe(name);
  });
});

describe('an address', () => {
  it('has its first name as the canonical one, and the others of all its lines', () => {
    const hosts = parseHosts(text('192.0.2.1 a b', '192.0.2.2 c', '192.0.2.1 B d'));
    expect(hosts.findByAddress('192.0.2.1')).toStrictEqual({
      name: 'a',
      aliases: ['b', 'd'],
      addresses: ['192.0.2.1'],
    });
    expect(hosts.findByAddress('192.0.2.3')).toBeUndefined();
  });

  it.each(['2001:db8::1', '2001:DB8:0:0:0:0:0:1', '2001:db8::0.0.0.1', '2001:db8::1%eth0'])(
    'is found as %s',
    (address) => {
      const found = parseHosts('2001:0db8::0001 a').findByAddress(address);
      expect(found).toStrictEqual({ name: 'a', aliases: [], addresses: ['2001:db8::1'] });
    },
  );

  it.each([
    ['fe80::1%eth0', 'a'],
    ['FE80:0::1%eth0', 'a'],
    ['fe80::1%eth1', 'b'],
    ['fe80::1', 'a'],
    ['fe80::1%eth2', undefined],
    ['fe80::2%eth0', 'c'],
    ['fe80::2', 'c'],
  ])('%s with a zone belongs to %s', (address, name) => {
    const hosts = parseHosts(text('fe80::1%eth0 a', 'fe80::1%eth1 b', 'fe80::2 c', 'fe80::2%eth9 d'));
    expect(hosts.findByAddress(address)?.name).toBe(name);
  });

  it('keeps its zone', () => {
    const hosts = parseHosts('FE80::0:1%eth0 a');
    expect(hosts.find('a')?.addresses).toStrictEqual(['fe80::1%eth0']);
    expect(hosts.findByAddress('fe80::1')?.addresses).toStrictEqual(['fe80::1%eth0']);
  });

  it.each(['', 'a', '192.0.2', '::g', '192.0.2.1%eth0', ' 192.0.2.1'])('%j is not there', (address) => {
    expect(parseHosts(text('192.0.2.1 a', ':: b')).findByAddress(address)).toBeUndefined();
  });
});

describe('the text', () => {
  const good = { name: 'a', aliases: ['b'], addresses: ['192.0.2.1'] };

  it.each([
    ['a comment', '192.0.2.1 a b # c'],
    ['a comment without a space', '192.0.2.1 a b#c'],
    ['lines of comments', '# x\n  # y\n192.0.2.1 a b\n#192.0.2.9 a'],
    ['tabs and spaces', ' \t192.0.2.1\t\ta \v b\f '],
    ['CR LF', '192.0.2.9 z\r\n192.0.2.1 a b\r\n'],
    ['CR', '192.0.2.9 z\r192.0.2.1 a b\r192.0.2.8 y'],
    ['LF CR', '192.0.2.9 z\n\r192.0.2.1 a b\n\r'],
    ['a byte order mark', '\ufeff192.0.2.1 a b'],
    ['NUL in another line', '192.0.2.1 a b\n\0\0\0'],
    ['NUL in a name', '192.0.2.1 a c\0d b'],
    ['bad names among good ones', '192.0.2.1 .. a a.. x..y b $ \u00fc 192.0.2.7 c; a\\.b'],
    ['a label of 64 and a name of 254', `192.0.2.1 ${'x'.repeat(64)} ${'y.'.repeat(126)}yy a b`],
    ['an address without a name', '192.0.2.9\n192.0.2.9 # a\n192.0.2.1 a b'],
    ['an address with bad names only', '192.0.2.9 .. ;\n192.0.2.1 a b'],
    ['bad addresses', '192.0.2 a\n192.0.2.256 a\n::g a\n192.0.2.010 a\n[::1] a\n1.2.3.4%x a\n192.0.2.1 a b'],
    ['bad zones', 'fe80::1% a\nfe80::1%a/b a\nfe80::1%a%b a\n192.0.2.1 a b'],
    ['a line of a megabyte', `${'x'.repeat(2 ** 20)} a\n192.0.2.1 a b ${'z'.repeat(2 ** 20)}`],
  ])('may have %s', (_what, lines) => {
    expect(parseHosts(lines).find('A')).toStrictEqual(good);
  });

  it('takes names of 63 and of 253 octets', () => {
    const names = ['x'.repeat(63), `${'y.'.repeat(126)}y`];
    const hosts = parseHosts(`192.0.2.1 ${names.join(' ')}`);
    expect(names.map((name) => hosts.find(name)?.name)).toStrictEqual([names[0], names[0]]);
  });

  it.each(['my_host', '_sip._udp', '0/25.2.0.192', '*.wild', '-x', '10'])('may name %s', (name) => {
    expect(parseHosts(`192.0.2.1 ${name}`).find(name)?.name).toBe(name);
  });

  it('is found again when it was written from addresses and names', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}(\.[a-z]{1,5}){0,2}$/);
    const rows = fc.array(
      fc.tuple(fc.oneof(fc.ipV4(), fc.ipV6()), fc.array(name, { minLength: 1, maxLength: 4 })),
    );
    fc.assert(
      fc.property(rows, (lines) => {
        const hosts = parseHosts(lines.map(([address, names]) => `${address} ${names.join(' ')}`).join('\n'));
        for (const [address, names] of lines) {
          const byAddress = hosts.findByAddress(address);
          for (const each of names) {
            expect([byAddress?.name, ...(byAddress?.aliases ?? [])]).toContain(each);
            expect(hosts.find(each)?.addresses).toContain(byAddress?.addresses[0]);
          }
        }
      }),
    );
  });
});

it('looks a name up in long lists of two addresses without reading the lists', () => {
  const lines = Array.from({ length: 100_000 }, (_, n) => `0.0.0.0 blocked${n}.test\n:: blocked${n}.test`);
  const hosts = parseHosts(lines.join('\n'));
  const start = process.cpuUsage();
  for (let n = 0; n < 1000; n += 1) {
    expect(hosts.find(`blocked${n}.test`)).toHaveProperty('addresses', ['0.0.0.0', '::']);
  }
  // Reading them takes 30 ms for each.
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(1000);
  const found = hosts.find('blocked7.test');
  expect(found?.aliases).toHaveLength(99_999);
  expect(found?.aliases).toBe(found?.aliases);
});
