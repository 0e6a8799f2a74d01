import type { ResourceRecord } from './record-map.js';

/** The RDATA of a record in presentation form, as a zone file writes it (RFC 1035 section 5.1). */
export function formatRdata(record: ResourceRecord): string {
  throw new Error(record.type);
}
