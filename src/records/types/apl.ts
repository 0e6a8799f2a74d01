import type { RecordCodec, RecordText } from '../codec.js';
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../ip.js';
import type { RdataText } from '../rdata-text.js';
import type { Reader } from '../reader.js';
import type { RecordHead } from '../record-head.js';
import { malformed, WireError } from '../wire-error.js';
import type { Writer } from '../writer.js';

/** One address prefix of an APL record (RFC 3123 section 4). */
export interface AddressPrefix {
  /** 1 for IPv4, 2 for IPv6 (IANA, "Address Family Numbers"). */
  readonly family: number;
  /** Bits, 0 to 255; at most 32 in IPv4 and 128 in IPv6. */
  readonly prefix: number;
  /** Whether the prefix is excluded. */
  readonly negation: boolean;
  /** Text in families 1 and 2, otherwise at most 127 octets. */
  readonly address: string | Uint8Array;
}

/** A list of address prefixes (RFC 3123). */
export interface AplRecord extends RecordHead<'APL'> {
  readonly prefixes: readonly AddressPrefix[];
}

/** The wire form. */
export const apl: RecordCodec<AplRecord> = {
  type: 'APL',
  read(reader, head) {
    const prefixes: AddressPrefix[] = [];
    while (reader.remaining > 0) prefixes.push(readPrefix(reader));
    return Object.assign(head, { prefixes });
  },
  write(writer, { prefixes }) {
    for (const prefix of prefixes) writePrefix(writer, prefix);
  },
};

/** The presentation form. */
export const aplText: RecordText<AplRecord> = {
  type: 'APL',
  format({ prefixes }) {
    const texts = prefixes.map(formatPrefix);
    return texts.includes('') ? '' : texts.join(' ');
  },
  parse(fields, head) {
    const prefixes: AddressPrefix[] = [];
    while (!fields.done) prefixes.push(parsePrefix(fields));
    return { ...head, prefixes };
  },
};

interface Family {
  readonly octets: number;
  readonly format: (octets: Uint8Array) => string;
  readonly parse: (text: string) => Uint8Array;
}

const families: ReadonlyMap<number, Family> = new Map([
  [1, { octets: 4, format: formatIpv4, parse: parseIpv4 }],
  [2, { octets: 16, format: formatIpv6, parse: parseIpv6 }],
]);

function readPrefix(reader: Reader): AddressPrefix {
  const number = reader.uint16();
  const prefix = reader.uint8();
  const negationAndLength = reader.uint8();
  const octets = reader.data(negationAndLength & 0x7f);
  const entry = { family: number, prefix, negation: negationAndLength >= 0x80 };
  const family = families.get(number);
  if (family === undefined) return { ...entry, address: octets };
  if (octets.length > family.octets || prefix > 8 * family.octets) {
    throw malformed('an address prefix longer than its family allows', reader.position);
  }
  // Zeros at the end are left out (RFC 3123 section 4), so that one prefix has one encoding.
  if (octets.at(-1) === 0) throw malformed('an address prefix that ends in zeros', reader.position);
  const whole = new Uint8Array(family.octets);
  whole.set(octets);
  return { ...entry, address: family.format(whole) };
}

function writePrefix(writer: Writer, entry: AddressPrefix): void {
  const octets = prefixOctets(entry);
  if (octets.length > 0x7f)
    throw new WireError('EBADSTR', 'the address of a prefix is longer than 127 octets');
  writer.uint16(entry.family);
  writer.uint8(entry.prefix);
  writer.uint8((entry.negation ? 0x80 : 0) | octets.length);
  writer.data(octets);
}

function prefixOctets({ family: number, prefix, address }: AddressPrefix): Uint8Array {
  const family = families.get(number);
  if (family === undefined && typeof address !== 'string') return address;
  if (family === undefined || typeof address !== 'string' || prefix > 8 * family.octets) {
    throw new WireError('EBADSTR', `an address prefix that family ${number} does not have`);
  }
  const octets = family.parse(address);
  return octets.subarray(0, octets.findLastIndex((octet) => octet !== 0) + 1);
}

function formatPrefix({ family: number, prefix, negation, address }: AddressPrefix): string {
  const family = families.get(number);
  // No other family has a text form; formatRdata falls back to octets.
  if (family === undefined || typeof address !== 'string') return '';
  return `${negation ? '!' : ''}${number}:${family.format(family.parse(address))}/${prefix}`;
}

function parsePrefix(fields: RdataText): AddressPrefix {
  const field = fields.field();
  const [, bang, number, address = '', bits] = /^(!?)(\d{1,5}):([^/]*)\/(\d{1,3})$/.exec(field) ?? [];
  const family = families.get(Number(number));
  const prefix = Number(bits);
  if (family === undefined || prefix > 8 * family.octets) {
    throw new WireError('EBADSTR', `${JSON.stringify(field.slice(0, 100))} is not an IPv4 or IPv6 prefix`);
  }
  return {
    family: Number(number),
    prefix,
    negation: bang === '!',
    address: family.format(family.parse(address)),
  };
}
