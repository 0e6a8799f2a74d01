import type { RecordCodec, RecordText } from '../codec.js';
import type { RecordHead } from '../record-head.js';
import { formatTarget, parseTarget, readTarget, type Target, writeTarget } from './target.js';

/** The canonical name of an alias (RFC 1035 section 3.3.1). */
export interface CnameRecord extends RecordHead<'CNAME'>, Target {}

/** The wire form. */
export const cname: RecordCodec<CnameRecord> = { type: 'CNAME', read: readTarget, write: writeTarget };

/** The presentation form. */
export const cnameText: RecordText<CnameRecord> = { type: 'CNAME', format: formatTarget, parse: parseTarget };
