import type { RecordCodec, RecordText } from '../codec.js';
import type { RecordHead } from '../record-head.js';
import {
  type DelegationDigest,
  formatDigest,
  parseDigest,
  readDigest,
  writeDigest,
} from './delegation-digest.js';

/** The key that signs a delegated zone, as a digest (RFC 4034 section 5). */
export interface DsRecord extends RecordHead<'DS'>, DelegationDigest {}

/** The wire form. */
export const ds: RecordCodec<DsRecord> = { type: 'DS', read: readDigest, write: writeDigest };

/** The presentation form. */
export const dsText: RecordText<DsRecord> = { type: 'DS', format: formatDigest, parse: parseDigest };
