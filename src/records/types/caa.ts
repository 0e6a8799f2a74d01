import type { RecordCodec, RecordText } from '../codec.js';
import { quoteText } from '../field-text.js';
import type { RecordHead } from '../record-head.js';
import { decodeText, encodeText } from '../text.js';
import { malformed, WireError } from '../wire-error.js';

/** Who may issue certificates for a name (RFC 8659 section 4). */
export interface CaaRecord extends RecordHead<'CAA'> {
  /** Whether an issuer that does not know `tag` must refuse. It decides the top bit of `flags` on writing. */
  readonly critical: boolean;
  /** The whole octet, 0 to 255: 128 is `critical`, the other bits are reserved. */
  readonly flags: number;
  /** ASCII letters and digits; compared without case. */
  readonly tag: string;
  readonly value: string;
}

/** The wire form. */
export const caa: RecordCodec<CaaRecord> = {
  type: 'CAA',
  read(reader, head) {
    const flags = reader.uint8();
    const tagAt = reader.position + 1;
    const tag = decodeText(reader.characterString());
    if (!isTag(tag)) throw malformed('a CAA tag that is not letters and digits', tagAt);
    return Object.assign(head, { critical: flags >= 0x80, flags, tag, value: decodeText(reader.rest()) });
  },
  write(writer, { critical, flags, tag, value }) {
    writer.uint8(critical ? flags | 0x80 : flags & ~0x80);
    writer.text(checkTag(tag));
    writer.data(encodeText(value));
  },
};

/** The presentation form. */
export const caaText: RecordText<CaaRecord> = {
  type: 'CAA',
  format({ critical, flags, tag, value }) {
    return `${critical ? flags | 0x80 : flags & ~0x80} ${checkTag(tag)} ${quoteText(value)}`;
  },
  parse(fields, head) {
    const flags = fields.integer(0xff);
    const tag = checkTag(fields.field());
    return { ...head, critical: flags >= 0x80, flags, tag, value: fields.text(0xffff) };
  },
};

function checkTag(tag: string): string {
  if (isTag(tag)) return tag;
  throw new WireError('EBADSTR', 'a CAA tag is ASCII letters and digits');
}

function isTag(tag: string): boolean {
  return /^[\da-z]+$/i.test(tag);
}
