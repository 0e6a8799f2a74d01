import type { RecordCodec, RecordText } from '../codec.js';
import type { RecordHead } from '../record-head.js';
import {
  formatBinding,
  parseBinding,
  readBinding,
  type ServiceBinding,
  writeBinding,
} from './service-binding.js';

/** How to reach an HTTP origin (RFC 9460 section 9). */
export interface HttpsRecord extends RecordHead<'HTTPS'>, ServiceBinding {}

/** The wire form. */
export const https: RecordCodec<HttpsRecord> = { type: 'HTTPS', read: readBinding, write: writeBinding };

/** The presentation form. */
export const httpsText: RecordText<HttpsRecord> = {
  type: 'HTTPS',
  format: formatBinding,
  parse: parseBinding,
};
