import {
  type Attempt,
  type DnsError,
  errorCodes,
  type QueryOutcome,
  type RecordType,
  type ResourceRecord,
} from '../index.js';
import { rcodes } from '../records/codes.js';
import type { Inquiry, Rejection } from './inquiry.js';

/** What one input and type came to, as every format, the counts and the filter see it. */
export interface Report {
  /** The line without its comment. */
  readonly input: string;
  /** The position of the line among the inputs, from 0. */
  readonly index: number;
  /** The row of CSV or NDJSON that the name is from, as JSON; as cells where the output is CSV. */
  readonly row: string | undefined;
  readonly outcome: ReportedOutcome;
}

/** An outcome whose type may be one that does not exist. */
export interface ReportedOutcome {
  readonly name: string;
  /** As asked; as the line has it where it could not be asked. */
  readonly type: string;
  readonly status: string;
  readonly records: readonly ResourceRecord[];
  readonly ttl: number | undefined;
  /** Milliseconds. */
  readonly elapsed: number;
  readonly server: string | undefined;
  readonly attempts: readonly Attempt[];
  /** The resolver makes it when it is first read, which costs: read it only to print it. */
  readonly error: DnsError | undefined;
}

/** The statuses that are answers: the name or the type exists, or it does not. */
export const definiteStatuses: ReadonlySet<string> = new Set(['NOERROR', 'NODATA', 'NXDOMAIN']);

/** Whether an outcome may have this status: a rcode, NODATA, or the code of an error without its E. */
export function isStatus(word: string): boolean {
  return word === 'NODATA' || word in rcodes || /^RCODE\d+$/.test(word) || `E${word}` in errorCodes;
}

/** The report on an outcome of the batch operator. */
export function reportOutcome(outcome: QueryOutcome<RecordType, Inquiry>): Report {
  const { text, index, row } = outcome.input;
  return { input: text, index, row, outcome };
}

/** The reports on a line that could not be asked, one for each of its types. */
export function reportRejection({ text, index, types, error, row }: Rejection): readonly Report[] {
  return types.map((type) => ({ input: text, index, row, outcome: failure(text, type, error) }));
}

/** The report on a question that was given up. */
export function reportAbandoned(inquiry: Inquiry, type: RecordType, error: DnsError): Report {
  const { text, index, name, row } = inquiry;
  return { input: text, index, row, outcome: failure(name, type, error) };
}

function failure(name: string, type: string, error: DnsError): ReportedOutcome {
  const status = error.code.slice(1);
  return {
    name,
    type,
    status,
    records: [],
    ttl: undefined,
    elapsed: 0,
    server: undefined,
    attempts: [],
    error,
  };
}
