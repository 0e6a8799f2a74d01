import { parseIpv4, parseIpv6 } from './ip.js';
import { PacketFields, toOctets, toText } from './packet-fields.js';
import { fromPacketName, toPacketName } from './packet-name.js';
import type { CaaTag, PacketOwner, PacketRecord } from './packet-shape.js';
import type { RecordHead } from './record-head.js';
import type { KnownRecordMap } from './record-map.js';
import { decodeUtf8, encodeText } from './text.js';
import type { Writer } from './writer.js';

/** How one type's RDATA reads in dns-packet's terms. */
export interface PacketRow<R extends RecordHead<string>> {
  /** Undefined where dns-packet would write other RDATA than this record's. */
  toPacket(record: R, owner: PacketOwner, toBuffer: ToBuffer): PacketRecord | undefined;
  /** Writes the RDATA that dns-packet means by `data`. Throws {@link WireError}. */
  write(writer: Writer, data: unknown): void;
}

/** Makes the octets that dns-packet takes: Node's Buffers, or those of a polyfill. */
export type ToBuffer = (octets: Uint8Array) => Uint8Array;

export const a: PacketRow<KnownRecordMap['A']> = {
  toPacket: ({ address }, owner) => ({ ...owner, type: 'A', data: address }),
  write: (writer, data) => writer.data(parseIpv4(toText(data, 'data'))),
};

export const aaaa: PacketRow<KnownRecordMap['AAAA']> = {
  toPacket: ({ address }, owner) => ({ ...owner, type: 'AAAA', data: address }),
  write: (writer, data) => writer.data(parseIpv6(toText(data, 'data'))),
};

/** CNAME, DNAME, NS and PTR: a name is all there is. */
export const target: PacketRow<KnownRecordMap['CNAME' | 'DNAME' | 'NS' | 'PTR']> = {
  toPacket({ type, target }, owner) {
    const data = toPacketName(target);
    return data === undefined ? undefined : { ...owner, type, data };
  },
  write: (writer, data) => writer.plainName(fromPacketName(toText(data, 'data'))),
};

export const caa: PacketRow<KnownRecordMap['CAA']> = {
  toPacket({ critical, flags, tag, value }, owner) {
    const text = decodeUtf8(encodeText(value));
    // dns-packet writes 128 for every critical flags field.
    if (text === undefined || (critical && (flags & 0x7f) !== 0)) return undefined;
    // @types/dns-packet lists three tags; the library writes any.
    const data = {
      flags: critical ? 0x80 : flags,
      issuerCritical: critical,
      tag: tag as CaaTag,
      value: text,
    };
    return { ...owner, type: 'CAA', data };
  },
  write(writer, data) {
    const fields = new PacketFields(data);
    writer.uint8(fields.flag('issuerCritical') ? fields.integer('flags') | 0x80 : fields.integer('flags'));
    writer.characterString(fields.text('tag'));
    writer.data(fields.text('value'));
  },
};

export const hinfo: PacketRow<KnownRecordMap['HINFO']> = {
  toPacket(record, owner) {
    const cpu = decodeUtf8(encodeText(record.cpu));
    const os = decodeUtf8(encodeText(record.os));
    return cpu === undefined || os === undefined ? undefined : { ...owner, type: 'HINFO', data: { cpu, os } };
  },
  write(writer, data) {
    const fields = new PacketFields(data);
    writer.characterString(fields.text('cpu'));
    writer.characterString(fields.text('os'));
  },
};

export const mx: PacketRow<KnownRecordMap['MX']> = {
  toPacket({ preference, exchange }, owner) {
    const name = toPacketName(exchange);
    return name === undefined ? undefined : { ...owner, type: 'MX', data: { preference, exchange: name } };
  },
  write(writer, data) {
    const fields = new PacketFields(data);
    writer.uint16(fields.integer('preference'));
    writer.plainName(fields.name('exchange'));
  },
};

export const naptr: PacketRow<KnownRecordMap['NAPTR']> = {
  toPacket({ order, preference, ...record }, owner) {
    const flags = decodeUtf8(encodeText(record.flags));
    const services = decodeUtf8(encodeText(record.services));
    const regexp = decodeUtf8(encodeText(record.regexp));
    const replacement = toPacketName(record.replacement);
    if (flags === undefined || services === undefined || regexp === undefined || replacement === undefined) {
      return undefined;
    }
    return { ...owner, type: 'NAPTR', data: { order, preference, flags, services, regexp, replacement } };
  },
  write(writer, data) {
    const fields = new PacketFields(data);
    writer.uint16(fields.integer('order'));
    writer.uint16(fields.integer('preference'));
    for (const key of ['flags', 'services', 'regexp']) writer.characterString(fields.text(key));
    writer.plainName(fields.name('replacement'));
  },
};

export const rp: PacketRow<KnownRecordMap['RP']> = {
  toPacket({ mailbox, txtDomain }, owner) {
    const mbox = toPacketName(mailbox, true);
    const txt = toPacketName(txtDomain);
    return mbox === undefined || txt === undefined
      ? undefined
      : { ...owner, type: 'RP', data: { mbox, txt } };
  },
  write(writer, data) {
    const fields = new PacketFields(data);
    writer.plainName(fields.mailbox('mbox'));
    writer.plainName(fields.name('txt'));
  },
};

export const soa: PacketRow<KnownRecordMap['SOA']> = {
  toPacket({ serial, refresh, retry, expire, minimum, ...record }, owner) {
    const mname = toPacketName(record.mname);
    const rname = toPacketName(record.rname, true);
    if (mname === undefined || rname === undefined) return undefined;
    return { ...owner, type: 'SOA', data: { mname, rname, serial, refresh, retry, expire, minimum } };
  },
  write(writer, data) {
    const fields = new PacketFields(data);
    writer.plainName(fields.name('mname'));
    writer.plainName(fields.mailbox('rname'));
    for (const key of ['serial', 'refresh', 'retry', 'expire', 'minimum']) {
      writer.uint32(fields.integer(key));
    }
  },
};

export const srv: PacketRow<KnownRecordMap['SRV']> = {
  toPacket({ priority, weight, port, target }, owner) {
    const name = toPacketName(target);
    if (name === undefined) return undefined;
    return { ...owner, type: 'SRV', data: { priority, weight, port, target: name } };
  },
  write(writer, data) {
    const fields = new PacketFields(data);
    for (const key of ['priority', 'weight', 'port']) writer.uint16(fields.integer(key));
    writer.plainName(fields.name('target'));
  },
};

export const txt: PacketRow<KnownRecordMap['TXT']> = {
  toPacket: ({ strings }, owner, toBuffer) => ({
    ...owner,
    type: 'TXT',
    data: strings.map((string) => toBuffer(string)),
  }),
  write(writer, data) {
    // dns-packet takes one string as well as a list of them.
    const strings: readonly unknown[] = Array.isArray(data) ? data : [data];
    for (const string of strings) writer.characterString(toOctets(string, 'data'));
  },
};
