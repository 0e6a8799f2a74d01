import { DnsError } from '../errors.js';
import { formatRdata, parseRecord } from '../records/presentation.js';
import { rdataKey } from '../records/rdata-key.js';
import type { RecordMap, RecordType, ResourceRecord } from '../records/record-map.js';
import { WireError } from '../records/wire-error.js';

/**
 * What servers are to have.
 *
 * A text is one record among theirs: the text of a TXT record, and of any type the RDATA as a zone file writes
 * it (`10 mail.example.org`; addresses and names in any spelling). A list is all of these. A function is asked
 * with the records of each answer, none for NODATA and NXDOMAIN.
 */
export type Wanted<T extends RecordType = RecordType> =
  | string
  | readonly string[]
  | ((records: readonly RecordMap[T][]) => boolean);

/**
 * Makes the test of what is wanted.
 *
 * Throws `RangeError` for an empty list, which everything would satisfy, and {@link DnsError} `EBADSTR` for a
 * text that no record of the type can have.
 */
export function matchWanted<T extends RecordType>(
  type: T,
  want: Wanted<T>,
): (records: readonly RecordMap[T][]) => boolean {
  if (typeof want === 'function') return want;
  const texts = typeof want === 'string' ? [want] : want;
  if (texts.length === 0) throw new RangeError('want is an empty list; it has to have a text or more');
  const tests = texts.map((text) => matchText(type, text));
  return (records) => tests.every((test) => records.some(test));
}

function matchText(type: RecordType, want: string): (record: ResourceRecord) => boolean {
  // Text without quotes would read as several strings, and of any type one cannot tell which to read.
  if (type === 'TXT' || type === 'ANY') {
    return (record) => (record.type === 'TXT' && record.text === want) || formatRdata(record) === want;
  }
  const key = wantedKey(type, want);
  return (record) => rdataKey(record) === key;
}

function wantedKey(type: RecordType, want: string): string {
  try {
    return rdataKey(parseRecord(type, want, { name: '.', class: 'IN', ttl: 0 }));
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw badWant(type, want, error);
  }
}

function badWant(type: RecordType, want: string, cause: WireError): DnsError {
  const message = `want ${JSON.stringify(want)} is no ${type} record: ${cause.message}`;
  return new DnsError('EBADSTR', message, { cause });
}
