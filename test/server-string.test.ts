import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DnsError } from '../src/errors.js';
import { parseServer } from '../src/server-string.js';

const good: readonly (readonly [
  text: string,
  transport: string,
  address: string,
  port: number,
  short: string,
])[] = [
  ['192.0.2.1', 'udp', '192.0.2.1', 53, '192.0.2.1'],
  ['192.0.2.1:53', 'udp', '192.0.2.1', 53, '192.0.2.1'],
  ['192.0.2.1:5353', 'udp', '192.0.2.1', 5353, '192.0.2.1:5353'],
  ['192.0.2.1:1', 'udp', '192.0.2.1', 1, '192.0.2.1:1'],
  ['192.0.2.1:65535', 'udp', '192.0.2.1', 65_535, '192.0.2.1:65535'],
  ['2001:db8::1', 'udp', '2001:db8::1', 53, '2001:db8::1'],
  ['[2001:db8::1]', 'udp', '2001:db8::1', 53, '2001:db8::1'],
  ['[2001:db8::1]:53', 'udp', '2001:db8::1', 53, '2001:db8::1'],
  ['[2001:db8::1]:5353', 'udp', '2001:db8::1', 5353, '[2001:db8::1]:5353'],
  // Without brackets the last part belongs to the address.
  ['2001:db8::1:53', 'udp', '2001:db8::1:53', 53, '2001:db8::1:53'],
  ['::1', 'udp', '::1', 53, '::1'],
  ['::ffff:192.0.2.1', 'udp', '::ffff:192.0.2.1', 53, '::ffff:192.0.2.1'],
  ['fe80::1%eth0', 'udp', 'fe80::1%eth0', 53, 'fe80::1%eth0'],
  ['fe80::1%2', 'udp', 'fe80::1%2', 53, 'fe80::1%2'],
  ['[fe80::1%br-lan.7]:5353', 'udp', 'fe80::1%br-lan.7', 5353, '[fe80::1%br-lan.7]:5353'],
  ['dns://192.0.2.1', 'udp', '192.0.2.1', 53, '192.0.2.1'],
  ['udp://192.0.2.1:5353', 'udp', '192.0.2.1', 5353, '192.0.2.1:5353'],
  ['tcp://192.0.2.1', 'tcp', '192.0.2.1', 53, 'tcp://192.0.2.1'],
  ['tcp://[::1]:5353', 'tcp', '::1', 5353, 'tcp://[::1]:5353'],
  ['dns://::1', 'udp', '::1', 53, '::1'],
];

describe('server strings', () => {
  it.each(good)('%s', (text, transport, address, port, short) => {
    expect(parseServer(text)).toStrictEqual({ transport, address, port, text: short });
    expect(parseServer(short)).toStrictEqual(parseServer(text));
  });
});

describe('encrypted servers', () => {
  const tls = { transport: 'tls', address: '192.0.2.1', port: 853 };
  const https = { transport: 'https', address: '192.0.2.1', port: 443, path: '/dns-query' };
  const named = { ...https, address: 'dns.example', host: 'dns.example' };
  it.each<[text: string, server: object, short?: string]>([
    ['tls://192.0.2.1', tls],
    ['tls://192.0.2.1:853', tls, 'tls://192.0.2.1'],
    ['tls://192.0.2.1:8853', { ...tls, port: 8853 }],
    ['tls://2001:db8::1', { ...tls, address: '2001:db8::1' }],
    ['tls://[fe80::1%eth0]:8853', { ...tls, address: 'fe80::1%eth0', port: 8853 }],
    ['tls://dns.example@192.0.2.1', { ...tls, host: 'dns.example' }],
    ['tls://DNS.Example@192.0.2.1', { ...tls, host: 'dns.example' }, 'tls://dns.example@192.0.2.1'],
    [
      'tls://dns.example@[2001:db8::1]:8853',
      { ...tls, address: '2001:db8::1', port: 8853, host: 'dns.example' },
    ],
    ['https://192.0.2.1/dns-query', https],
    ['https://192.0.2.1', https, 'https://192.0.2.1/dns-query'],
    ['https://192.0.2.1:443/dns-query', https, 'https://192.0.2.1/dns-query'],
    ['https://[2001:db8::1]/q', { ...https, address: '2001:db8::1', path: '/q' }],
    ['https://dns.example/dns-query', named],
    ['https://DNS.example/dns-query{?dns}', named, 'https://dns.example/dns-query'],
    ['https://dns.example:8443/', { ...named, port: 8443, path: '/' }],
    ['https://dns.example/q?key=a%20b{&dns}', { ...named, path: '/q?key=a%20b{&dns}' }],
    ['https://dns.example/q/{dns}/x', { ...named, path: '/q/{dns}/x' }],
    ['https://dns.example@192.0.2.1/q', { ...https, host: 'dns.example', path: '/q' }],
    [
      'https://dns.example@[::1]:8443/q',
      { ...https, address: '::1', port: 8443, host: 'dns.example', path: '/q' },
    ],
    [
      'https://localhost:8443/q',
      { ...https, address: 'localhost', port: 8443, host: 'localhost', path: '/q' },
    ],
  ])('%s', (text, server, short = text) => {
    expect(parseServer(text)).toStrictEqual({ ...server, text: short });
    expect(parseServer(short)).toStrictEqual(parseServer(text));
  });
});

