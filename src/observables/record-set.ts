import { rdataKey } from '../records/rdata-key.js';
import type { ResourceRecord } from '../records/record-map.js';

/** What came and what went between two sets of records, by type and RDATA; TTLs and order do not count. */
export function compareSets<R extends ResourceRecord>(
  before: readonly R[],
  after: readonly R[],
): { readonly added: readonly R[]; readonly removed: readonly R[] } {
  return { added: without(after, before), removed: without(before, after) };
}

/** Whether two sets have the same records. */
export function sameSet(left: readonly ResourceRecord[], right: readonly ResourceRecord[]): boolean {
  const { added, removed } = compareSets(left, right);
  return added.length === 0 && removed.length === 0;
}

function without<R extends ResourceRecord>(records: readonly R[], others: readonly R[]): readonly R[] {
  const keys = new Set(others.map(rdataKey));
  return records.filter((record) => !keys.has(rdataKey(record)));
}
