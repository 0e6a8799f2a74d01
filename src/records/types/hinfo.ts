import type { RecordCodec, RecordText } from '../codec.js';
import { quoteText } from '../field-text.js';
import type { RecordHead } from '../record-head.js';
import { decodeText } from '../text.js';

/** The kind of a host (RFC 1035 section 3.3.2); also the short answer to ANY (RFC 8482 section 4.2). */
export interface HinfoRecord extends RecordHead<'HINFO'> {
  readonly cpu: string;
  readonly os: string;
}

/** The wire form. */
export const hinfo: RecordCodec<HinfoRecord> = {
  type: 'HINFO',
  read(reader, head) {
    const cpu = decodeText(reader.characterString());
    return Object.assign(head, { cpu, os: decodeText(reader.characterString()) });
  },
  write(writer, { cpu, os }) {
    writer.text(cpu);
    writer.text(os);
  },
};

/** The presentation form. */
export const hinfoText: RecordText<HinfoRecord> = {
  type: 'HINFO',
  format({ cpu, os }) {
    return `${quoteText(cpu)} ${quoteText(os)}`;
  },
  parse(fields, head) {
    return { ...head, cpu: fields.text(), os: fields.text() };
  },
};
