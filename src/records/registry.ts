import type { RecordCodec } from './codec.js';
import { classCode, classes, className, typeCode } from './codes.js';
import type { Reader } from './reader.js';
import type { ResourceRecord } from './record-map.js';
import { a } from './types/a.js';
import { mx } from './types/mx.js';
import { txt } from './types/txt.js';
import { readUnknown, writeUnknown } from './types/unknown.js';
import { malformed, WireError } from './wire-error.js';
import type { Writer } from './writer.js';

/** Every type that rxdns decodes. */
const codecs: readonly RecordCodec<ResourceRecord>[] = [a, mx, txt];

const byCode = new Map(codecs.map((codec) => [typeCode(codec.type), codec]));
const byType = new Map<string, RecordCodec<ResourceRecord>>(codecs.map((codec) => [codec.type, codec]));

/** Reads a record from behind its type. RDATA must end exactly where RDLENGTH says. */
export function readRecord(reader: Reader, name: string, code: number): ResourceRecord {
  const classNumber = reader.uint16();
  const ttl = readTtl(reader);
  const length = reader.uint16();
  if (length > reader.remaining) throw malformed('RDATA that runs past the message', reader.position);
  const messageEnd = reader.end;
  const rdataEnd = reader.position + length;
  reader.end = rdataEnd;
  // The RDATA of A is something else outside class IN (RFC 1035 section 3.4.1, CHAOS).
  const codec = code === 1 && classNumber !== classes.IN ? undefined : byCode.get(code);
  const owner = { name, class: className(classNumber), ttl };
  const record =
    codec === undefined
      ? readUnknown(reader, { ...owner, type: `TYPE${code}` })
      : codec.read(reader, { ...owner, type: codec.type });
  if (reader.position !== rdataEnd) throw malformed('octets left over in RDATA', reader.position);
  reader.end = messageEnd;
  return record;
}

/** Writes a record, its owner compressed. Throws {@link WireError} where a field does not fit. */
export function writeRecord(writer: Writer, record: ResourceRecord): void {
  writer.name(record.name);
  writer.uint16(typeCode(record.type));
  writer.uint16(classCode(record.class));
  writer.uint32(record.ttl);
  writer.lengthPrefixed(() => writeRdata(writer, record));
}

function writeRdata(writer: Writer, record: ResourceRecord): void {
  const codec = byType.get(record.type);
  if (codec !== undefined) codec.write(writer, record);
  else if ('data' in record) writeUnknown(writer, record);
  else throw new WireError('EBADQUERY', `no record has the type ${record.type}`);
}

/** A TTL with the top bit set is 0 (RFC 2181 section 8). */
function readTtl(reader: Reader): number {
  const ttl = reader.uint32();
  return ttl > 0x7fff_ffff ? 0 : ttl;
}
