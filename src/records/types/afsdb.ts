import type { RecordCodec, RecordText } from '../codec.js';
import { absoluteName } from '../field-text.js';
import type { RecordHead } from '../record-head.js';

/** A server of an AFS cell or a DCE cell (RFC 1183 section 1). */
export interface AfsdbRecord extends RecordHead<'AFSDB'> {
  /** 1 for an AFS volume location server, 2 for a DCE authentication server. */
  readonly subtype: number;
  readonly hostname: string;
}

/** The wire form. */
export const afsdb: RecordCodec<AfsdbRecord> = {
  type: 'AFSDB',
  read(reader, head) {
    return Object.assign(head, { subtype: reader.uint16(), hostname: reader.name() });
  },
  write(writer, { subtype, hostname }) {
    writer.uint16(subtype);
    writer.plainName(hostname);
  },
};

/** The presentation form. */
export const afsdbText: RecordText<AfsdbRecord> = {
  type: 'AFSDB',
  format({ subtype, hostname }) {
    return `${subtype} ${absoluteName(hostname)}`;
  },
  parse(fields, head) {
    return { ...head, subtype: fields.integer(0xffff), hostname: fields.name() };
  },
};
