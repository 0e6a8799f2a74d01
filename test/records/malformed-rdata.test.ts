import { describe, expect, it } from 'vitest';
import { typeCode } from '../../src/records/codes.js';
import { Reader } from '../../src/records/reader.js';
import type { RecordMap, ResourceRecord } from '../../src/records/record-map.js';
import { readRdata, writeRdata } from '../../src/records/registry.js';
import { Writer } from '../../src/records/writer.js';
import { failure } from './failure.js';
import { octets } from './rdata-row.js';

const owner = { name: 'owner.test', class: 'IN', ttl: 3600 } as const;

function decode(type: string, hex: string): ResourceRecord {
  return readRdata(new Reader(octets(hex)), typeCode(type), owner);
}

function encode(record: ResourceRecord): string {
  const writer = new Writer();
  writeRdata(writer, record);
  return Buffer.from(writer.finish()).toString('hex');
}

describe('malformed RDATA', () => {
  const window = (count: number): string => '01'.repeat(count);
  it.each([
    ['TXT', '', 'a TXT record without a string'],
    ['TXT', '0361', 'octets missing'],
    ['CAA', '00 00', 'a CAA tag that is not letters and digits'],
    ['CAA', '00 05 6973 2d 7565', 'a CAA tag that is not letters and digits'],
    ['CAA', '00 05 697373', 'octets missing'],
    ['URI', '0001 0001', 'a URI record without a URI'],
    ['URI', '0001 00', 'octets missing'],
    ['DS', 'ec45 05', 'octets missing'],
    ['DNSKEY', '0100 03', 'octets missing'],
    ['TLSA', '00 00', 'octets missing'],
    ['CERT', '0001 0001', 'octets missing'],
    ['SSHFP', '01', 'octets missing'],
    ['LOC', '01 33 16 13 89174e50 70bf2f30 00988d20', 'a LOC record of an unknown version'],
    ['LOC', '00 a3 16 13 89174e50 70bf2f30 00988d20', 'a LOC record with a field out of range'],
    ['LOC', '00 33 1a 13 89174e50 70bf2f30 00988d20', 'a LOC record with a field out of range'],
    ['LOC', '00 33 16 03 89174e50 70bf2f30 00988d20', 'a LOC record with a field out of range'],
    ['LOC', '00 33 16 13 934fd901 80000000 00988d20', 'a LOC record with a field out of range'],
    ['LOC', '00 33 16 13 80000000 a69fb201 00988d20', 'a LOC record with a field out of range'],
    ['NSEC', '00 00', 'octets missing'],
    ['NSEC', '00 0000', 'a type bitmap not 1 to 32 octets long'],
    ['NSEC', `00 0021 ${window(33)}`, 'a type bitmap not 1 to 32 octets long'],
    ['NSEC', '00 0002 40', 'octets missing'],
    ['NSEC', '00 0002 4000', 'a type bitmap that ends in zeros'],
    ['NSEC', '00 0001 00', 'a type bitmap that ends in zeros'],
    ['NSEC', '00 0101 40 0001 40', 'type bitmaps out of order'],
    ['NSEC', '00 0001 40 0001 20', 'type bitmaps out of order'],
    ['NSEC3', '01 00 0000 00 00', 'an NSEC3 record without a hash'],
    ['NSEC3', '01 00 0000 02 aa', 'octets missing'],
    ['NSEC3', '01 00 0000 00 14 174e', 'octets missing'],
    ['NSEC3', '01 00 0000 00 01 ff 0000', 'a type bitmap not 1 to 32 octets long'],
    ['NSEC3PARAM', '01 00 0000 01', 'octets missing'],
    ['APL', '0001 15 04 c0a8', 'octets missing'],
    ['APL', '0001 21 01 c0', 'an address prefix longer than its family allows'],
    ['APL', '0001 18 05 c0a8200101', 'an address prefix longer than its family allows'],
    ['APL', '0002 81 01 20', 'an address prefix longer than its family allows'],
    ['APL', '0001 18 03 c0a800', 'an address prefix that ends in zeros'],
    ['RRSIG', '0001 05 03 00015180 3e7c9dd7 3e5510d7 0a52 03616263', 'a name that runs past its end'],
    ['SVCB', '0001', 'a name that runs past its end'],
    ['SVCB', '0001 00 0003', 'octets missing'],
    ['SVCB', '0001 00 0003 0002 01', 'a service parameter past its end'],
    ['SVCB', '0001 00 0003 0001 01', 'octets missing'],
    ['SVCB', '0001 00 0003 0003 010203', 'octets left over in a service parameter'],
    ['SVCB', '0001 00 0003 0000', 'a service parameter without a value'],
    ['SVCB', '0001 00 0003 0002 0035 0001 0003 026832', 'service parameters out of order'],
    ['SVCB', '0001 00 0003 0002 0035 0003 0002 0035', 'service parameters out of order'],
    ['SVCB', '0001 00 0001 0000', 'a service parameter without a value'],
    ['SVCB', '0001 00 0001 0001 00', 'an ALPN protocol without a name'],
    ['SVCB', '0001 00 0001 0002 0268', 'octets missing'],
    ['SVCB', '0001 00 0002 0001 00', 'octets left over in a service parameter'],
    ['SVCB', '0001 00 0004 0000', 'a service parameter without a value'],
    ['SVCB', '0001 00 0004 0005 c000020101', 'octets missing'],
    ['SVCB', '0001 00 0006 0000', 'a service parameter without a value'],
    ['HTTPS', '0001 00 0006 0004 c0000201', 'octets missing'],
    ['HTTPS', '0001 00 0000 0000', 'a service parameter without a value'],
    ['HTTPS', '0001 00 0000 0001 00', 'octets missing'],
    ['HTTPS', '0001 00 0000 0002 0003', 'a mandatory key that is not there'],
    ['HTTPS', '0001 00 0000 0002 0000', 'mandatory keys out of order, or mandatory among them'],
    ['HTTPS', '0001 00 0000 0004 0003 0002 0002 0000 0003 0002 0035', 'mandatory keys out of order'],
    ['HTTPS', '0001 00 0000 0004 0003 0003 0003 0002 0035', 'mandatory keys out of order'],
  ])('%s %s: %s', (type, hex, message) => {
    expect(failure(() => decode(type, hex))).toContain(`EBADRESP malformed message: ${message}`);
  });

  it.each(['DS', 'CDS', 'DNSKEY', 'TLSA', 'SSHFP', 'CERT', 'SRV', 'SVCB', 'LOC', 'SOA'])(
    'no RDATA at all: %s',
    (type) => {
      expect(failure(() => decode(type, ''))).toMatch(/^EBADRESP /);
    },
  );
});

