import type { RecordCodec, RecordText } from '../codec.js';
import type { RecordHead } from '../record-head.js';
import { formatHardwareAddress, type HardwareAddress, parseHardwareAddress } from './hardware-address.js';

/** A hardware address of 48 bits (RFC 7043 section 3). */
export interface Eui48Record extends RecordHead<'EUI48'>, HardwareAddress {}

/** The wire form. */
export const eui48: RecordCodec<Eui48Record> = {
  type: 'EUI48',
  read(reader, head) {
    return Object.assign(head, { address: formatHardwareAddress(reader.data(6)) });
  },
  write(writer, { address }) {
    writer.data(parseHardwareAddress(address, 6));
  },
};

/** The presentation form. */
export const eui48Text: RecordText<Eui48Record> = {
  type: 'EUI48',
  format({ address }) {
    return formatHardwareAddress(parseHardwareAddress(address, 6));
  },
  parse(fields, head) {
    return { ...head, address: formatHardwareAddress(parseHardwareAddress(fields.field(), 6)) };
  },
};
