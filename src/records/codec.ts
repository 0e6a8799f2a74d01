import type { RdataText } from './rdata-text.js';
import type { Reader } from './reader.js';
import type { RecordHead } from './record-head.js';
import type { Writer } from './writer.js';

/** Reads and writes the RDATA of one record type. */
export interface RecordCodec<R extends RecordHead<string>> {
  readonly type: R['type'];
  /**
   * Reads RDATA up to `reader.end` and returns the whole record. Throws {@link WireError} `EBADRESP`.
   *
   * `head` is fresh: the fields are added to it, since a spread of it into a new object costs ten times as much.
   * The types that most answers have write the record out, which saves another 30 to 50 ns.
   */
  read(reader: Reader, head: RecordHead<R['type']>): R;
  /** Writes the RDATA. Throws {@link WireError} `EBADNAME` or `EBADSTR` for a field that does not fit. */
  write(writer: Writer, record: R): void;
}

/**
 * Prints and parses the RDATA of one record type as a zone file writes it.
 *
 * Apart from {@link RecordCodec}, so that a bundle that only resolves carries none of it.
 */
export interface RecordText<R extends RecordHead<string>> {
  readonly type: R['type'];
  /** The RDATA in presentation form, names absolute. */
  format(record: R): string;
  /** Takes the fields in their order and returns the whole record. Throws {@link WireError} `EBADNAME` or `EBADSTR`. */
  parse(fields: RdataText, head: RecordHead<R['type']>): R;
}

/** The RDATA fields of a record: all but what every record has. Of a union, one alternative per record. */
export type Rdata<R extends RecordHead<string>> =
  R extends RecordHead<string> ? Omit<R, keyof RecordHead<string>> : never;
