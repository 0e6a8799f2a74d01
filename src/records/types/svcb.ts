import type { RecordCodec, RecordText } from '../codec.js';
import type { RecordHead } from '../record-head.js';
import {
  formatBinding,
  parseBinding,
  readBinding,
  type ServiceBinding,
  writeBinding,
} from './service-binding.js';

/** How to reach a service (RFC 9460). */
export interface SvcbRecord extends RecordHead<'SVCB'>, ServiceBinding {}

/** The wire form. */
export const svcb: RecordCodec<SvcbRecord> = { type: 'SVCB', read: readBinding, write: writeBinding };

/** The presentation form. */
export const svcbText: RecordText<SvcbRecord> = { type: 'SVCB', format: formatBinding, parse: parseBinding };
