import { describe, expect, test } from 'vitest';
import { parseZoneText } from '../../src/nameserver/index.js';
import type { ResourceRecord } from '../../src/records/record-map.js';

const octets = (...values: readonly number[]) => Uint8Array.from(values);
const ascii = (text: string) => new TextEncoder().encode(text);

function a(name: string, address: string, ttl = 300): ResourceRecord {
  return { name, type: 'A', class: 'IN', ttl, address };
}

function txt(name: string, text: string, ...strings: readonly Uint8Array[]): ResourceRecord {
  return { name, type: 'TXT', class: 'IN', ttl: 300, strings, text };
}

describe('parseZoneText', () => {
  test.each<[string, string, readonly ResourceRecord[]]>([
    ['nothing', '', []],
    ['comments and blank lines', '; one\n\n   \t\n  ; two', []],
    ['no line end at the end', 'x. A 192.0.2.1', [a('x', '192.0.2.1')]],
    ['a byte order mark', '\ufeffx. A 192.0.2.1', [a('x', '192.0.2.1')]],
    [
      'Windows line ends',
      'x. A 192.0.2.1\r\n\r\n  A 192.0.2.2\r\n',
      [a('x', '192.0.2.1'), a('x', '192.0.2.2')],
    ],
    ['names below the origin', '$ORIGIN example.test.\nx A 192.0.2.1', [a('x.example.test', '192.0.2.1')]],
    ['@', '$ORIGIN example.test.\n@ A 192.0.2.1', [a('example.test', '192.0.2.1')]],
    [
      'a relative $ORIGIN, and a second one',
      '$ORIGIN example.test.\n$ORIGIN sub\nx A 192.0.2.1\n$ORIGIN .\ny A 192.0.2.2',
      [a('x.sub.example.test', '192.0.2.1'), a('y', '192.0.2.2')],
    ],
    [
      'directives in lower case',
      '$origin example.test.\n$ttl 5\nx A 192.0.2.1',
      [a('x.example.test', '192.0.2.1', 5)],
    ],
    [
      'relative names in RDATA, each with the origin of its line',
      '$ORIGIN a.test.\nx CNAME y\n$ORIGIN b.test.\nx MX 5 y\n',
      [
        { name: 'x.a.test', type: 'CNAME', class: 'IN', ttl: 300, target: 'y.a.test' },
        { name: 'x.b.test', type: 'MX', class: 'IN', ttl: 300, preference: 5, exchange: 'y.b.test' },
      ],
    ],
    [
      'the owner of the line before, across $ORIGIN',
      '$ORIGIN a.test.\nx A 192.0.2.1\n$ORIGIN b.test.\n  A 192.0.2.2\n\tA 192.0.2.3',
      [a('x.a.test', '192.0.2.1'), a('x.a.test', '192.0.2.2'), a('x.a.test', '192.0.2.3')],
    ],
    ['an owner of digits', '1 A 192.0.2.1\nIN A 192.0.2.2', [a('1', '192.0.2.1'), a('IN', '192.0.2.2')]],
    ['a dot inside a label', 'a\\.b.test. A 192.0.2.1', [a('a\\.b.test', '192.0.2.1')]],
    ['a dot at the end of a label', '$ORIGIN test.\na\\. A 192.0.2.1', [a('a\\..test', '192.0.2.1')]],
    ['a backslash at the end of a label', '$ORIGIN test.\na\\\\. A 192.0.2.1', [a('a\\\\', '192.0.2.1')]],
    [
      'special characters in an owner',
      'a\\;b\\(c\\"d\\032\\@.test. A 192.0.2.1',
      [a('a\\;b\\(c\\"d\\032\\@.test', '192.0.2.1')],
    ],
    ['a wildcard owner', '$ORIGIN test.\n* A 192.0.2.1', [a('*.test', '192.0.2.1')]],
    [
      'an IPv6 address is no TTL',
      'x. AAAA ::1',
      [{ name: 'x', type: 'AAAA', class: 'IN', ttl: 300, address: '::1' }],
    ],
  ])('%s', (_, text, records) => {
    expect(parseZoneText(text)).toStrictEqual(records);
  });

  test('starts at the given origin', () => {
    expect(parseZoneText('x A 192.0.2.1', 'example.test')).toStrictEqual([a('x.example.test', '192.0.2.1')]);
  });

  test('keeps the case of names', () => {
    expect(parseZoneText('WwW.Example.test. A 192.0.2.1')).toStrictEqual([
      a('WwW.Example.test', '192.0.2.1'),
    ]);
  });
});

