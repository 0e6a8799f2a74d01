import { describe, expect, expectTypeOf, it } from 'vitest';
import { typeCode, types } from '../../src/records/codes.js';
import { Reader } from '../../src/records/reader.js';
import type { RecordMap, ResourceRecord } from '../../src/records/record-map.js';
import { readRdata, readRecord, writeRdata, writeRecord } from '../../src/records/registry.js';
import type { MxRecord } from '../../src/records/types/mx.js';
import type { UnknownRecord } from '../../src/records/types/unknown.js';
import { Writer } from '../../src/records/writer.js';
import { failure } from './failure.js';
import { octets } from './rdata-row.js';
import { rdataTable } from './rdata-table.js';

const owner = { name: 'owner.test', class: 'IN', ttl: 3600 } as const;

function decode(type: string, hex: string): ResourceRecord {
  return readRdata(new Reader(octets(hex)), typeCode(type), owner);
}

function encode(record: ResourceRecord): string {
  const writer = new Writer();
  writeRdata(writer, record);
  return Buffer.from(writer.finish()).toString('hex');
}

const rows = rdataTable.map((row) => ({ ...row, title: `${row.type}: ${row.what}` }));

describe('RDATA octets against fields', () => {
  it.each(rows)('reads $title', ({ type, hex, fields }) => {
    expect(decode(type, hex)).toStrictEqual({ ...owner, type, ...fields });
  });

  it.each(rows)('writes $title', ({ type, hex }) => {
    expect(encode(decode(type, hex))).toBe(hex.replaceAll(/\s/g, ''));
  });

  it.each(rows)('reads $title as octets of its own, not views of the message', ({ type, hex, fields }) => {
    const message = octets(hex);
    const record = readRdata(new Reader(message), typeCode(type), owner);
    message.fill(0xee);
    expect(record).toStrictEqual({ ...owner, type, ...fields });
  });

  it('has a row for every type', () => {
    const covered = new Set<string>(rows.map((row) => row.type));
    expect(Object.keys(types).filter((type) => !covered.has(type))).toStrictEqual(['ANY']);
  });
});

/** Types whose RDATA ends in octets or strings of any length: cutting or adding one may stay well-formed. */
const openEnded = new Set(
  'CAA URI TLSA SMIMEA SSHFP DS CDS DNSKEY CDNSKEY RRSIG CERT OPENPGPKEY TXT NSEC NSEC3 APL HTTPS SVCB'.split(
    ' ',
  ),
);
const closed = rows.filter(({ type }) => !openEnded.has(type) && !type.startsWith('TYPE'));

describe('RDATA of a fixed layout', () => {
  it.each(closed)('takes no octet less: $title', ({ type, hex }) => {
    expect(failure(() => decode(type, hex.trim().slice(0, -2)))).toMatch(/^EBADRESP /);
  });

  it.each(closed)('takes no octet more: $title', ({ type, hex }) => {
    expect(failure(() => decode(type, `${hex}00`))).toMatch(/^EBADRESP .*octets left over in RDATA/);
  });

  it.each(rows.filter(({ hex }) => hex !== ''))(
    'fails or reads every beginning of $title',
    ({ type, hex }) => {
      const whole = octets(hex);
      for (let length = 0; length < whole.length; length += 1) {
        const outcome = failure(() => readRdata(new Reader(whole.slice(0, length)), typeCode(type), owner));
        expect(outcome).toMatch(/^(EBADRESP|no error)/);
      }
    },
  );
});
describe('compressed names in RDATA', () => {
  // At octet 0 the name "a.b", then the RDATA, whose name is a pointer to it.
  const name = '0161 0162 00';
  const decodeBehindName = (type: string, hex: string): ResourceRecord => {
    const message = octets(name + hex);
    return readRdata(new Reader(message, 5), typeCode(type), owner);
  };

  it.each([
    ['CNAME', 'c000', { target: 'a.b' }],
    ['NS', '0178 c002', { target: 'x.b' }],
    ['PTR', 'c000', { target: 'a.b' }],
    ['DNAME', 'c000', { target: 'a.b' }],
    ['MX', '0001 c000', { preference: 1, exchange: 'a.b' }],
    ['SRV', '0001 0002 0003 c000', { priority: 1, weight: 2, port: 3, target: 'a.b' }],
    ['RP', 'c000 c002', { mailbox: 'a.b', txtDomain: 'b' }],
    ['AFSDB', '0001 c000', { subtype: 1, hostname: 'a.b' }],
    [
      'NAPTR',
      '0001 0002 00 00 00 c000',
      { order: 1, preference: 2, flags: '', services: '', regexp: '', replacement: 'a.b' },
    ],
  ])('%s takes them', (type, hex, fields) => {
    expect(decodeBehindName(type, hex)).toStrictEqual({ ...owner, type, ...fields });
  });

  it.each([
    ['NSEC', 'c000'],
    ['SVCB', '0001 c000'],
    ['HTTPS', '0001 0178 c000'],
    ['RRSIG', '0001 05 03 00015180 3e7c9dd7 3e5510d7 0a52 c000 00'],
  ])('%s does not (RFC 3597 section 4)', (type, hex) => {
    expect(failure(() => decodeBehindName(type, hex))).toContain('a compressed name where none may be');
  });

  it.each([
    ['to itself', 'CNAME', 'c005'],
    ['forward', 'MX', '0001 c009'],
    ['half of it missing', 'PTR', 'c0'],
  ])('a bad pointer is malformed: %s', (_, type, hex) => {
    expect(failure(() => decodeBehindName(type, hex))).toMatch(/^EBADRESP /);
  });

  it.each([
    ['NS', '0161 0162 00 0002 0001 00000000 0002 c000'],
    ['MX', '0161 0162 00 000f 0001 00000000 0004 0001 c000'],
    ['SRV', '0161 0162 00 0021 0001 00000000 000b 0001 0002 0003 0161 0162 00'],
    ['DNAME', '0161 0162 00 0027 0001 00000000 0005 0161 0162 00'],
    ['RP', '0161 0162 00 0011 0001 00000000 000a 0161 0162 00 0161 0162 00'],
    ['AFSDB', '0161 0162 00 0012 0001 00000000 0007 0001 0161 0162 00'],
  ])('%s is written with compression only if RFC 1035 has the type', (_, hex) => {
    const message = octets(hex);
    const reader = new Reader(message);
    const writer = new Writer();
    const ownerName = reader.name();
    writeRecord(writer, readRecord(reader, ownerName, reader.uint16()));
    expect(writer.finish()).toStrictEqual(message);
  });
});

