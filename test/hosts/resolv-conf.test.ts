import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDomains, parseResolvConf } from '../../src/hosts/resolv-conf.js';
import { parseServer } from '../../src/server-string.js';

const unset = {
  ndots: undefined,
  timeout: undefined,
  attempts: undefined,
  rotate: undefined,
  useTcp: undefined,
  edns: undefined,
  trustAd: undefined,
};
const empty = { nameservers: [], domains: undefined, sortlist: [], ...unset };

function text(...lines: readonly string[]): string {
  return lines.join('\n');
}

describe('resolv.conf', () => {
  it.each([
    '',
    '\n',
    '# nothing',
    '; nothing',
    '\0',
    '\ufeff',
    'nameserver',
    'options',
    'search',
    'unknown x',
  ])('%j says nothing', (lines) => {
    expect(parseResolvConf(lines)).toStrictEqual(empty);
  });

  it('is read whole', () => {
    const conf = parseResolvConf(
      text(
        '\ufeff# written by a DHCP client',
        'domain old.example',
        'nameserver 192.0.2.1',
        ' \tnameserver\t2001:DB8::0:1 # the second',
        'search corp.example. example. ; both',
        'sortlist 192.0.2.0/24 10.0.0.0',
        'options ndots:2 timeout:3 attempts:4 rotate',
        'options use-vc edns0 trust-ad no-tld-query',
        'nameserver 192.0.2.3',
        'nameserver 192.0.2.4',
      ),
    );
    expect(conf).toStrictEqual({
      nameservers: ['192.0.2.1', '2001:db8::1', '192.0.2.3', '192.0.2.4'],
      domains: ['corp.example', 'example'],
      sortlist: ['192.0.2.0/24', '10.0.0.0'],
      ndots: 2,
      timeout: 3000,
      attempts: 4,
      rotate: true,
      useTcp: true,
      edns: true,
      trustAd: true,
    });
  });

  it.each([
    ['CR LF', 'nameserver 192.0.2.1\r\nsearch a b\r\n'],
    ['CR', 'nameserver 192.0.2.1\rsearch a b\r'],
    ['NUL', 'nameserver 192.0.2.1\n\0\nnameserver 192.0.2.2\0\nsearch a \0 b c\0d\n\0\0\0\0'],
    [
      'a line of a megabyte',
      `${'x'.repeat(2 ** 20)}\nnameserver 192.0.2.1\nsearch a b ${'y'.repeat(2 ** 20)}`,
    ],
  ])('may have %s', (_what, lines) => {
    expect(parseResolvConf(lines)).toStrictEqual({
      ...empty,
      nameservers: ['192.0.2.1'],
      domains: ['a', 'b'],
    });
  });
});

describe('nameserver', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['192.0.2.1:53', '192.0.2.1'],
    ['192.0.2.1:5353', '192.0.2.1:5353'],
    ['[192.0.2.1]:5353', '192.0.2.1:5353'],
    ['2001:DB8::0:1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:53', '2001:db8::1'],
    ['[2001:db8::1]:65535', '[2001:db8::1]:65535'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
    ['[fe80::1%eth0]:5353', '[fe80::1%eth0]:5353'],
    ['[fe80::1]:5353%eth0', '[fe80::1%eth0]:5353'],
    ['[fe80::1]%eth0', 'fe80::1%eth0'],
    ['192.0.2.1#x', '192.0.2.1'],
    ['192.0.2.1;x', '192.0.2.1'],
    ['192.0.2.1 192.0.2.2', '192.0.2.1'],
  ])('%s is %s', (given, server) => {
    expect(parseResolvConf(`nameserver ${given}`).nameservers).toStrictEqual([server]);
    expect(parseServer(server).text).toBe(server);
  });

  it.each([
    '192.0.2',
    '192.0.2.1:0',
    '192.0.2.1:65536',
    '192.0.2.1:',
    '192.0.2.1:x',
    '192.0.2.1%eth0',
    '[192.0.2.1]%eth0',
    '[2001:db8::1]:0',
    '[2001:db8::1]:99999',
    '[2001:db8::1]5',
    '[2001:db8::1',
    '[fe80::1%a]%b',
    '[]',
    '[]:53',
    'fe80::1%',
    'ns.example',
    'dns://192.0.2.1',
    '[',
  ])('%s is left out', (given) => {
    expect(parseResolvConf(`nameserver ${given}\nnameserver 192.0.2.9`).nameservers).toStrictEqual([
      '192.0.2.9',
    ]);
  });

  it('counts once, in the order of the file', () => {
    const servers = ['192.0.2.2', '192.0.2.1:53', '192.0.2.1', '::1', '0::1', '192.0.2.1:54'];
    const lines = servers.map((server) => `nameserver ${server}`);
    expect(parseResolvConf(lines.join('\n')).nameservers).toStrictEqual([
      '192.0.2.2',
      '192.0.2.1',
      '::1',
      '192.0.2.1:54',
    ]);
  });
});

describe('search and domain', () => {
  it.each([
    [['search a b'], ['a', 'b']],
    [['search a', 'search b'], ['b']],
    [['search a', 'domain b'], ['b']],
    [
      ['domain a', 'search b c'],
      ['b', 'c'],
    ],
    [['domain a b'], ['a']],
    [['search a', 'search'], ['a']],
    [['search a', 'search # x'], ['a']],
    [['search .'], []],
    [['search a', 'search .'], []],
    [['search . a'], ['a']],
    [['search a. B.Example.'], ['a', 'B.Example']],
    [['search a, b,c'], ['a', 'b', 'c']],
    [['search a..b .c good $x'], ['good']],
    [['Search a'], undefined],
    [['searching a'], undefined],
    [['search a b c d e f g h i j'], ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']],
  ])('%j gives %j', (lines, domains) => {
    expect(parseResolvConf(lines.join('\n')).domains).toStrictEqual(domains);
  });

  it.each([
    ['a b', ['a', 'b']],
    [' a.\t. b ', ['a', 'b']],
    ['', []],
  ])('LOCALDOMAIN %j gives %j', (value, domains) => {
    expect(parseDomains(value)).toStrictEqual(domains);
  });
});

it('gives back what was written', () => {
  const domain = fc.stringMatching(/^[a-z]{1,8}(\.[a-z]{1,5}){0,2}$/);
  const conf = fc.record({
    nameservers: fc.uniqueArray(fc.ipV4()),
    domains: fc.array(domain, { minLength: 1 }),
    ndots: fc.integer({ min: 0, max: 15 }),
    timeout: fc.integer({ min: 1, max: 30 }),
    attempts: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(
    fc.property(conf, ({ nameservers, domains, ndots, timeout, attempts }) => {
      const lines = [
        ...nameservers.map((server) => `nameserver ${server}`),
        `search ${domains.join(' ')}`,
        `options ndots:${ndots} timeout:${timeout} attempts:${attempts}`,
      ];
      expect(parseResolvConf(lines.join('\n'))).toStrictEqual({
        ...empty,
        nameservers,
        domains,
        ndots,
        timeout: timeout * 1000,
        attempts,
      });
    }),
  );
});
