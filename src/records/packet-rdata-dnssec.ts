import { formatHex, parseHex } from './base-encoding.js';
import { PacketFields } from './packet-fields.js';
import { toPacketName } from './packet-name.js';
import type { PacketRow } from './packet-rdata.js';
import { toPacketType } from './packet-types.js';
import type { KnownRecordMap } from './record-map.js';
import { writeTypeBitmap } from './types/type-bitmap.js';

export const dnskey: PacketRow<KnownRecordMap['DNSKEY']> = {
  toPacket({ flags, protocol, algorithm, publicKey }, owner, toBuffer) {
    // dns-packet has no field for the protocol: it writes 3, and refuses to read another.
    if (protocol !== 3) return undefined;
    return { ...owner, type: 'DNSKEY', data: { flags, algorithm, key: toBuffer(publicKey) } };
  },
  write(writer, data) {
    const fields = new PacketFields(data);
    writer.uint16(fields.integer('flags'));
    writer.uint8(3);
    writer.uint8(fields.integer('algorithm'));
    writer.data(fields.octets('key'));
  },
};

export const ds: PacketRow<KnownRecordMap['DS']> = {
  toPacket({ keyTag, algorithm, digestType, digest }, owner, toBuffer) {
    return { ...owner, type: 'DS', data: { keyTag, algorithm, digestType, digest: toBuffer(digest) } };
  },
  write(writer, data) {
    const fields = new PacketFields(data);
    writer.uint16(fields.integer('keyTag'));
    writer.uint8(fields.integer('algorithm'));
    writer.uint8(fields.integer('digestType'));
    writer.data(fields.octets('digest'));
  },
};

export const nsec: PacketRow<KnownRecordMap['NSEC']> = {
  toPacket(record, owner) {
    const nextDomain = toPacketName(record.nextDomain);
    if (nextDomain === undefined) return undefined;
    return { ...owner, type: 'NSEC', data: { nextDomain, rrtypes: record.types.map(toPacketType) } };
  },
  write(writer, data) {
    const fields = new PacketFields(data);
    writer.plainName(fields.name('nextDomain'));
    writeTypeBitmap(writer, fields.types('rrtypes'));
  },
};

export const nsec3: PacketRow<KnownRecordMap['NSEC3']> = {
  toPacket({ hashAlgorithm, flags, iterations, salt, nextHashedOwner, types }, owner, toBuffer) {
    const data = {
      algorithm: hashAlgorithm,
      flags,
      iterations,
      salt: toBuffer(salt),
      nextDomain: toBuffer(nextHashedOwner),
      rrtypes: types.map(toPacketType),
    };
    return { ...owner, type: 'NSEC3', data };
  },
  write(writer, data) {
    const fields = new PacketFields(data);
    writer.uint8(fields.integer('algorithm'));
    writer.uint8(fields.integer('flags'));
    writer.uint16(fields.integer('iterations'));
    writer.characterString(fields.octets('salt'));
    writer.characterString(fields.octets('nextDomain'));
    writeTypeBitmap(writer, fields.types('rrtypes'));
  },
};

export const rrsig: PacketRow<KnownRecordMap['RRSIG']> = {
  toPacket({ typeCovered, algorithm, labels, expiration, inception, keyTag, ...record }, owner, toBuffer) {
    const signersName = toPacketName(record.signerName);
    if (signersName === undefined) return undefined;
    const data = {
      typeCovered: toPacketType(typeCovered),
      algorithm,
      labels,
      originalTTL: record.originalTtl,
      expiration,
      inception,
      keyTag,
      signersName,
      signature: toBuffer(record.signature),
    };
    return { ...owner, type: 'RRSIG', data };
  },
  write(writer, data) {
    const fields = new PacketFields(data);
    writer.uint16(fields.type('typeCovered'));
    writer.uint8(fields.integer('algorithm'));
    writer.uint8(fields.integer('labels'));
    for (const key of ['originalTTL', 'expiration', 'inception']) writer.uint32(fields.integer(key));
    writer.uint16(fields.integer('keyTag'));
    writer.plainName(fields.name('signersName'));
    writer.data(fields.octets('signature'));
  },
};

export const sshfp: PacketRow<KnownRecordMap['SSHFP']> = {
  toPacket({ algorithm, fingerprintType, fingerprint }, owner) {
    // dns-packet knows SHA-1 and SHA-256, and takes the length of the fingerprint from them.
    if (fingerprint.length !== fingerprintLengths.get(fingerprintType)) return undefined;
    const data = { algorithm, hash: fingerprintType, fingerprint: formatHex(fingerprint).toUpperCase() };
    return { ...owner, type: 'SSHFP', data };
  },
  write(writer, data) {
    const fields = new PacketFields(data);
    writer.uint8(fields.integer('algorithm'));
    writer.uint8(fields.integer('hash'));
    writer.data(parseHex(fields.string('fingerprint')));
  },
};

export const tlsa: PacketRow<KnownRecordMap['TLSA']> = {
  toPacket({ usage, selector, matchingType, data }, owner, toBuffer) {
    return { ...owner, type: 'TLSA', data: { usage, selector, matchingType, certificate: toBuffer(data) } };
  },
  write(writer, data) {
    const fields = new PacketFields(data);
    for (const key of ['usage', 'selector', 'matchingType']) writer.uint8(fields.integer(key));
    writer.data(fields.octets('certificate'));
  },
};

/** Octets of a fingerprint by its type (RFC 4255 section 3.1.2, RFC 6594 section 3.2). */
const fingerprintLengths: ReadonlyMap<number, number> = new Map([
  [1, 20],
  [2, 32],
]);
