import { formatRdata } from './presentation.js';
import type { ResourceRecord } from './record-map.js';

/**
 * A text that is equal for records of equal type and RDATA, whatever their owners and TTLs.
 *
 * Names in RDATA count without case (RFC 4343): a server that compresses them gives back the case of whoever
 * asked. Throws {@link WireError} where a field does not fit its type.
 */
export function rdataKey(record: ResourceRecord): string {
  const text = `${record.type} ${formatRdata(foldName(record))}`;
  return namesOnly.has(record.type) ? text.toLowerCase() : text;
}

/** Types whose text is names, numbers and words without case. */
const namesOnly: ReadonlySet<string> = new Set([
  'CNAME',
  'DNAME',
  'NS',
  'PTR',
  'MX',
  'SRV',
  'SOA',
  'AFSDB',
  'RP',
  'NSEC',
]);

/** The record with its name in lower case where the other fields have case. */
function foldName(record: ResourceRecord): ResourceRecord {
  switch (record.type) {
    case 'HTTPS':
    case 'SVCB':
      return { ...record, target: record.target.toLowerCase() };
    case 'NAPTR':
      return { ...record, replacement: record.replacement.toLowerCase() };
    case 'RRSIG':
      return { ...record, signerName: record.signerName.toLowerCase() };
    default:
      return record;
  }
}
