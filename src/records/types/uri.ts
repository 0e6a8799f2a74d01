import type { RecordCodec, RecordText } from '../codec.js';
import { quoteText } from '../field-text.js';
import type { RecordHead } from '../record-head.js';
import { decodeText, encodeText } from '../text.js';
import { malformed, WireError } from '../wire-error.js';

/** The URI of a service (RFC 7553). */
export interface UriRecord extends RecordHead<'URI'> {
  /** 0 to 65,535; the lowest is tried first. */
  readonly priority: number;
  /** 0 to 65,535; the share among URIs of one priority. */
  readonly weight: number;
  /** The URI; never empty. */
  readonly target: string;
}

/** The wire form. */
export const uri: RecordCodec<UriRecord> = {
  type: 'URI',
  read(reader, head) {
    const priority = reader.uint16();
    const weight = reader.uint16();
    if (reader.remaining === 0) throw malformed('a URI record without a URI', reader.position);
    return Object.assign(head, { priority, weight, target: decodeText(reader.rest()) });
  },
  write(writer, { priority, weight, target }) {
    if (target === '') throw new WireError('EBADSTR', 'the target of a URI record is empty');
    writer.uint16(priority);
    writer.uint16(weight);
    writer.data(encodeText(target));
  },
};

/** The presentation form. */
export const uriText: RecordText<UriRecord> = {
  type: 'URI',
  format({ priority, weight, target }) {
    return `${priority} ${weight} ${quoteText(target)}`;
  },
  parse(fields, head) {
    const numbers = { priority: fields.integer(0xffff), weight: fields.integer(0xffff) };
    const target = fields.text(0xffff);
    if (target === '') throw new WireError('EBADSTR', 'the target of a URI record is empty');
    return { ...head, ...numbers, target };
  },
};
