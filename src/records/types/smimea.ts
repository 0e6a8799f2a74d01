import type { RecordCodec, RecordText } from '../codec.js';
import type { RecordHead } from '../record-head.js';
import {
  type CertificateAssociation,
  formatAssociation,
  parseAssociation,
  readAssociation,
  writeAssociation,
} from './certificate-association.js';

/** The certificate of a mail user (RFC 8162). */
export interface SmimeaRecord extends RecordHead<'SMIMEA'>, CertificateAssociation {}

/** The wire form. */
export const smimea: RecordCodec<SmimeaRecord> = {
  type: 'SMIMEA',
  read: readAssociation,
  write: writeAssociation,
};

/** The presentation form. */
export const smimeaText: RecordText<SmimeaRecord> = {
  type: 'SMIMEA',
  format: formatAssociation,
  parse: parseAssociation,
};
