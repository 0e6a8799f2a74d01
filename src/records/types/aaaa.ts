import type { RecordCodec, RecordText } from '../codec.js';
import { formatIpv6, parseIpv6 } from '../ip.js';
import type { RecordHead } from '../record-head.js';

/** An IPv6 address (RFC 3596 section 2.2). */
export interface AaaaRecord extends RecordHead<'AAAA'> {
  /** As inet_ntop prints it (RFC 5952). */
  readonly address: string;
}

/** The wire form. */
export const aaaa: RecordCodec<AaaaRecord> = {
  type: 'AAAA',
  read(reader, head) {
    const at = reader.advance(16);
    return {
      name: head.name,
      type: head.type,
      class: head.class,
      ttl: head.ttl,
      address: formatIpv6(reader.octets, at),
    };
  },
  write(writer, { address }) {
    writer.data(parseIpv6(address));
  },
};

/** The presentation form. */
export const aaaaText: RecordText<AaaaRecord> = {
  type: 'AAAA',
  format({ address }) {
    return formatIpv6(parseIpv6(address));
  },
  parse(fields, head) {
    return { ...head, address: formatIpv6(parseIpv6(fields.field())) };
  },
};
