import type { RecordCodec, RecordText } from '../codec.js';
import { absoluteName, quoteText } from '../field-text.js';
import type { RecordHead } from '../record-head.js';
import { decodeText } from '../text.js';

/** A rule that rewrites a string to a name or URI (RFC 3403 section 4). */
export interface NaptrRecord extends RecordHead<'NAPTR'> {
  /** 0 to 65,535; the lowest is applied first. */
  readonly order: number;
  /** 0 to 65,535; chooses among rules of one order. */
  readonly preference: number;
  readonly flags: string;
  readonly services: string;
  /** The substitution expression, its backslashes as they are. */
  readonly regexp: string;
  /** The next name; `.` where `regexp` is used. */
  readonly replacement: string;
}

/** The wire form. */
export const naptr: RecordCodec<NaptrRecord> = {
  type: 'NAPTR',
  read(reader, head) {
    return Object.assign(head, {
      order: reader.uint16(),
      preference: reader.uint16(),
      flags: decodeText(reader.characterString()),
      services: decodeText(reader.characterString()),
      regexp: decodeText(reader.characterString()),
      replacement: reader.name(),
    });
  },
  write(writer, { order, preference, flags, services, regexp, replacement }) {
    writer.uint16(order);
    writer.uint16(preference);
    for (const text of [flags, services, regexp]) writer.text(text);
    writer.plainName(replacement);
  },
};

/** The presentation form. */
export const naptrText: RecordText<NaptrRecord> = {
  type: 'NAPTR',
  format({ order, preference, flags, services, regexp, replacement }) {
    const strings = [flags, services, regexp].map(quoteText).join(' ');
    return `${order} ${preference} ${strings} ${absoluteName(replacement)}`;
  },
  parse(fields, head) {
    return {
      ...head,
      order: fields.integer(0xffff),
      preference: fields.integer(0xffff),
      flags: fields.text(),
      services: fields.text(),
      regexp: fields.text(),
      replacement: fields.name(),
    };
  },
};
