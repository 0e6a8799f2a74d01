import type { RecordCodec, RecordText } from '../codec.js';
import type { RecordHead } from '../record-head.js';
import {
  type CertificateAssociation,
  formatAssociation,
  parseAssociation,
  readAssociation,
  writeAssociation,
} from './certificate-association.js';

/** The certificate of a TLS server (RFC 6698). */
export interface TlsaRecord extends RecordHead<'TLSA'>, CertificateAssociation {}

/** The wire form. */
export const tlsa: RecordCodec<TlsaRecord> = { type: 'TLSA', read: readAssociation, write: writeAssociation };

/** The presentation form. */
export const tlsaText: RecordText<TlsaRecord> = {
  type: 'TLSA',
  format: formatAssociation,
  parse: parseAssociation,
};
