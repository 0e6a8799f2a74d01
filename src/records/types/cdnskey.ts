import type { RecordCodec, RecordText } from '../codec.js';
import type { RecordHead } from '../record-head.js';
import { formatKey, parseKey, readKey, writeKey, type ZoneKey } from './zone-key.js';

/** The key that a zone asks its parent to publish as DS (RFC 7344 section 3.2). */
export interface CdnskeyRecord extends RecordHead<'CDNSKEY'>, ZoneKey {}

/** The wire form. */
export const cdnskey: RecordCodec<CdnskeyRecord> = { type: 'CDNSKEY', read: readKey, write: writeKey };

/** The presentation form. */
export const cdnskeyText: RecordText<CdnskeyRecord> = { type: 'CDNSKEY', format: formatKey, parse: parseKey };