describe('what is none', () => {
  it.each([
    ['nothing', ''],
    ['a space', ' '],
    ['a space in front', ' 192.0.2.1'],
    ['a space behind', '192.0.2.1 '],
    ['a line break behind', '192.0.2.1\n'],
    ['a NUL', '192.0.2.1\0'],
    ['port 0', '192.0.2.1:0'],
    ['port 00000', '192.0.2.1:00000'],
    ['port 65536', '192.0.2.1:65536'],
    ['port 99999', '[::1]:99999'],
    ['a port of six digits', '192.0.2.1:000053'],
    ['a negative port', '192.0.2.1:-1'],
    ['no port behind the colon', '192.0.2.1:'],
    ['text behind the port', '192.0.2.1:53x'],
    ['a space behind the port', '192.0.2.1:53 '],
    ['a path behind the port', 'dns://192.0.2.1:53/'],
    ['a port in exponents', '192.0.2.1:1e3'],
    ['only a port', ':53'],
    ['a host name', 'localhost'],
    ['a host name with a port', 'ns.example.com:53'],
    ['a host name behind a scheme', 'dns://ns.example.com'],
    ['three parts', '192.0.2'],
    ['one part', '3221225985'],
    ['five parts', '192.0.2.1.1'],
    ['a part over 255', '192.0.2.256'],
    ['hexadecimal parts', '0xc0.0.2.1'],
    ['an octal part', '192.0.2.010'],
    ['a network', '192.0.2.0/24'],
    ['an IPv6 network', '2001:db8::/32'],
    ['two gaps', '2001::db8::1'],
    ['nine groups', '1:2:3:4:5:6:7:8:9'],
    ['a group of five digits', '2001:db800::1'],
    ['no bracket behind', '[2001:db8::1'],
    ['no bracket in front', '2001:db8::1]'],
    ['text between bracket and port', '[::1]x:53'],
    ['empty brackets', '[]:53'],
    ['an empty zone', 'fe80::1%'],
    ['two zones', 'fe80::1%eth0%eth1'],
    ['a zone with a slash', 'fe80::1%eth/0'],
    ['a zone behind IPv4', '192.0.2.1%eth0'],
    ['an unknown scheme', 'ftp://192.0.2.1'],
    ['a scheme in capitals', 'DNS://192.0.2.1'],
    ['a name before @ without TLS', 'tcp://dns.example@192.0.2.1'],
    ['a name alone behind tls', 'tls://dns.example'],
    ['no name before @', 'tls://@192.0.2.1'],
    ['an address before @', 'tls://192.0.2.9@192.0.2.1'],
    ['a password', 'https://dns.example:secret@192.0.2.1/'],
    ['two names', 'https://a.example@b.example/'],
    ['two @', 'tls://a.example@b.example@192.0.2.1'],
    ['a path behind tls', 'tls://192.0.2.1/q'],
    ['https alone', 'https://'],
    ['https without a server', 'https:///dns-query'],
    ['IPv6 without brackets behind https', 'https://2001:db8::1/'],
    ['a name that URLs read as an address', 'https://0x7f.1/'],
    ['a number as a name', 'https://3221225985/'],
    ['a wrong name', 'https://dns..example/'],
    ['port 0 behind https', 'https://dns.example:0/'],
    ['another template', 'https://dns.example/q{?name}'],
    ['two templates', 'https://dns.example/q{?dns}{&dns}'],
    ['a space in the path', 'https://dns.example/a b'],
    ['a fragment', 'https://dns.example/q#x'],
    ['plain HTTP', 'http://dns.example/'],
    ['a scheme alone', 'dns://'],
    ['two schemes', 'dns://tcp://192.0.2.1'],
  ])('%s', (_what, text) => {
    expect(() => parseServer(text)).toThrow(
      expect.objectContaining({
        name: 'DnsError',
        code: 'EBADSTR',
        message: expect.stringContaining(JSON.stringify(text)),
      }),
    );
  });

  it('never fails with anything else', () => {
    const piece = fc.constantFrom(
      '192.0.2.1',
      '::1',
      '[',
      ']',
      ':',
      '%',
      '53',
      'dns://',
      'tcp://',
      'tls://',
      'https://',
      'a.example',
      '@',
      '/',
      '{?dns}',
      '.',
      'x',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        (text) => {
          try {
            const server = parseServer(text);
            expect(parseServer(server.text)).toStrictEqual(server);
          } catch (error) {
            expect(error).toBeInstanceOf(DnsError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
