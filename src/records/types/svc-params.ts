import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../ip.js';
import type { Reader } from '../reader.js';
import { decodeText, encodeText } from '../text.js';
import { malformed, WireError } from '../wire-error.js';
import type { Writer } from '../writer.js';

/** The parameters of a service (RFC 9460 section 7); those rxdns does not know as octets under `keyNNN`. */
export interface SvcParams {
  /** The names of keys without which the record is of no use. */
  readonly mandatory?: readonly string[];
  /** Protocols in ALPN form, such as `h2`. */
  readonly alpn?: readonly string[];
  /** Present where the scheme's default protocol is not offered. */
  readonly noDefaultAlpn?: true;
  readonly port?: number;
  readonly ipv4hint?: readonly string[];
  /** The ECHConfigList (RFC 9848). */
  readonly ech?: Uint8Array;
  readonly ipv6hint?: readonly string[];
  /** The URI template of a DoH server (RFC 9461 section 5). */
  readonly dohpath?: string;
  readonly [key: `key${number}`]: Uint8Array;
}

/** {@link SvcParams} while it is being filled. */
export type SvcParamsDraft = { -readonly [Key in keyof SvcParams]: SvcParams[Key] };

/** The keys rxdns knows: number, name in presentation form, property. */
export const svcKeys = [
  { number: 0, name: 'mandatory', property: 'mandatory' },
  { number: 1, name: 'alpn', property: 'alpn' },
  { number: 2, name: 'no-default-alpn', property: 'noDefaultAlpn' },
  { number: 3, name: 'port', property: 'port' },
  { number: 4, name: 'ipv4hint', property: 'ipv4hint' },
  { number: 5, name: 'ech', property: 'ech' },
  { number: 6, name: 'ipv6hint', property: 'ipv6hint' },
  { number: 7, name: 'dohpath', property: 'dohpath' },
] as const;

/** Reads parameters up to the end of RDATA; their keys ascend (RFC 9460 section 2.2). */
export function readSvcParams(reader: Reader): SvcParams {
  const params: SvcParamsDraft = {};
  const rdataEnd = reader.end;
  let previous = -1;
  while (reader.remaining > 0) {
    const key = reader.uint16();
    const length = reader.uint16();
    if (key <= previous) throw malformed('service parameters out of order', reader.position);
    if (length > reader.remaining) throw malformed('a service parameter past its end', reader.position);
    previous = key;
    reader.end = reader.position + length;
    readSvcParam(params, key, reader);
    reader.end = rdataEnd;
  }
  const fault = mandatoryFault(params);
  if (fault !== undefined) throw malformed(fault, reader.position);
  return params;
}

/** Reads the value of one parameter, which is all that is left of `reader`. */
export function readSvcParam(params: SvcParamsDraft, key: number, reader: Reader): void {
  if (key !== 2 && key !== 5 && key < 7 && reader.remaining === 0) {
    throw malformed('a service parameter without a value', reader.position);
  }
  if (key === 0) params.mandatory = readList(reader, () => svcKeyName(reader.uint16()));
  else if (key === 1) params.alpn = readList(reader, () => readProtocol(reader));
  else if (key === 2) params.noDefaultAlpn = true;
  else if (key === 3) params.port = reader.uint16();
  else if (key === 4) params.ipv4hint = readList(reader, () => formatIpv4(reader.data(4)));
  else if (key === 5) params.ech = reader.rest();
  else if (key === 6) params.ipv6hint = readList(reader, () => formatIpv6(reader.data(16)));
  else if (key === 7) params.dohpath = decodeText(reader.rest());
  else params[`key${key}`] = reader.rest();
  if (reader.remaining > 0) throw malformed('octets left over in a service parameter', reader.position);
}

