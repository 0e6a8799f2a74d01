import type { Reader } from '../reader.js';
import type { RecordHead } from '../record-head.js';
import type { Writer } from '../writer.js';

/** A record of a type that rxdns does not decode: its RDATA as octets, lossless (RFC 3597). */
export interface UnknownRecord extends RecordHead<`TYPE${number}`> {
  readonly data: Uint8Array;
}

export function readUnknown(reader: Reader, head: RecordHead<`TYPE${number}`>): UnknownRecord {
  return { ...head, data: reader.rest() };
}

export function writeUnknown(writer: Writer, { data }: UnknownRecord): void {
  writer.data(data);
}
