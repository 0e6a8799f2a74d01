import { describe, expect, it } from 'vitest';
import { typeCode } from '../../src/records/codes.js';
import { formatRdata, formatRecord, parseRdata, parseRecord } from '../../src/records/presentation.js';
import { Reader } from '../../src/records/reader.js';
import type { ResourceRecord } from '../../src/records/record-map.js';
import { readRdata } from '../../src/records/registry.js';
import { formatTime, parseTime } from '../../src/records/time-text.js';
import { failure } from './failure.js';
import { octets } from './rdata-row.js';
import { rdataTable } from './rdata-table.js';

const owner = { name: 'owner.test', class: 'IN', ttl: 3600 } as const;

const decode = (type: string, hex: string): ResourceRecord =>
  readRdata(new Reader(octets(hex)), typeCode(type), owner);

const rows = rdataTable.map((row) => ({ ...row, title: `${row.type}: ${row.what}` }));
const otherForms = rows.flatMap(({ alsoWritten = [], ...row }) =>
  alsoWritten.map((other) => ({ ...row, other })),
);

describe('RDATA in presentation form', () => {
  it.each(rows)('prints $title', ({ type, hex, text }) => {
    expect(formatRdata(decode(type, hex))).toBe(text);
  });

  it.each(rows)('parses $title', ({ type, fields, text }) => {
    expect(parseRdata(type, text)).toStrictEqual(fields);
  });

  it.each(otherForms)('parses $title, written $other', ({ type, fields, other }) => {
    expect(parseRdata(type, other, 'example.com')).toStrictEqual(fields);
  });

  it.each(rows)('parses $title as octets (RFC 3597 section 5)', ({ type, fields, hex }) => {
    const digits = hex.replaceAll(/\s/g, '');
    expect(parseRdata(type, `\\# ${digits.length / 2} ${digits}`)).toStrictEqual(fields);
  });

  it.each(rows)('prints printable ASCII only: $title', ({ type, hex }) => {
    expect(formatRdata(decode(type, hex))).toMatch(/^[\x20-\x7e]+$/);
  });
});

describe('records in presentation form', () => {
  it.each<[ResourceRecord, string]>([
    [{ ...owner, type: 'A', address: '192.0.2.1' }, 'owner.test. 3600 IN A 192.0.2.1'],
    [{ ...owner, name: '.', type: 'NS', target: 'a' }, '. 3600 IN NS a.'],
    [{ ...owner, name: 'a.', type: 'NS', target: 'a.' }, 'a. 3600 IN NS a.'],
    [{ ...owner, name: 'a\u001b[2J\n', type: 'NS', target: 'x\ny' }, 'a\\027[2J\\010. 3600 IN NS x\\010y.'],
    [{ ...owner, class: 'CH', type: 'TYPE1', data: octets('01') }, 'owner.test. 3600 CH TYPE1 \\# 1 01'],
    [
      { ...owner, ttl: 0, type: 'HINFO', cpu: '\u001b"', os: '\u0085\n' },
      'owner.test. 0 IN HINFO "\\027\\"" "\\194\\133\\010"',
    ],
  ])('%j', (record, text) => {
    expect(formatRecord(record)).toBe(text);
  });

  it('parses to a whole record', () => {
    expect(parseRecord('mx', '10 mail', owner, 'example.com.')).toStrictEqual({
      ...owner,
      type: 'MX',
      preference: 10,
      exchange: 'mail.example.com',
    });
  });

  it('takes the number of a known type for that type', () => {
    expect(parseRecord('TYPE15', '10 mail.', owner)).toStrictEqual({
      ...owner,
      type: 'MX',
      preference: 10,
      exchange: 'mail',
    });
  });

  it('keeps the A of class CH as octets', () => {
    const head = { ...owner, class: 'CH' } as const;
    expect(parseRecord('A', '\\# 1 01', head)).toStrictEqual({ ...head, type: 'TYPE1', data: octets('01') });
    expect(failure(() => parseRecord('A', '192.0.2.1', head))).toBe(
      'EBADSTR the RDATA of A must begin with \\#',
    );
  });

  it.each<[string, ResourceRecord]>([
    ['a name', { ...owner, type: 'NS', target: 'a..b' }],
    ['an address', { ...owner, type: 'A', address: '192.0.2.1\n' }],
    ['an IPv6 address', { ...owner, type: 'AAAA', address: '\u001b' }],
    ['a hardware address', { ...owner, type: 'EUI48', address: '00-00-5e-00-53-\n' }],
    ['a CAA tag', { ...owner, type: 'CAA', critical: false, flags: 0, tag: '\u001b', value: '' }],
    ['a hint', { ...owner, type: 'SVCB', priority: 1, target: '.', params: { ipv4hint: ['\u001b'] } }],
    ['an IPv6 hint', { ...owner, type: 'SVCB', priority: 1, target: '.', params: { ipv6hint: ['\u001b'] } }],
    [
      'a mandatory key',
      { ...owner, type: 'SVCB', priority: 1, target: '.', params: { mandatory: ['\u001b'] } },
    ],
    [
      'a prefix',
      { ...owner, type: 'APL', prefixes: [{ family: 1, prefix: 1, negation: false, address: '\u001b' }] },
    ],
  ])('fails rather than print %s that is none', (_, record) => {
    expect(failure(() => formatRecord(record))).toMatch(/^(EBADSTR|EBADNAME) /);
  });
});

