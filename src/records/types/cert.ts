import { formatBase64 } from '../base-encoding.js';
import type { RecordCodec, RecordText } from '../codec.js';
import type { RecordHead } from '../record-head.js';

/** A certificate or revocation list (RFC 4398). */
export interface CertRecord extends RecordHead<'CERT'> {
  /** 1 PKIX, 2 SPKI, 3 PGP, 4 to 6 the same by reference, 253 URI, 254 OID. */
  readonly certificateType: number;
  /** The tag of the key in it, 0 to 65,535. */
  readonly keyTag: number;
  /** 0 to 255 (IANA, "DNS Security Algorithm Numbers"); 0 where it is none of them. */
  readonly algorithm: number;
  readonly certificate: Uint8Array;
}

/** The wire form. */
export const cert: RecordCodec<CertRecord> = {
  type: 'CERT',
  read(reader, head) {
    return Object.assign(head, {
      certificateType: reader.uint16(),
      keyTag: reader.uint16(),
      algorithm: reader.uint8(),
      certificate: reader.rest(),
    });
  },
  write(writer, { certificateType, keyTag, algorithm, certificate }) {
    writer.uint16(certificateType);
    writer.uint16(keyTag);
    writer.uint8(algorithm);
    writer.data(certificate);
  },
};

/** The presentation form. */
export const certText: RecordText<CertRecord> = {
  type: 'CERT',
  format({ certificateType, keyTag, algorithm, certificate }) {
    return `${certificateType} ${keyTag} ${algorithm} ${formatBase64(certificate)}`;
  },
  parse(fields, head) {
    return {
      ...head,
      certificateType: fields.integer(0xffff, certificateTypes),
      keyTag: fields.integer(0xffff),
      algorithm: fields.algorithm(),
      certificate: fields.base64(),
    };
  },
};

/** RFC 4398 section 2.1. */
const certificateTypes: ReadonlyMap<string, number> = new Map([
  ['PKIX', 1],
  ['SPKI', 2],
  ['PGP', 3],
  ['IPKIX', 4],
  ['ISPKI', 5],
  ['IPGP', 6],
  ['ACPKIX', 7],
  ['IACPKIX', 8],
  ['URI', 253],
  ['OID', 254],
]);
