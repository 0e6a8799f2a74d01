import { describe, expect, it } from 'vitest';
import { type Inquiry, parseLine, parseWord } from '../../src/cli/inquiry.js';
import type { RecordType } from '../../src/index.js';

const types = ['A', 'MX'] as const;
const noType = 'is not a record type: a line is "name", "name TYPE" or "name TYPE @server"';

describe('parseLine', () => {
  it.each<[string, Omit<Inquiry, 'kind' | 'index'>]>([
    ['a.example', { text: 'a.example', name: 'a.example', type: ['A', 'MX'] }],
    ['  a.example\t', { text: 'a.example', name: 'a.example', type: ['A', 'MX'] }],
    ['a.example TXT', { text: 'a.example TXT', name: 'a.example', type: ['TXT'] }],
    [
      'a.example txt,aaaa NS',
      { text: 'a.example txt,aaaa NS', name: 'a.example', type: ['TXT', 'AAAA', 'NS'] },
    ],
    ['a.example A, TXT,', { text: 'a.example A, TXT,', name: 'a.example', type: ['A', 'TXT'] }],
    ['a.example A A', { text: 'a.example A A', name: 'a.example', type: ['A'] }],
    ['a.example # MX', { text: 'a.example', name: 'a.example', type: ['A', 'MX'] }],
    ['a#b.example', { text: 'a#b.example', name: 'a#b.example', type: ['A', 'MX'] }],
    [
      'a.example\tMX @192.0.2.1  @[2001:db8::1]:53',
      {
        text: 'a.example\tMX @192.0.2.1  @[2001:db8::1]:53',
        name: 'a.example',
        type: ['MX'],
        servers: ['192.0.2.1', '[2001:db8::1]:53'],
      },
    ],
    [
      'a.example @192.0.2.1',
      { text: 'a.example @192.0.2.1', name: 'a.example', type: ['A', 'MX'], servers: ['192.0.2.1'] },
    ],
    ['bücher.example', { text: 'bücher.example', name: 'bücher.example', type: ['A', 'MX'] }],
    ['MX', { text: 'MX', name: 'MX', type: ['A', 'MX'] }],
    ['192.0.2.1', { text: '192.0.2.1', name: '1.2.0.192.in-addr.arpa', type: ['PTR', 'MX'] }],
    ['192.0.2.1 A AAAA', { text: '192.0.2.1 A AAAA', name: '1.2.0.192.in-addr.arpa', type: ['PTR'] }],
    ['192.0.2.1 TXT', { text: '192.0.2.1 TXT', name: '1.2.0.192.in-addr.arpa', type: ['TXT'] }],
  ])('reads %j', (text, inquiry) => {
    const line = { text, size: text.length };
    expect(parseLine(line, 7, types)).toStrictEqual({ kind: 'inquiry', index: 7, ...inquiry });
  });

  it.each(['', '  ', '# comment', '\t # comment', '#'])('skips %j', (text) => {
    expect(parseLine({ text, size: 0 }, 0, types)).toBeUndefined();
  });

  it.each<[string, readonly string[], string, string]>([
    ['a.example FOO', ['FOO'], 'EBADQUERY', `"FOO" ${noType}`],
    ['a.example A,FOO', ['A', 'FOO'], 'EBADQUERY', `"FOO" ${noType}`],
    ['a.example FOO,FOO', ['FOO'], 'EBADQUERY', `"FOO" ${noType}`],
    ['a.example A b.example', ['A', 'b.example'], 'EBADQUERY', `"b.example" ${noType}`],
  ])('rejects %j', (text, rejectedTypes, code, message) => {
    const rejection = parseLine({ text, size: 0 }, 3, types);
    expect(rejection).toMatchObject({
      kind: 'rejection',
      text,
      index: 3,
      types: rejectedTypes,
      error: { name: 'DnsError', code, message },
    });
  });

  it('rejects a line with a fault under each of the types', () => {
    expect(parseLine({ text: 'b\\252', size: 3, fault: 'is not UTF-8 text' }, 0, types)).toMatchObject({
      kind: 'rejection',
      text: 'b\\252',
      types,
      error: { name: 'DnsError', code: 'EBADNAME', message: 'the line is not UTF-8 text' },
    });
  });
});

describe('parseWord', () => {
  it.each<[string, string, readonly RecordType[]]>([
    ['a b.example', 'a b.example', ['A', 'MX']],
    ['#a.example', '#a.example', ['A', 'MX']],
    ['', '', ['A', 'MX']],
    ['2001:db8::1', `1${'.0'.repeat(23)}.8.b.d.0.1.0.0.2.ip6.arpa`, ['PTR', 'MX']],
  ])('takes %j as it is', (text, name, type) => {
    const inquiry = { kind: 'inquiry', text, index: 0, name, type };
    expect(parseWord({ text, size: 0 }, 0, types)).toStrictEqual(inquiry);
  });
});

describe('the name asked for an address', () => {
  it.each<[string, string | undefined]>([
    ['192.0.2.1', '1.2.0.192.in-addr.arpa'],
    ['255.255.255.255', '255.255.255.255.in-addr.arpa'],
    // RFC 3596 section 2.5
    ['4321:0:1:2:3:4:567:89ab', 'b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa'],
    ['fe80::1%eth0', `1${'.0'.repeat(28)}.8.e.f.ip6.arpa`],
    ['fe80::1%a:b', `1${'.0'.repeat(28)}.8.e.f.ip6.arpa`],
    ['::ffff:192.0.2.1', `1.0.2.0.0.0.0.c.f.f.f.f${'.0'.repeat(20)}.ip6.arpa`],
    ['192.0.2', undefined],
    ['192.0.2.256', undefined],
    ['192.0.2.01', undefined],
    ['example.com', undefined],
    ['::g', undefined],
  ])('of %s', (text, name) => {
    expect(parseWord({ text, size: 0 }, 0, ['A'])).toMatchObject({
      name: name ?? text,
      type: [name === undefined ? 'A' : 'PTR'],
    });
  });
});
