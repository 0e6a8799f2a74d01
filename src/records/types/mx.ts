import type { RecordCodec, RecordText } from '../codec.js';
import { absoluteName } from '../field-text.js';
import type { RecordHead } from '../record-head.js';

/** A mail exchange (RFC 1035 section 3.3.9). */
export interface MxRecord extends RecordHead<'MX'> {
  /** 0 to 65,535; the lowest is tried first. */
  readonly preference: number;
  readonly exchange: string;
}

/** The wire form. */
export const mx: RecordCodec<MxRecord> = {
  type: 'MX',
  read(reader, head) {
    return {
      name: head.name,
      type: head.type,
      class: head.class,
      ttl: head.ttl,
      preference: reader.uint16(),
      exchange: reader.name(),
    };
  },
  write(writer, { preference, exchange }) {
    writer.uint16(preference);
    writer.name(exchange);
  },
};

/** The presentation form. */
export const mxText: RecordText<MxRecord> = {
  type: 'MX',
  format({ preference, exchange }) {
    return `${preference} ${absoluteName(exchange)}`;
  },
  parse(fields, head) {
    return { ...head, preference: fields.integer(0xffff), exchange: fields.name() };
  },
};