describe('fields that have several forms', () => {
  it('writes the types of NSEC in any order, each once', () => {
    const types = ['TYPE1234', 'NSEC', 'A', 'RRSIG', 'A', 'MX', 'TYPE15'] as const;
    const hex = encode({ ...owner, type: 'NSEC', nextDomain: '.', types });
    expect(hex).toBe(`000006400100000003041b${'00'.repeat(26)}20`);
  });

  it('lets `critical` decide the top bit of CAA', () => {
    const rest = { ...owner, type: 'CAA', tag: 'a', value: '' } as const;
    expect(encode({ ...rest, critical: true, flags: 1 })).toBe('810161');
    expect(encode({ ...rest, critical: false, flags: 129 })).toBe('010161');
  });

  it('computes the key tag and ignores the one given', () => {
    const record = decode('DNSKEY', '0101 03 08 0102');
    expect(record).toStrictEqual({
      ...owner,
      type: 'DNSKEY',
      flags: 257,
      protocol: 3,
      algorithm: 8,
      publicKey: octets('0102'),
      keyTag: 0x0101 + 0x0308 + 0x0102,
    });
    expect(record.type === 'DNSKEY' && encode({ ...record, keyTag: 7 })).toBe('010103080102');
  });

  it('adds the carry of the key tag once', () => {
    // 0xffff * 4 = 0x3fffc; 0xfffc + 3 = 0xffff.
    expect(decode('DNSKEY', 'ffff ff ff ffff ffff')).toHaveProperty('keyTag', 0xffff);
  });

  it('keeps the A of class CH as octets', () => {
    const record = readRdata(new Reader(octets('0161000001')), types.A, { ...owner, class: 'CH' });
    expect(record).toStrictEqual({ ...owner, class: 'CH', type: 'TYPE1', data: octets('0161000001') });
    expect(encode(record)).toBe('0161000001');
  });

  it('does not write a question type as a record', () => {
    const record = JSON.parse(JSON.stringify({ ...owner, type: 'ANY', data: '' }));
    expect(failure(() => encode(record))).toContain('EBADQUERY no record has the type ANY');
  });
});

describe('records', () => {
  it('reads a TTL with the top bit set as 0, others as they are (RFC 2181 section 8)', () => {
    const ttlOf = (hex: string): number =>
      readRecord(new Reader(octets(`0001 ${hex} 0004 c0000201`)), '.', types.A).ttl;
    expect([ttlOf('80000000'), ttlOf('ffffffff'), ttlOf('7fffffff')]).toStrictEqual([0, 0, 0x7fff_ffff]);
  });

  it('keeps RDATA from reading into the next record', () => {
    const reader = new Reader(octets('0001 00000000 0003 c0000201'));
    expect(failure(() => readRecord(reader, '.', types.A))).toContain(
      'EBADRESP malformed message: octets missing',
    );
  });

  it('fails on RDATA that runs past the message', () => {
    const reader = new Reader(octets('0001 00000000 0005 c0000201'));
    expect(failure(() => readRecord(reader, '.', types.A))).toContain('RDATA that runs past the message');
  });

  it('maps each type to its record at compile time', () => {
    expectTypeOf<RecordMap['MX']>().toEqualTypeOf<MxRecord>();
    expectTypeOf<RecordMap['ANY']>().toEqualTypeOf<ResourceRecord>();
    expectTypeOf<RecordMap['TYPE65280']>().toEqualTypeOf<UnknownRecord>();
    expectTypeOf<Exclude<ResourceRecord['type'], `TYPE${number}`>>().toEqualTypeOf<
      Exclude<keyof typeof types, 'ANY'>
    >();
  });
});