describe('fields that cannot be written', () => {
  it.each<[string, ResourceRecord, string]>([
    ['A', { ...owner, type: 'A', address: '192.0.2.256' }, 'EBADSTR "192.0.2.256" is not an IPv4 address'],
    ['AAAA', { ...owner, type: 'AAAA', address: '192.0.2.1' }, 'EBADSTR "192.0.2.1" is not an IPv6 address'],
    ['MX number', { ...owner, type: 'MX', preference: 65_536, exchange: 'a' }, 'EBADSTR'],
    ['MX name', { ...owner, type: 'MX', preference: 0, exchange: 'a..b' }, 'EBADNAME'],
    ['TXT', { ...owner, type: 'TXT', strings: [], text: '' }, 'EBADSTR a TXT record has at least one string'],
    [
      'CAA tag',
      { ...owner, type: 'CAA', critical: false, flags: 0, tag: '', value: '' },
      'EBADSTR a CAA tag',
    ],
    ['CAA flags', { ...owner, type: 'CAA', critical: false, flags: 256, tag: 'issue', value: '' }, 'EBADSTR'],
    [
      'HINFO',
      { ...owner, type: 'HINFO', cpu: 'x'.repeat(256), os: '' },
      'EBADSTR a character-string is longer',
    ],
    [
      'URI',
      { ...owner, type: 'URI', priority: 0, weight: 0, target: '' },
      'EBADSTR the target of a URI record',
    ],
    ['EUI48', { ...owner, type: 'EUI48', address: '00-00-5e-00-53' }, 'EBADSTR'],
    ['EUI64', { ...owner, type: 'EUI64', address: '00-00-5e-00-53-2a' }, 'EBADSTR'],
    ['EUI48 digits', { ...owner, type: 'EUI48', address: '00-00-5e-00-53-2g' }, 'EBADSTR'],
    ['EUI48 separator', { ...owner, type: 'EUI48', address: '00:00:5e:00:53:2a' }, 'EBADSTR'],
    ['APL text', apl(3, 0, '1.2.3.4'), 'EBADSTR an address prefix that family 3 does not have'],
    ['APL octets', apl(1, 0, octets('01')), 'EBADSTR an address prefix that family 1 does not have'],
    ['APL prefix', apl(1, 33, '1.2.3.4'), 'EBADSTR an address prefix that family 1 does not have'],
    [
      'APL length',
      apl(3, 0, new Uint8Array(128)),
      'EBADSTR the address of a prefix is longer than 127 octets',
    ],
    ['SVCB alpn', svcb({ alpn: [] }), 'EBADSTR a list in the service parameters is empty'],
    ['SVCB alpn item', svcb({ alpn: ['h2', ''] }), 'EBADSTR an ALPN protocol has no name'],
    ['SVCB hints', svcb({ ipv4hint: ['::1'] }), 'EBADSTR "::1" is not an IPv4 address'],
    ['SVCB port', svcb({ port: 65_536 }), 'EBADSTR'],
    ['SVCB mandatory', svcb({ mandatory: ['port'] }), 'EBADSTR a mandatory key that is not there'],
    ['SVCB mandatory itself', svcb({ mandatory: ['mandatory'] }), 'EBADSTR mandatory keys out of order'],
    ['SVCB mandatory name', svcb({ mandatory: ['x'] }), 'EBADSTR "x" is not a service parameter key'],
    ['SVCB known number', svcb({ key3: octets('0035') }), 'EBADSTR "key3" is not a property'],
    ['SVCB number', svcb({ key65536: octets('') }), 'EBADSTR "key65536" is not a service parameter key'],
    ['SVCB zeros', svcb({ key010: octets('') }), 'EBADSTR "key010" is not a service parameter key'],
    ['LOC size', loc({ size: 1200 }), 'EBADSTR 1200 is not one digit and zeros'],
    ['LOC size NaN', loc({ size: Number.NaN }), 'EBADSTR'],
    ['LOC size large', loc({ size: 1e10 }), 'EBADSTR 10000000000 is not one digit and zeros'],
    ['LOC size fraction', loc({ size: 0.5 }), 'EBADSTR 0.5 is not one digit and zeros'],
    ['LOC size below zero', loc({ size: -1 }), 'EBADSTR -1 is not one digit and zeros'],
    [
      'LOC latitude',
      loc({ latitude: 90.1 }),
      'EBADSTR a LOC record has an unknown version or a field out of range',
    ],
    [
      'LOC longitude',
      loc({ longitude: Number.NaN }),
      'EBADSTR a LOC record has an unknown version or a field',
    ],
    ['LOC altitude', loc({ altitude: -100_001 }), 'EBADSTR'],
    [
      'LOC version',
      loc({ version: 1 }),
      'EBADSTR a LOC record has an unknown version or a field out of range',
    ],
  ])('%s', (_, record, message) => {
    expect(failure(() => encode(record))).toContain(message);
  });

  function apl(family: number, prefix: number, address: string | Uint8Array): ResourceRecord {
    return { ...owner, type: 'APL', prefixes: [{ family, prefix, negation: false, address }] };
  }
  function svcb(params: RecordMap['SVCB']['params']): ResourceRecord {
    return { ...owner, type: 'SVCB', priority: 1, target: '.', params };
  }
  function loc(fields: Partial<RecordMap['LOC']>): ResourceRecord {
    const lengths = { size: 0, horizontalPrecision: 0, verticalPrecision: 0 };
    return {
      ...owner,
      type: 'LOC',
      version: 0,
      ...lengths,
      latitude: 0,
      longitude: 0,
      altitude: 0,
      ...fields,
    };
  }
});
