import { formatHex } from '../base-encoding.js';
import type { RecordCodec, RecordText } from '../codec.js';
import type { RecordHead } from '../record-head.js';

/** The fingerprint of an SSH host key (RFC 4255). */
export interface SshfpRecord extends RecordHead<'SSHFP'> {
  /** 1 RSA, 2 DSA, 3 ECDSA, 4 Ed25519, 6 Ed448. */
  readonly algorithm: number;
  /** 1 SHA-1, 2 SHA-256. */
  readonly fingerprintType: number;
  readonly fingerprint: Uint8Array;
}

/** The wire form. */
export const sshfp: RecordCodec<SshfpRecord> = {
  type: 'SSHFP',
  read(reader, head) {
    return Object.assign(head, {
      algorithm: reader.uint8(),
      fingerprintType: reader.uint8(),
      fingerprint: reader.rest(),
    });
  },
  write(writer, { algorithm, fingerprintType, fingerprint }) {
    writer.uint8(algorithm);
    writer.uint8(fingerprintType);
    writer.data(fingerprint);
  },
};

/** The presentation form. */
export const sshfpText: RecordText<SshfpRecord> = {
  type: 'SSHFP',
  format({ algorithm, fingerprintType, fingerprint }) {
    return `${algorithm} ${fingerprintType} ${formatHex(fingerprint)}`;
  },
  parse(fields, head) {
    return {
      ...head,
      algorithm: fields.integer(0xff),
      fingerprintType: fields.integer(0xff),
      fingerprint: fields.hex(),
    };
  },
};
