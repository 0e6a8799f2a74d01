import { formatBase64 } from '../base-encoding.js';
import type { RecordCodec, RecordText } from '../codec.js';
import type { RecordHead } from '../record-head.js';

/** The OpenPGP key of a mail user (RFC 7929). */
export interface OpenpgpkeyRecord extends RecordHead<'OPENPGPKEY'> {
  readonly publicKey: Uint8Array;
}

/** The wire form. */
export const openpgpkey: RecordCodec<OpenpgpkeyRecord> = {
  type: 'OPENPGPKEY',
  read(reader, head) {
    return Object.assign(head, { publicKey: reader.rest() });
  },
  write(writer, { publicKey }) {
    writer.data(publicKey);
  },
};

/** The presentation form. */
export const openpgpkeyText: RecordText<OpenpgpkeyRecord> = {
  type: 'OPENPGPKEY',
  format({ publicKey }) {
    return formatBase64(publicKey);
  },
  parse(fields, head) {
    return { ...head, publicKey: fields.base64() };
  },
};
