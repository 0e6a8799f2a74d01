import { parseBase64, parseHex } from './base-encoding.js';
import { type TypeName, typeCode, typeName } from './codes.js';
import { parseString, shown, splitFields } from './field-text.js';
import { formatName, parseName } from './name.js';
import { decodeText } from './text.js';
import { parseTime } from './time-text.js';
import { WireError } from './wire-error.js';

/**
 * The fields of RDATA in presentation form, taken one after another (RFC 1035 section 5.1).
 *
 * The text is that of one entry: on one line, without comments and parentheses, quotes kept. Every method
 * throws {@link WireError}: `EBADNAME` for names, `EBADSTR` for other fields and for one that is missing.
 */
export class RdataText {
  readonly #fields: readonly string[];
  readonly #origin: string;
  #at = 0;

  /** `origin` completes relative names and stands for `@`; the root by default. */
  constructor(text: string, origin = '.') {
    this.#fields = splitFields(text);
    this.#origin = origin;
  }

  /** Whether all fields are taken. */
  get done(): boolean {
    return this.#at >= this.#fields.length;
  }

  /** The next field as it is written, quotes and escapes included. */
  field(): string {
    const field = this.#fields[this.#at];
    if (field === undefined) throw new WireError('EBADSTR', 'the RDATA has too few fields');
    this.#at += 1;
    return field;
  }

  /** All fields left, as they are written. */
  rest(): readonly string[] {
    const fields = this.#fields.slice(this.#at);
    this.#at = this.#fields.length;
    return fields;
  }

  /** A name in presentation form, completed with the origin where it does not end in a dot. */
  name(): string {
    const field = this.field();
    if (field.startsWith('"')) throw new WireError('EBADNAME', `the name ${shown(field)} is quoted`);
    if (field === '@') return formatName(parseName(this.#origin));
    const absolute = /(?<!\\)(?:\\\\)*\.$/.test(field) || this.#origin === '.';
    return formatName(parseName(absolute ? field : `${field}.${this.#origin}`));
  }

  /** An unsigned decimal number up to `max`, or one of `names` in any case. */
  integer(max: number, names: ReadonlyMap<string, number> = noNames): number {
    const field = this.field();
    const value = names.get(field.toUpperCase()) ?? (/^\d{1,10}$/.test(field) ? Number(field) : Number.NaN);
    if (value <= max) return value;
    throw new WireError('EBADSTR', `${shown(field)} is not an integer from 0 to ${max}`);
  }

  /** Seconds, 32 bits: a number, or parts with units as in `1h30m`, which zone files of BIND use. */
  seconds(): number {
    const field = this.field();
    const wellFormed = /^(?:\d{1,10}|(?:\d{1,10}[wdhms])+)$/i.test(field);
    let sum = wellFormed ? 0 : Number.NaN;
    for (const [, digits, unit] of field.matchAll(/(\d+)(\D?)/g)) {
      sum += Number(digits) * (secondsPerUnit.get((unit ?? '').toLowerCase()) ?? Number.NaN);
    }
    if (sum <= 0xffff_ffff) return sum;
    throw new WireError('EBADSTR', `${shown(field)} is not a number of seconds of 32 bits`);
  }

  /** A time as YYYYMMDDHHmmSS in UTC or as seconds since 1970, 32 bits (RFC 4034 section 3.2). */
  time(): number {
    if (!/^\d{14}$/.test(this.#fields[this.#at] ?? '')) return this.integer(0xffff_ffff);
    return parseTime(this.field());
  }

  /** A DNSSEC algorithm: its number, 0 to 255, or its mnemonic (IANA, "DNS Security Algorithm Numbers"). */
  algorithm(): number {
    return this.integer(0xff, algorithms);
  }

  /** A character-string as octets; `max` is 255 except where RDATA holds it without a length octet. */
  octets(max = 255): Uint8Array {
    const octets = parseString(this.field());
    if (octets.length > max) throw new WireError('EBADSTR', `a string is longer than ${max} octets`);
    return octets;
  }

  /** A character-string as a text field (see {@link decodeText}); `max` as in {@link RdataText.octets}. */
  text(max = 255): string {
    return decodeText(this.octets(max));
  }

  /** All fields left as hexadecimal digits, at least two. */
  hex(): Uint8Array {
    return parseHex(this.#digits());
  }

  /** All fields left as base64, at least one octet. */
  base64(): Uint8Array {
    return parseBase64(this.#digits());
  }

  /** A record type by name or as `TYPEnnn`, in any case. */
  type(): TypeName {
    const field = this.field();
    return typeName(typeCode(field.toUpperCase()));
  }

  /** All fields left as record types, in ascending order, each once. */
  types(): readonly TypeName[] {
    const codes = new Set<number>();
    while (!this.done) codes.add(typeCode(this.type()));
    return [...codes].sort((a, b) => a - b).map(typeName);
  }

  /** Throws unless all fields are taken. */
  end(): void {
    if (!this.done) throw new WireError('EBADSTR', `the RDATA goes on with ${shown(this.field())}`);
  }

  #digits(): string {
    return this.field() + this.rest().join('');
  }
}

const noNames: ReadonlyMap<string, number> = new Map();

const secondsPerUnit: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
  ['w', 604_800],
]);

const algorithms: ReadonlyMap<string, number> = new Map([
  ['RSAMD5', 1],
  ['DH', 2],
  ['DSA', 3],
  ['RSASHA1', 5],
  ['DSA-NSEC3-SHA1', 6],
  ['RSASHA1-NSEC3-SHA1', 7],
  ['RSASHA256', 8],
  ['RSASHA512', 10],
  ['ECC-GOST', 12],
  ['ECDSAP256SHA256', 13],
  ['ECDSAP384SHA384', 14],
  ['ED25519', 15],
  ['ED448', 16],
  ['INDIRECT', 252],
  ['PRIVATEDNS', 253],
  ['PRIVATEOID', 254],
]);
