import type { RecordCodec } from '../codec.js';
import { formatIpv4, parseIpv4 } from '../ip.js';
import type { RecordHead } from '../record-head.js';

/** An IPv4 address (RFC 1035 section 3.4.1). */
export interface ARecord extends RecordHead<'A'> {
  /** Four decimal numbers with dots. */
  readonly address: string;
}

export const a: RecordCodec<ARecord> = {
  type: 'A',
  read(reader, head) {
    return { ...head, address: formatIpv4(reader.data(4)) };
  },
  write(writer, { address }) {
    writer.data(parseIpv4(address));
  },
};