/** Writes parameters in the order of their keys. Throws {@link WireError} `EBADSTR`. */
export function writeSvcParams(writer: Writer, params: SvcParams): void {
  const fault = mandatoryFault(params);
  if (fault !== undefined) throw new WireError('EBADSTR', fault);
  for (const key of svcParamKeys(params)) {
    writer.uint16(key);
    writer.lengthPrefixed(() => writeSvcParam(writer, key, params));
  }
}

/** The numbers of the keys that are there, ascending. */
export function svcParamKeys(params: SvcParams): readonly number[] {
  const keys: number[] = [];
  for (const [property, value] of Object.entries(params)) {
    if (value === undefined) continue;
    const known = svcKeys.find((key) => key.property === property);
    keys.push(known?.number ?? unknownKey(property));
  }
  return keys.sort((a, b) => a - b);
}

/** The name of a key; `keyNNN` where it has none. */
export function svcKeyName(number: number): string {
  return svcKeys[number]?.name ?? `key${number}`;
}

/** The number of a key's name or of `keyNNN`. Throws {@link WireError} `EBADSTR`. */
export function svcKeyNumber(name: string): number {
  const known = svcKeys.find((key) => key.name === name);
  if (known !== undefined) return known.number;
  const number = /^key(0|[1-9]\d{0,4})$/.test(name) ? Number(name.slice(3)) : Number.NaN;
  if (number <= 0xffff) return number;
  throw new WireError('EBADSTR', `${JSON.stringify(name.slice(0, 100))} is not a service parameter key`);
}

function unknownKey(property: string): number {
  const number = property.startsWith('key') ? svcKeyNumber(property) : 0;
  if (number >= svcKeys.length) return number;
  throw new WireError(
    'EBADSTR',
    `${JSON.stringify(property.slice(0, 100))} is not a property of service parameters`,
  );
}

function readList<Item>(reader: Reader, read: () => Item): readonly Item[] {
  const items: Item[] = [];
  while (reader.remaining > 0) items.push(read());
  return items;
}

function readProtocol(reader: Reader): string {
  const octets = reader.characterString();
  if (octets.length === 0) throw malformed('an ALPN protocol without a name', reader.position);
  return decodeText(octets);
}

function writeSvcParam(writer: Writer, key: number, params: SvcParams): void {
  if (key === 0) writeList(params.mandatory, (name) => writer.uint16(svcKeyNumber(name)));
  else if (key === 1) writeList(params.alpn, (protocol) => writeProtocol(writer, protocol));
  else if (key === 3) writer.uint16(params.port ?? Number.NaN);
  else if (key === 4) writeList(params.ipv4hint, (address) => writer.data(parseIpv4(address)));
  else if (key === 5) writer.data(params.ech ?? noOctets);
  else if (key === 6) writeList(params.ipv6hint, (address) => writer.data(parseIpv6(address)));
  else if (key === 7) writer.data(encodeText(params.dohpath ?? ''));
  else if (key > 7) writer.data(params[`key${key}`] ?? noOctets);
}

const noOctets = new Uint8Array();

function writeList<Item>(items: readonly Item[] = [], write: (item: Item) => void): void {
  if (items.length === 0) throw new WireError('EBADSTR', 'a list in the service parameters is empty');
  for (const item of items) write(item);
}

function writeProtocol(writer: Writer, protocol: string): void {
  if (protocol === '') throw new WireError('EBADSTR', 'an ALPN protocol has no name');
  writer.text(protocol);
}

/** What is wrong with `mandatory`: its keys ascend, are not itself, and are there (RFC 9460 section 8). */
function mandatoryFault(params: SvcParams): string | undefined {
  if (params.mandatory === undefined) return undefined;
  const present = new Set(svcParamKeys(params));
  let previous = 0;
  for (const name of params.mandatory) {
    const key = svcKeyNumber(name);
    if (key <= previous) return 'mandatory keys out of order, or mandatory among them';
    if (!present.has(key)) return 'a mandatory key that is not there';
    previous = key;
  }
  return undefined;
}
