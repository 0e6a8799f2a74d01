import { formatHex } from '../base-encoding.js';
import type { RdataText } from '../rdata-text.js';
import type { Reader } from '../reader.js';
import type { RecordHead } from '../record-head.js';
import type { Writer } from '../writer.js';

/** The digest of a zone's key: the RDATA of DS and CDS (RFC 4034 section 5.1). */
export interface DelegationDigest {
  /** The tag of the key, 0 to 65,535. */
  readonly keyTag: number;
  /** The algorithm of the key, 0 to 255 (IANA, "DNS Security Algorithm Numbers"). */
  readonly algorithm: number;
  /** 1 for SHA-1, 2 for SHA-256, 4 for SHA-384. */
  readonly digestType: number;
  readonly digest: Uint8Array;
}

/** Reads a delegation digest from RDATA. */
export function readDigest<H extends RecordHead<string>>(reader: Reader, head: H): H & DelegationDigest {
  return Object.assign(head, {
    keyTag: reader.uint16(),
    algorithm: reader.uint8(),
    digestType: reader.uint8(),
    digest: reader.rest(),
  });
}

/** Writes a delegation digest as RDATA. */
export function writeDigest(
  writer: Writer,
  { keyTag, algorithm, digestType, digest }: DelegationDigest,
): void {
  writer.uint16(keyTag);
  writer.uint8(algorithm);
  writer.uint8(digestType);
  writer.data(digest);
}

/** Prints a delegation digest in presentation form. */
export function formatDigest({ keyTag, algorithm, digestType, digest }: DelegationDigest): string {
  return `${keyTag} ${algorithm} ${digestType} ${formatHex(digest)}`;
}

/** Parses a delegation digest in presentation form. */
export function parseDigest<H extends RecordHead<string>>(fields: RdataText, head: H): H & DelegationDigest {
  return {
    ...head,
    keyTag: fields.integer(0xffff),
    algorithm: fields.algorithm(),
    digestType: fields.integer(0xff),
    digest: fields.hex(),
  };
}
