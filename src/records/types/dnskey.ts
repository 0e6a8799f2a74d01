import type { RecordCodec, RecordText } from '../codec.js';
import type { RecordHead } from '../record-head.js';
import { formatKey, parseKey, readKey, writeKey, type ZoneKey } from './zone-key.js';

/** A public key that signs a zone (RFC 4034 section 2). */
export interface DnskeyRecord extends RecordHead<'DNSKEY'>, ZoneKey {}

/** The wire form. */
export const dnskey: RecordCodec<DnskeyRecord> = { type: 'DNSKEY', read: readKey, write: writeKey };

/** The presentation form. */
export const dnskeyText: RecordText<DnskeyRecord> = { type: 'DNSKEY', format: formatKey, parse: parseKey };
