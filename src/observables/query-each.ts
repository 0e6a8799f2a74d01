import type { Attempt, DnsError } from '../errors.js';
import type { RecordMap, RecordType, ResourceRecord } from '../records/record-map.js';

/** What a lookup came to, a failure included: a value, never an error of the stream. */
export interface Outcome<T extends RecordType = RecordType> {
  /** The name asked, in presentation form; the input as it was where it is no name. */
  readonly name: string;
  readonly type: T;
  /** `NOERROR`, `NODATA`, an rcode, or what went wrong without its `E` (`TIMEOUT`, `CONNREFUSED`, `BADNAME` ...). */
  readonly status: string;
  /** The records of the asked type; empty unless `status` is `NOERROR`. */
  readonly records: readonly RecordMap[T][];
  /** Seconds the records may be kept, or the negative answer; absent where no answer came. */
  readonly ttl?: number;
  /** Milliseconds. */
  readonly elapsed: number;
  /** The server whose answer this is; absent where none answered. */
  readonly server?: string;
  readonly attempts: readonly Attempt[];
  /** Present unless `status` is `NOERROR`. */
  readonly error?: DnsError;
}

/** The outcome of one input of a batch. */
export interface QueryOutcome<T extends RecordType = RecordType> extends Outcome<T> {
  /** The input as it came. */
  readonly input: string;
  /** The position of the input, from 0. */
  readonly index: number;
}

export type AnyRecord = ResourceRecord;
