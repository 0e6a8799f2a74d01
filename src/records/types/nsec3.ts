import { formatBase32hex, parseBase32hex } from '../base-encoding.js';
import type { RecordCodec, RecordText } from '../codec.js';
import type { TypeName } from '../codes.js';
import type { RecordHead } from '../record-head.js';
import { malformed, WireError } from '../wire-error.js';
import {
  formatHashParameters,
  type HashParameters,
  parseHashParameters,
  readHashParameters,
  writeHashParameters,
} from './hash-parameters.js';
import { readTypeBitmap, writeTypeBitmap } from './type-bitmap.js';

/** The proof of what does not exist, with hashed names (RFC 5155 section 3). */
export interface Nsec3Record extends RecordHead<'NSEC3'>, HashParameters {
  /** The next hash in order, 1 to 255 octets, not in base32hex. */
  readonly nextHashedOwner: Uint8Array;
  /** The types the hashed name has, ascending; none at an empty non-terminal. */
  readonly types: readonly TypeName[];
}

/** The wire form. */
export const nsec3: RecordCodec<Nsec3Record> = {
  type: 'NSEC3',
  read(reader, head) {
    const parameters = readHashParameters(reader);
    const nextHashedOwner = reader.characterString();
    if (nextHashedOwner.length === 0) throw malformed('an NSEC3 record without a hash', reader.position);
    return Object.assign(head, parameters, { nextHashedOwner, types: readTypeBitmap(reader) });
  },
  write(writer, record) {
    if (record.nextHashedOwner.length === 0) throw emptyHash();
    writeHashParameters(writer, record);
    writer.characterString(record.nextHashedOwner);
    writeTypeBitmap(writer, record.types);
  },
};

/** The presentation form. */
export const nsec3Text: RecordText<Nsec3Record> = {
  type: 'NSEC3',
  format(record) {
    return [formatHashParameters(record), formatBase32hex(record.nextHashedOwner), ...record.types].join(' ');
  },
  parse(fields, head) {
    const parameters = parseHashParameters(fields);
    const nextHashedOwner = parseBase32hex(fields.field());
    if (nextHashedOwner.length === 0) throw emptyHash();
    return { ...head, ...parameters, nextHashedOwner, types: fields.types() };
  },
};

function emptyHash(): WireError {
  return new WireError('EBADSTR', 'the next hashed owner of an NSEC3 record is empty');
}
