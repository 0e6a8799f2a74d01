import type { RecordCodec, RecordText } from '../codec.js';
import type { RecordHead } from '../record-head.js';
import { formatTarget, parseTarget, readTarget, type Target } from './target.js';

/** The redirection of all names below the owner (RFC 6672). */
export interface DnameRecord extends RecordHead<'DNAME'>, Target {}

/** The wire form. */
export const dname: RecordCodec<DnameRecord> = {
  type: 'DNAME',
  // RFC 6672 section 2.5 forbids compression, but RFC 2672 had servers that compress.
  read: readTarget,
  write(writer, { target }) {
    writer.plainName(target);
  },
};

/** The presentation form. */
export const dnameText: RecordText<DnameRecord> = { type: 'DNAME', format: formatTarget, parse: parseTarget };
