import { formatHex, parseHex } from '../base-encoding.js';
import type { RdataText } from '../rdata-text.js';
import type { Reader } from '../reader.js';
import type { RecordHead } from '../record-head.js';
import { malformed, WireError } from '../wire-error.js';
import { maxMessageLength, type Writer } from '../writer.js';

/** A record of a type that rxdns does not decode: its RDATA as octets, lossless (RFC 3597). */
export interface UnknownRecord extends RecordHead<`TYPE${number}`> {
  readonly data: Uint8Array;
}

/** Reads RDATA as octets; names in it that came compressed are written out, as pointers mean nothing outside. */
export function readUnknown(reader: Reader, head: RecordHead<`TYPE${number}`>): UnknownRecord {
  const layout = compressible.get(head.type);
  if (layout === undefined) return Object.assign(head, { data: reader.rest() });
  const start = reader.position;
  const parts = [reader.data(layout.before)];
  for (let name = 0; name < layout.names; name += 1) parts.push(reader.nameOctets());
  parts.push(reader.rest());
  return Object.assign(head, { data: join(parts, start) });
}

/** Names written out can make RDATA longer than its length could say. */
function join(parts: readonly Uint8Array[], start: number): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length > maxMessageLength)
    throw malformed('RDATA longer than 65,535 octets without compression', start);
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * The types in which senders may compress names (RFC 3597 section 4) and that rxdns does not decode: octets
 * before the names, and how many names there are.
 */
const compressible: ReadonlyMap<string, { readonly before: number; readonly names: number }> = new Map([
  ['TYPE3', { before: 0, names: 1 }], // MD
  ['TYPE4', { before: 0, names: 1 }], // MF
  ['TYPE7', { before: 0, names: 1 }], // MB
  ['TYPE8', { before: 0, names: 1 }], // MG
  ['TYPE9', { before: 0, names: 1 }], // MR
  ['TYPE14', { before: 0, names: 2 }], // MINFO
  ['TYPE21', { before: 2, names: 1 }], // RT
  ['TYPE24', { before: 18, names: 1 }], // SIG
  ['TYPE26', { before: 2, names: 2 }], // PX
  ['TYPE30', { before: 0, names: 1 }], // NXT
]);

/** Writes RDATA that is octets. */
export function writeUnknown(writer: Writer, { data }: UnknownRecord): void {
  writer.data(data);
}

/** RDATA of any type as octets: `\#`, their number, hexadecimal digits (RFC 3597 section 5). */
export function formatOctets(data: Uint8Array): string {
  return data.length === 0 ? '\\# 0' : `\\# ${data.length} ${formatHex(data)}`;
}

/** The octets of {@link formatOctets}, digits grouped as one likes. Throws {@link WireError} `EBADSTR`. */
export function parseOctets(fields: RdataText): Uint8Array {
  if (fields.field() !== '\\#') throw new WireError('EBADSTR', 'RDATA of an unknown type begins with \\#');
  const length = fields.integer(0xffff);
  const data = parseHex(fields.rest().join(''));
  if (data.length === length) return data;
  throw new WireError('EBADSTR', `the RDATA has ${data.length} octets, not ${length}`);
}
