import fc from 'fast-check';
import { typeCode } from '../../src/records/codes.js';
import { formatIpv6 } from '../../src/records/ip.js';
import type { KnownRecordMap, ResourceRecord } from '../../src/records/record-map.js';
import { decodeText } from '../../src/records/text.js';
import type { UnknownRecord } from '../../src/records/types/unknown.js';
import type { ZoneKey } from '../../src/records/types/zone-key.js';
import {
  anyClass,
  anyName,
  anyText,
  anyType,
  data,
  ipv4,
  octets,
  record,
  ttl,
  uint8,
  uint16,
  uint32,
} from './arbitraries.js';

const head = <Type extends string>(type: Type) => ({
  name: anyName,
  type: fc.constant(type),
  class: anyClass,
  ttl,
});

const ipv6 = fc
  .array(fc.oneof(uint8, fc.constant(0)), { minLength: 16, maxLength: 16 })
  .map((list) => formatIpv6(Uint8Array.from(list)));

const target = <Type extends string>(type: Type) => record({ ...head(type), target: anyName });
const types = fc
  .uniqueArray(anyType, { maxLength: 8 })
  .map((list) => list.toSorted((one, other) => typeCode(one) - typeCode(other)));
const digest = <Type extends string>(type: Type) =>
  record({ ...head(type), keyTag: uint16, algorithm: uint8, digestType: uint8, digest: data(1, 48) });
const association = <Type extends string>(type: Type) =>
  record({ ...head(type), usage: uint8, selector: uint8, matchingType: uint8, data: data(1, 64) });
const hash = { hashAlgorithm: uint8, flags: uint8, iterations: uint16, salt: data(0, 20) };

const hardware = <Type extends string>(type: Type, length: number) =>
  record({
    ...head(type),
    address: data(length, length).map((list) =>
      Array.from(list, (octet) => octet.toString(16).padStart(2, '0')).join('-'),
    ),
  });

const key = <Type extends 'DNSKEY' | 'CDNSKEY'>(type: Type) =>
  record({
    ...head(type),
    flags: uint16,
    protocol: fc.oneof(fc.constant(3), uint8),
    algorithm: uint8,
    publicKey: data(3, 64),
  }).map((given) => ({ ...given, keyTag: keyTag(given) }));

/** RFC 4034 appendix B, as a sum over the octets of RDATA. */
function keyTag(key: Omit<ZoneKey, 'keyTag'>): number {
  const { flags, protocol, algorithm, publicKey } = key;
  const [high = 0, low = 0] = publicKey.subarray(-3);
  if (algorithm === 1) return high * 256 + low;
  const rdata = [flags >> 8, flags & 0xff, protocol, algorithm, ...publicKey];
  const sum = rdata.reduce((total, octet, index) => total + (index % 2 === 0 ? octet * 256 : octet), 0);
  return (sum + Math.floor(sum / 65_536)) % 65_536;
}

const length = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 9 }))
  .map(([m, e]) => m * 10 ** e);
const angle = (degrees: number) =>
  fc.integer({ min: -degrees * 3_600_000, max: degrees * 3_600_000 }).map((steps) => steps / 3_600_000);

const params = fc
  .record(
    {
      alpn: fc.array(anyText(1, 20), { minLength: 1, maxLength: 3 }),
      noDefaultAlpn: fc.constant(true as const),
      port: uint16,
      ipv4hint: fc.array(ipv4, { minLength: 1, maxLength: 3 }),
      ech: data(0, 40),
      ipv6hint: fc.array(ipv6, { minLength: 1, maxLength: 3 }),
      dohpath: anyText(1, 20),
      key65280: data(0, 20),
    },
    { requiredKeys: [], noNullPrototype: true },
  )
  .map((given) => (given.port === undefined ? given : { ...given, mandatory: ['port'] }));
const binding = <Type extends string>(type: Type) =>
  record({ ...head(type), priority: uint16, target: anyName, params });

const txt = record({ ...head('TXT'), strings: fc.array(octets(0, 60), { minLength: 1, maxLength: 4 }) }).map(
  (given) => ({ ...given, text: decodeText(Uint8Array.from(given.strings.flatMap((s) => [...s]))) }),
);

const prefix = fc.oneof(
  record({
    family: fc.constant(1),
    prefix: fc.integer({ min: 0, max: 32 }),
    negation: fc.boolean(),
    address: ipv4,
  }),
  record({
    family: fc.constant(2),
    prefix: fc.integer({ min: 0, max: 128 }),
    negation: fc.boolean(),
    address: ipv6,
  }),
);