describe('TTL and class', () => {
  test.each<[string, string, readonly number[]]>([
    ['without any', 'x. A 192.0.2.1', [300]],
    ['of the record before', 'x. 7 A 192.0.2.1\nx. A 192.0.2.2', [7, 7]],
    ['$TTL, also after a TTL of its own', '$TTL 60\nx. 7 A 192.0.2.1\nx. A 192.0.2.2', [7, 60]],
    ['a second $TTL', '$TTL 60\nx. A 192.0.2.1\n$TTL 61\nx. A 192.0.2.2', [60, 61]],
    ['units', '$TTL 1h30m\nx. A 192.0.2.1\nx. 1W2D3h4M5s A 192.0.2.2', [5400, 788_645]],
    ['before the class', 'x. 5 IN A 192.0.2.1', [5]],
    ['after the class', 'x. IN 5 A 192.0.2.1', [5]],
    ['zero', 'x. 0 A 192.0.2.1', [0]],
    ['the greatest', 'x. 2147483647 A 192.0.2.1', [2_147_483_647]],
  ])('TTL: %s', (_, text, ttls) => {
    expect(parseZoneText(text).map(({ ttl }) => ttl)).toStrictEqual(ttls);
  });

  test.each<[string, string, readonly string[]]>([
    ['IN without one', 'x. TXT a', ['IN']],
    ['in lower case', 'x. ch TXT a', ['CH']],
    ['of the record before', 'x. HS TXT a\nx. TXT b\nx. IN TXT c', ['HS', 'HS', 'IN']],
    ['by number', 'x. CLASS3 5 TXT a\nx. CLASS300 TXT b', ['CH', 'CLASS300']],
  ])('class: %s', (_, text, found) => {
    expect(parseZoneText(text).map((record) => record.class)).toStrictEqual(found);
  });
});

describe('parentheses, quotations, comments', () => {
  const soa = {
    name: 'example.test',
    type: 'SOA',
    class: 'IN',
    ttl: 300,
    mname: 'ns1.example.test',
    rname: 'host\\.master.example.test',
    serial: 2026112301,
    refresh: 7200,
    retry: 900,
    expire: 788_400,
    minimum: 5400,
  } as const;

  test('an SOA over lines, with comments and units', () => {
    const text = `$ORIGIN example.test.
@ IN SOA ns1 host\\.master ( ; (not open
        2026112301 ; serial)
        2h
        15m
        1w2d3h
        1h30m ) ; end
  A 192.0.2.1`;
    expect(parseZoneText(text)).toStrictEqual([soa, a('example.test', '192.0.2.1')]);
  });

  test.each<[string, string, ResourceRecord]>([
    ['a semicolon in quotes', 'x. TXT "a;b" ; c', txt('x', 'a;b', ascii('a;b'))],
    ['parentheses in quotes', 'x. TXT "(a" "b)"', txt('x', '(ab)', ascii('(a'), ascii('b)'))],
    ['quotes in quotes', 'x. TXT "say \\"hi\\""', txt('x', 'say "hi"', ascii('say "hi"'))],
    ['an escaped semicolon', 'x. TXT a\\;b', txt('x', 'a;b', ascii('a;b'))],
    ['\\DDD', 'x. TXT "\\065\\000\\255"', txt('x', 'A\\000\\255', octets(65, 0, 255))],
    ['strings side by side', 'x. TXT "a" b ""', txt('x', 'ab', ascii('a'), ascii('b'), octets())],
    ['strings without a blank between them', 'x. TXT "a""b"', txt('x', 'ab', ascii('a'), ascii('b'))],
    ['strings over lines', 'x. TXT ( "a"\n\n;c\n "b" )', txt('x', 'ab', ascii('a'), ascii('b'))],
    ['blanks in quotes stay', 'x. TXT "a  \tb"', txt('x', 'a  \\009b', octets(97, 32, 32, 9, 98))],
    ['parentheses without blanks', 'x. TXT (a)', txt('x', 'a', ascii('a'))],
    ['UTF-8', 'x. TXT "żółw"', txt('x', 'żółw', ascii('żółw'))],
  ])('%s', (_, text, record) => {
    expect(parseZoneText(text)).toStrictEqual([record]);
  });

  test('NAPTR with backslashes', () => {
    expect(parseZoneText('x. NAPTR 100 10 "u" "E2U+sip" "!^(.*)$!sip:\\\\1@example.test!" .')).toStrictEqual([
      {
        name: 'x',
        type: 'NAPTR',
        class: 'IN',
        ttl: 300,
        order: 100,
        preference: 10,
        flags: 'u',
        services: 'E2U+sip',
        regexp: '!^(.*)$!sip:\\1@example.test!',
        replacement: '.',
      },
    ]);
  });

  test('a quotation inside a word', () => {
    const [record] = parseZoneText('x. HTTPS 1 . alpn="h2,h3" port=443');
    expect(record).toMatchObject({ type: 'HTTPS', params: { alpn: ['h2', 'h3'], port: 443 } });
  });
});

describe('RFC 3597', () => {
  test.each<[string, string, ResourceRecord]>([
    [
      'an unknown type',
      'x. TYPE65280 \\# 4 ( c000\n 0201 )',
      { name: 'x', type: 'TYPE65280', class: 'IN', ttl: 300, data: octets(0xc0, 0, 2, 1) },
    ],
    ['a known type by number', 'x. TYPE1 \\# 4 c0000201', a('x', '192.0.2.1')],
    ['a known type with octets', 'x. A \\# 4 C0000201', a('x', '192.0.2.1')],
    [
      'type in lower case',
      'x. type65281 \\# 0',
      { name: 'x', type: 'TYPE65281', class: 'IN', ttl: 300, data: octets() },
    ],
  ])('%s', (_, text, record) => {
    expect(parseZoneText(text)).toStrictEqual([record]);
  });
});
