import { formatBase64 } from '../base-encoding.js';
import type { RdataText } from '../rdata-text.js';
import type { Reader } from '../reader.js';
import type { RecordHead } from '../record-head.js';
import type { Writer } from '../writer.js';

/** A public key of a zone: the RDATA of DNSKEY and CDNSKEY (RFC 4034 section 2.1). */
export interface ZoneKey {
  /** 16 bits: 256 marks a zone key, 1 a secure entry point (257 for both), 128 a revoked key. */
  readonly flags: number;
  /** Always 3. */
  readonly protocol: number;
  /** 0 to 255 (IANA, "DNS Security Algorithm Numbers"). */
  readonly algorithm: number;
  readonly publicKey: Uint8Array;
  /** The number DS and RRSIG records find this key by; computed, and ignored on writing. */
  readonly keyTag: number;
}

/** Reads a zone key from RDATA and computes its tag. */
export function readKey<H extends RecordHead<string>>(reader: Reader, head: H): H & ZoneKey {
  const flags = reader.uint16();
  const protocol = reader.uint8();
  const algorithm = reader.uint8();
  return withTag(head, { flags, protocol, algorithm, publicKey: reader.rest() });
}

/** Writes a zone key as RDATA. */
export function writeKey(writer: Writer, { flags, protocol, algorithm, publicKey }: ZoneKey): void {
  writer.uint16(flags);
  writer.uint8(protocol);
  writer.uint8(algorithm);
  writer.data(publicKey);
}

/** Prints a zone key in presentation form. */
export function formatKey({ flags, protocol, algorithm, publicKey }: ZoneKey): string {
  return `${flags} ${protocol} ${algorithm} ${formatBase64(publicKey)}`;
}

/** Parses a zone key in presentation form and computes its tag. */
export function parseKey<H extends RecordHead<string>>(fields: RdataText, head: H): H & ZoneKey {
  const flags = fields.integer(0xffff);
  const protocol = fields.integer(0xff);
  const algorithm = fields.algorithm();
  return withTag(head, { flags, protocol, algorithm, publicKey: fields.base64() });
}

type UntaggedKey = Omit<ZoneKey, 'keyTag'>;

function withTag<H extends RecordHead<string>>(head: H, key: UntaggedKey): H & ZoneKey {
  return Object.assign(head, key, { keyTag: key.algorithm === 1 ? rsaMd5KeyTag(key) : keyTag(key) });
}

/** The RDATA as 16-bit numbers, summed with their carry (RFC 4034 appendix B). */
function keyTag({ flags, protocol, algorithm, publicKey }: UntaggedKey): number {
  let sum = flags + ((protocol << 8) | algorithm);
  for (const [index, octet] of publicKey.entries()) sum += index % 2 === 0 ? octet << 8 : octet;
  return (sum + (sum >> 16)) & 0xffff;
}

/** RSA/MD5 takes the upper 16 of the modulus's last 24 bits instead (RFC 4034 appendix B.1). */
function rsaMd5KeyTag({ publicKey }: UntaggedKey): number {
  return ((publicKey.at(-3) ?? 0) << 8) | (publicKey.at(-2) ?? 0);
}
