import type { RecordCodec, RecordText } from '../codec.js';
import { formatIpv4, parseIpv4 } from '../ip.js';
import type { RecordHead } from '../record-head.js';

/** An IPv4 address (RFC 1035 section 3.4.1). */
export interface ARecord extends RecordHead<'A'> {
  /** Four decimal numbers with dots. */
  readonly address: string;
}

/** The wire form. */
export const a: RecordCodec<ARecord> = {
  type: 'A',
  read(reader, head) {
    const at = reader.advance(4);
    return {
      name: head.name,
      type: head.type,
      class: head.class,
      ttl: head.ttl,
      address: formatIpv4(reader.octets, at),
    };
  },
  write(writer, { address }) {
    writer.data(parseIpv4(address));
  },
};

/** The presentation form. */
export const aText: RecordText<ARecord> = {
  type: 'A',
  format({ address }) {
    return formatIpv4(parseIpv4(address));
  },
  parse(fields, head) {
    return { ...head, address: formatIpv4(parseIpv4(fields.field())) };
  },
};
