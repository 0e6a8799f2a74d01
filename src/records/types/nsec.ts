import type { RecordCodec, RecordText } from '../codec.js';
import type { TypeName } from '../codes.js';
import { absoluteName } from '../field-text.js';
import type { RecordHead } from '../record-head.js';
import { readTypeBitmap, writeTypeBitmap } from './type-bitmap.js';

/** The proof of what does not exist: the next name and the types at this one (RFC 4034 section 4). */
export interface NsecRecord extends RecordHead<'NSEC'> {
  /** The next owner in canonical order; the zone's apex after the last. */
  readonly nextDomain: string;
  /** The types the owner has, ascending. */
  readonly types: readonly TypeName[];
}

/** The wire form. */
export const nsec: RecordCodec<NsecRecord> = {
  type: 'NSEC',
  read(reader, head) {
    return Object.assign(head, { nextDomain: reader.plainName(), types: readTypeBitmap(reader) });
  },
  write(writer, { nextDomain, types }) {
    writer.plainName(nextDomain);
    writeTypeBitmap(writer, types);
  },
};

/** The presentation form. */
export const nsecText: RecordText<NsecRecord> = {
  type: 'NSEC',
  format({ nextDomain, types }) {
    return [absoluteName(nextDomain), ...types].join(' ');
  },
  parse(fields, head) {
    return { ...head, nextDomain: fields.name(), types: fields.types() };
  },
};