const fingerprint = (fingerprintType: fc.Arbitrary<number>, min: number, max: number) =>
  record({ ...head('SSHFP'), algorithm: uint8, fingerprintType, fingerprint: data(min, max) });

/** A record of each type, as decoding gives it. */
export const recordOf: { readonly [Type in keyof KnownRecordMap]: fc.Arbitrary<KnownRecordMap[Type]> } = {
  A: record({ ...head('A'), class: fc.constant('IN' as const), address: ipv4 }),
  AAAA: record({ ...head('AAAA'), address: ipv6 }),
  AFSDB: record({ ...head('AFSDB'), subtype: uint16, hostname: anyName }),
  APL: record({ ...head('APL'), prefixes: fc.array(prefix, { maxLength: 3 }) }),
  CAA: record({
    ...head('CAA'),
    flags: uint8,
    tag: fc.constantFrom('issue', 'issuewild', 'iodef', 'issuemail'),
    value: anyText(0, 60),
  }).map((given) => ({ ...given, critical: given.flags >= 0x80 })),
  CDNSKEY: key('CDNSKEY'),
  CDS: digest('CDS'),
  CERT: record({
    ...head('CERT'),
    certificateType: uint16,
    keyTag: uint16,
    algorithm: uint8,
    certificate: data(1, 60),
  }),
  CNAME: target('CNAME'),
  DNAME: target('DNAME'),
  DNSKEY: key('DNSKEY'),
  DS: digest('DS'),
  EUI48: hardware('EUI48', 6),
  EUI64: hardware('EUI64', 8),
  HINFO: record({ ...head('HINFO'), cpu: anyText(0, 30), os: anyText(0, 30) }),
  HTTPS: binding('HTTPS'),
  LOC: record({
    ...head('LOC'),
    version: fc.constant(0),
    size: length,
    horizontalPrecision: length,
    verticalPrecision: length,
    latitude: angle(90),
    longitude: angle(180),
    altitude: fc.integer({ min: -10_000_000, max: 4_284_967_295 }).map((centimetres) => centimetres / 100),
  }),
  MX: record({ ...head('MX'), preference: uint16, exchange: anyName }),
  NAPTR: record({
    ...head('NAPTR'),
    order: uint16,
    preference: uint16,
    flags: anyText(0, 4),
    services: anyText(0, 20),
    regexp: anyText(0, 60),
    replacement: anyName,
  }),
  NS: target('NS'),
  NSEC: record({ ...head('NSEC'), nextDomain: anyName, types }),
  NSEC3: record({ ...head('NSEC3'), ...hash, nextHashedOwner: data(1, 32), types }),
  NSEC3PARAM: record({ ...head('NSEC3PARAM'), ...hash }),
  OPENPGPKEY: record({ ...head('OPENPGPKEY'), publicKey: data(1, 60) }),
  PTR: target('PTR'),
  RP: record({ ...head('RP'), mailbox: anyName, txtDomain: anyName }),
  RRSIG: record({
    ...head('RRSIG'),
    typeCovered: anyType,
    algorithm: uint8,
    labels: uint8,
    originalTtl: uint32,
    expiration: uint32,
    inception: uint32,
    keyTag: uint16,
    signerName: anyName,
    signature: data(1, 64),
  }),
  SMIMEA: association('SMIMEA'),
  SOA: record({
    ...head('SOA'),
    mname: anyName,
    rname: anyName,
    serial: uint32,
    refresh: uint32,
    retry: uint32,
    expire: uint32,
    minimum: uint32,
  }),
  SRV: record({ ...head('SRV'), priority: uint16, weight: uint16, port: uint16, target: anyName }),
  SSHFP: fc.oneof(
    fingerprint(fc.constant(1), 20, 20),
    fingerprint(fc.constant(2), 32, 32),
    fingerprint(uint8, 1, 40),
  ),
  SVCB: binding('SVCB'),
  TLSA: association('TLSA'),
  TXT: txt,
  URI: record({ ...head('URI'), priority: uint16, weight: uint16, target: anyText(1, 60) }),
};

/** A record of a type that rxdns does not decode. */
export const unknownRecord: fc.Arbitrary<UnknownRecord> = record({
  ...head(''),
  type: fc.integer({ min: 300, max: 0xffff }).map((code) => `TYPE${code}` as const),
  data: data(0, 60),
});

/** A record of any type. */
export const anyRecord: fc.Arbitrary<ResourceRecord> = fc.oneof(...Object.values(recordOf), unknownRecord);