describe('names in RDATA', () => {
  it.each([
    ['a', undefined, 'a'],
    ['a', '.', 'a'],
    ['a', 'b.c', 'a.b.c'],
    ['a', 'b.c.', 'a.b.c'],
    ['a.', 'b.c.', 'a'],
    ['@', 'b.c.', 'b.c'],
    ['@', undefined, '.'],
    ['.', 'b.c.', '.'],
    ['\\@', 'b', '\\@.b'],
    ['a\\.', 'b', 'a\\..b'],
    ['a\\\\.', 'b', 'a\\\\'],
    ['a\\\\\\.', 'b', 'a\\\\\\..b'],
    ['\\046', 'b', '\\..b'],
    ['A\\066', 'B', 'AB.B'],
    ['a"b', 'c', undefined],
    ['*.\\032', 'c', '*.\\032.c'],
    ['a\\ b', 'c', 'a\\032b.c'],
    ['m\u00fcnchen', 'c', 'xn--mnchen-3ya.c'],
  ])('%s with the origin %s is %s', (text, origin, target) => {
    if (target === undefined) expect(failure(() => parseRdata('NS', text, origin))).toMatch(/^EBADSTR /);
    else expect(parseRdata('NS', text, origin)).toStrictEqual({ target });
  });
});

describe('character-strings', () => {
  it.each([
    ['abc', '616263'],
    ['"abc"', '616263'],
    ['""', ''],
    ['"a b\tc"', '6120620963'],
    ['a\\ b', '612062'],
    ['"a;b(c)"', '613b62286329'],
    ['"\\""', '22'],
    ['\\"', '22'],
    ['"\\\\"', '5c'],
    ['\\000\\255', '00ff'],
    ['"\\1234"', '7b34'],
    ['\\a', '61'],
    ['\u00e9', 'c3a9'],
    ['\\\u{1f600}', 'f09f9880'],
    [`"${'x'.repeat(255)}"`, '78'.repeat(255)],
  ])('%s', (text, hex) => {
    expect(parseRdata('TXT', text)).toHaveProperty('strings', [octets(hex)]);
  });

  it('keeps empty strings and those without a space between', () => {
    expect(parseRdata('TXT', '"" "a""b" c')).toHaveProperty('strings', [
      octets(''),
      ...['61', '62', '63'].map(octets),
    ]);
  });

  it.each([
    '"abc',
    'abc"',
    'a"b"',
    '"abc"d',
    '"abc\\"',
    'abc\\',
    '\\256',
    '\\12',
    '"\\12"',
    '\\1a2',
    '\ud800',
    `"${'x'.repeat(256)}"`,
    '',
    '  ',
  ])('rejects %j', (text) => {
    expect(failure(() => parseRdata('TXT', text))).toMatch(/^EBADSTR /);
  });

  it('takes a long field without recursion or going back', () => {
    const text = 'x"'.repeat(200_000);
    expect(failure(() => parseRdata('TXT', `${text}"`))).toMatch(/^EBADSTR /);
    expect(failure(() => parseRdata('CAA', `0 issue "${'\\\\'.repeat(70_000)}"`))).toMatch(/^EBADSTR /);
  });
});

describe('times of signatures', () => {
  it('agree with the calendar on the first and last second of every day there is', () => {
    const lastDay = Math.floor(0xffff_ffff / 86_400);
    const wrong: string[] = [];
    for (let day = 0; day < lastDay; day += 1) {
      for (const seconds of [day * 86_400, day * 86_400 + 86_399]) {
        const text = new Date(seconds * 1000).toISOString().replaceAll(/\.000Z|\D/g, '');
        if (formatTime(seconds) !== text || parseTime(text) !== seconds) wrong.push(text);
      }
    }
    expect(wrong).toStrictEqual([]);
  });
});
