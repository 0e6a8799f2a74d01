import type { RecordCodec } from './codec.js';
import { classCode, className, type DnsClass, typeCode, types } from './codes.js';
import { type Reader, uint16At } from './reader.js';
import type { ResourceRecord } from './record-map.js';
import { a } from './types/a.js';
import { aaaa } from './types/aaaa.js';
import { afsdb } from './types/afsdb.js';
import { apl } from './types/apl.js';
import { caa } from './types/caa.js';
import { cdnskey } from './types/cdnskey.js';
import { cds } from './types/cds.js';
import { cert } from './types/cert.js';
import { cname } from './types/cname.js';
import { dname } from './types/dname.js';
import { dnskey } from './types/dnskey.js';
import { ds } from './types/ds.js';
import { eui48 } from './types/eui48.js';
import { eui64 } from './types/eui64.js';
import { hinfo } from './types/hinfo.js';
import { https } from './types/https.js';
import { loc } from './types/loc.js';
import { mx } from './types/mx.js';
import { naptr } from './types/naptr.js';
import { ns } from './types/ns.js';
import { nsec } from './types/nsec.js';
import { nsec3 } from './types/nsec3.js';
import { nsec3param } from './types/nsec3param.js';
import { openpgpkey } from './types/openpgpkey.js';
import { ptr } from './types/ptr.js';
import { rp } from './types/rp.js';
import { rrsig } from './types/rrsig.js';
import { smimea } from './types/smimea.js';
import { soa } from './types/soa.js';
import { srv } from './types/srv.js';
import { sshfp } from './types/sshfp.js';
import { svcb } from './types/svcb.js';
import { tlsa } from './types/tlsa.js';
import { txt } from './types/txt.js';
import { readUnknown, type UnknownRecord, writeUnknown } from './types/unknown.js';
import { uri } from './types/uri.js';
import { malformed, WireError } from './wire-error.js';
import type { Writer } from './writer.js';

/** What a record has besides its type and RDATA. */
export interface Owner {
  /** The owner name in presentation form, without a trailing dot. */
  readonly name: string;
  readonly class: DnsClass;
  /** Seconds, 0 to 2,147,483,647. */
  readonly ttl: number;
}

/** Reads a record from behind its type. RDATA must end exactly where RDLENGTH says. */
export function readRecord(reader: Reader, name: string, code: number): ResourceRecord {
  const at = reader.advance(8);
  const { octets } = reader;
  const length = uint16At(octets, at + 6);
  if (length > reader.remaining) throw malformed('RDATA that runs past the message', reader.position);
  const messageEnd = reader.end;
  reader.end = reader.position + length;
  const record = readFields(reader, code, name, className(uint16At(octets, at)), ttlAt(octets, at + 2));
  reader.end = messageEnd;
  return record;
}

/** Reads RDATA of the type `code`, which must end exactly at `reader.end`. Throws {@link WireError} `EBADRESP`. */
export function readRdata(reader: Reader, code: number, owner: Owner): ResourceRecord {
  return readFields(reader, code, owner.name, owner.class, owner.ttl);
}

/** Writes a record, its owner compressed. Throws {@link WireError} where a field does not fit. */
export function writeRecord(writer: Writer, record: ResourceRecord): void {
  writer.name(record.name);
  writer.uint16(typeCode(record.type));
  writer.uint16(classCode(record.class));
  writer.uint32(record.ttl);
  writer.lengthPrefixed(() => writeRdata(writer, record));
}

/** Writes RDATA. Throws {@link WireError} where a field does not fit. */
export function writeRdata(writer: Writer, record: ResourceRecord): void {
  if (isUnknown(record)) {
    writeUnknown(writer, record);
    return;
  }
  const codec = byType.get(record.type);
  if (codec === undefined) throw new WireError('EBADQUERY', `no record has the type ${record.type}`);
  codec.write(writer, record);
}

/** Tells whether a record is octets under a type `TYPEnnn`. */
export function isUnknown(record: ResourceRecord): record is UnknownRecord {
  return record.type.startsWith('TYPE');
}

/** Tells whether RDATA stays octets: the A of other classes than IN is something else (RFC 1035 section 3.4). */
export function isOctetsOnly(code: number, dnsClass: DnsClass): boolean {
  return code === types.A && dnsClass !== 'IN';
}

/** Every type that rxdns decodes. */
const codecs: readonly RecordCodec<ResourceRecord>[] = [
  a,
  aaaa,
  afsdb,
  apl,
  caa,
  cdnskey,
  cds,
  cert,
  cname,
  dname,
  dnskey,
  ds,
  eui48,
  eui64,
  hinfo,
  https,
  loc,
  mx,
  naptr,
  ns,
  nsec,
  nsec3,
  nsec3param,
  openpgpkey,
  ptr,
  rp,
  rrsig,
  smimea,
  soa,
  srv,
  sshfp,
  svcb,
  tlsa,
  txt,
  uri,
];

/** By type number: every record of every message is looked up here. */
const byCode: (RecordCodec<ResourceRecord> | undefined)[] = new Array(
  Math.max(...codecs.map(({ type }) => typeCode(type))) + 1,
).fill(undefined);
for (const codec of codecs) byCode[typeCode(codec.type)] = codec;
const byType = new Map<string, RecordCodec<ResourceRecord>>(codecs.map((codec) => [codec.type, codec]));

/** As {@link readRdata}, without an object for the owner. */
function readFields(
  reader: Reader,
  code: number,
  name: string,
  dnsClass: DnsClass,
  ttl: number,
): ResourceRecord {
  const codec = isOctetsOnly(code, dnsClass) ? undefined : byCode[code];
  const record =
    codec === undefined
      ? readUnknown(reader, { name, type: `TYPE${code}`, class: dnsClass, ttl })
      : codec.read(reader, { name, type: codec.type, class: dnsClass, ttl });
  if (reader.remaining !== 0) throw malformed('octets left over in RDATA', reader.position);
  return record;
}

/** A TTL with the top bit set is 0 (RFC 2181 section 8). */
function ttlAt(octets: Uint8Array, at: number): number {
  const upper = uint16At(octets, at);
  return upper > 0x7fff ? 0 : (upper << 16) | uint16At(octets, at + 2);
}
