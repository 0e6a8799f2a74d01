import type { RecordCodec, RecordText } from '../codec.js';
import type { RecordHead } from '../record-head.js';
import { formatHardwareAddress, type HardwareAddress, parseHardwareAddress } from './hardware-address.js';

/** A hardware address of 64 bits (RFC 7043 section 4). */
export interface Eui64Record extends RecordHead<'EUI64'>, HardwareAddress {}

/** The wire form. */
export const eui64: RecordCodec<Eui64Record> = {
  type: 'EUI64',
  read(reader, head) {
    return Object.assign(head, { address: formatHardwareAddress(reader.data(8)) });
  },
  write(writer, { address }) {
    writer.data(parseHardwareAddress(address, 8));
  },
};

/** The presentation form. */
export const eui64Text: RecordText<Eui64Record> = {
  type: 'EUI64',
  format({ address }) {
    return formatHardwareAddress(parseHardwareAddress(address, 8));
  },
  parse(fields, head) {
    return { ...head, address: formatHardwareAddress(parseHardwareAddress(fields.field(), 8)) };
  },
};
