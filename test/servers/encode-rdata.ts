import type { ResourceRecord } from '../../src/records/record-map.js';
import { writeRecord } from '../../src/records/registry.js';
import { Writer } from '../../src/records/writer.js';

/** RDATA as rxdns encodes it, without compression: no pointer reaches a name behind the octet 16,383. */
export function encodeRdata(record: ResourceRecord): Uint8Array {
  const beyondPointers = 0x4000;
  const ownerToLength = 11;
  const writer = new Writer(beyondPointers + 512);
  writer.data(new Uint8Array(beyondPointers));
  writeRecord(writer, { ...record, name: '.' });
  return writer.finish().subarray(beyondPointers + ownerToLength);
}
