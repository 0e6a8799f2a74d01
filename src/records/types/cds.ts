import type { RecordCodec, RecordText } from '../codec.js';
import type { RecordHead } from '../record-head.js';
import {
  type DelegationDigest,
  formatDigest,
  parseDigest,
  readDigest,
  writeDigest,
} from './delegation-digest.js';

/** The DS record that a zone asks its parent to publish (RFC 7344 section 3.1). */
export interface CdsRecord extends RecordHead<'CDS'>, DelegationDigest {}

/** The wire form. */
export const cds: RecordCodec<CdsRecord> = { type: 'CDS', read: readDigest, write: writeDigest };

/** The presentation form. */
export const cdsText: RecordText<CdsRecord> = { type: 'CDS', format: formatDigest, parse: parseDigest };
