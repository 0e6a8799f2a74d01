import type { RecordCodec, RecordText } from '../codec.js';
import type { RecordHead } from '../record-head.js';
import { formatTarget, parseTarget, readTarget, type Target, writeTarget } from './target.js';

/** An authoritative name server of a zone (RFC 1035 section 3.3.11). */
export interface NsRecord extends RecordHead<'NS'>, Target {}

/** The wire form. */
export const ns: RecordCodec<NsRecord> = { type: 'NS', read: readTarget, write: writeTarget };

/** The presentation form. */
export const nsText: RecordText<NsRecord> = { type: 'NS', format: formatTarget, parse: parseTarget };
