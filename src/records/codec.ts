import type { Reader } from './reader.js';
import type { RecordHead } from './record-head.js';
import type { Writer } from './writer.js';

/** Reads and writes the RDATA of one record type. */
export interface RecordCodec<R extends RecordHead<string>> {
  readonly type: R['type'];
  /** Reads RDATA up to `reader.end` and returns the whole record. Throws {@link WireError} `EBADRESP`. */
  read(reader: Reader, head: RecordHead<R['type']>): R;
  /** Writes the RDATA. Throws {@link WireError} `EBADNAME` or `EBADSTR` for a field that does not fit. */
  write(writer: Writer, record: R): void;
}

/** The RDATA fields of a record: all but what every record has. */
export type Rdata<R extends RecordHead<string>> = Omit<R, keyof RecordHead<string>>;
