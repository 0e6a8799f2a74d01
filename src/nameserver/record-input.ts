import type { IncompleteRecord, ResourceRecord } from '../records/record-map.js';
import { writeRecord } from '../records/registry.js';
import { Writer } from '../records/writer.js';

/** The TTL of records that say nothing about it, in seconds. */
export const defaultTtl = 300;

/** A record whose class may be left out (IN), and its TTL, too (300 seconds). */
export type RecordInput = IncompleteRecord<'class' | 'ttl'>;

/** Fills in class and TTL. Throws {@link WireError} for a field that cannot be encoded. */
export function completeRecord(input: RecordInput): ResourceRecord {
  return checkRecord({ class: 'IN', ttl: defaultTtl, ...input });
}

/** A record that cannot be encoded should fail where it is given, not where it is asked for. */
export function checkRecord(record: ResourceRecord): ResourceRecord {
  writeRecord(new Writer(), record);
  return record;
}
