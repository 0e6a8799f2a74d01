import type { RecordCodec, RecordText } from '../codec.js';
import type { RecordHead } from '../record-head.js';
import { formatTarget, parseTarget, readTarget, type Target, writeTarget } from './target.js';

/** A pointer to another name, as reverse zones have them (RFC 1035 section 3.3.12). */
export interface PtrRecord extends RecordHead<'PTR'>, Target {}

/** The wire form. */
export const ptr: RecordCodec<PtrRecord> = { type: 'PTR', read: readTarget, write: writeTarget };

/** The presentation form. */
export const ptrText: RecordText<PtrRecord> = { type: 'PTR', format: formatTarget, parse: parseTarget };
