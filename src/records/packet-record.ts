import { classCode, className, type DnsClass, typeCode } from './codes.js';
import { toOctets } from './packet-fields.js';
import { fromPacketName, toPacketName } from './packet-name.js';
import {
  a,
  aaaa,
  caa,
  hinfo,
  mx,
  naptr,
  type PacketRow,
  rp,
  soa,
  srv,
  type ToBuffer,
  target,
  txt,
} from './packet-rdata.js';
import { dnskey, ds, nsec, nsec3, rrsig, sshfp, tlsa } from './packet-rdata-dnssec.js';
import type { PacketOctetsType, PacketOwner, PacketRecord, PacketRecordLike } from './packet-shape.js';
import { fromPacketClass, packetTypeCode, toPacketClass, toPacketType } from './packet-types.js';
import { Reader } from './reader.js';
import type { ResourceRecord } from './record-map.js';
import { readRdata, writeRdata } from './registry.js';
import { WireError } from './wire-error.js';
import { Writer } from './writer.js';

/**
 * A record as dns-packet has it. Where dns-packet has no fields for its RDATA, or would write other octets,
 * the RDATA stands as octets, under `UNKNOWN_nnn` if the type's own name would be taken apart.
 *
 * Throws {@link WireError}: `EBADNAME` for an owner, `EBADQUERY` for a class, that dns-packet cannot write.
 */
export function toPacketRecord(record: ResourceRecord, toBuffer: ToBuffer): PacketRecord {
  const owner = toPacketOwner(record);
  const packetRecord = rows.get(record.type)?.toPacket(record, owner, toBuffer);
  if (packetRecord !== undefined) return packetRecord;
  const writer = new Writer(512, false);
  writeRdata(writer, record);
  const name = toPacketType(record.type);
  const type: string = rows.has(name) ? `UNKNOWN_${typeCode(record.type)}` : name;
  // The cast is for UNKNOWN_nnn: see PacketOctetsType.
  return { ...owner, type: type as PacketOctetsType, data: toBuffer(writer.finish()) };
}

/** The record that dns-packet means. Throws {@link WireError}. */
export function fromPacketRecord(record: PacketRecordLike): ResourceRecord {
  const code = packetTypeCode(record.type);
  const writer = new Writer();
  const row = rows.get(record.type.toUpperCase());
  if (row === undefined) writer.data(toOctets(record.data, 'data'));
  else row.write(writer, record.data);
  // A TTL with the top bit set is 0 (RFC 2181 section 8).
  const ttl = record.ttl === undefined || record.ttl > 0x7fff_ffff ? 0 : record.ttl;
  const owner = { name: fromPacketName(record.name), class: fromPacketFlushClass(record), ttl };
  return readRdata(new Reader(writer.finish()), code, owner);
}

/** A name for dns-packet. Throws {@link WireError} `EBADNAME` for one that it would write as another. */
export function requirePacketName(name: string): string {
  const packetName = toPacketName(name);
  if (packetName === undefined) {
    throw new WireError('EBADNAME', `dns-packet cannot write the name ${JSON.stringify(name)}`);
  }
  return packetName;
}

function toPacketOwner({ name, ttl, class: dnsClass }: ResourceRecord): PacketOwner {
  const code = classCode(dnsClass);
  const packetClass = toPacketClass(className(code & 0x7fff));
  return { name: requirePacketName(name), ttl, class: packetClass, flush: code > 0x7fff };
}

function fromPacketFlushClass(record: PacketRecordLike): DnsClass {
  const dnsClass = fromPacketClass(record.class);
  return record.flush === true ? className(classCode(dnsClass) | 0x8000) : dnsClass;
}

/** The types that dns-packet takes apart. */
const rows: ReadonlyMap<string, PacketRow<ResourceRecord>> = new Map<string, PacketRow<ResourceRecord>>([
  ['A', a],
  ['AAAA', aaaa],
  ['CAA', caa],
  ['CNAME', target],
  ['DNAME', target],
  ['DNSKEY', dnskey],
  ['DS', ds],
  ['HINFO', hinfo],
  ['MX', mx],
  ['NAPTR', naptr],
  ['NS', target],
  ['NSEC', nsec],
  ['NSEC3', nsec3],
  ['PTR', target],
  ['RP', rp],
  ['RRSIG', rrsig],
  ['SOA', soa],
  ['SRV', srv],
  ['SSHFP', sshfp],
  ['TLSA', tlsa],
  ['TXT', txt],
]);
