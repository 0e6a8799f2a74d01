import { WireError } from './wire-error.js';

/** Classes by name (RFC 6895 section 3.2). */
export const classes = { IN: 1, CH: 3, HS: 4, NONE: 254, ANY: 255 } as const;

/** Opcodes by name (RFC 6895 section 2.2). */
export const opcodes = { QUERY: 0, IQUERY: 1, STATUS: 2, NOTIFY: 4, UPDATE: 5, DSO: 6 } as const;

/** Rcodes by name, extended ones included (RFC 6895 section 2.3, RFC 7873). 16 is BADVERS here, as in OPT. */
export const rcodes = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
  YXDOMAIN: 6,
  YXRRSET: 7,
  NXRRSET: 8,
  NOTAUTH: 9,
  NOTZONE: 10,
  DSOTYPENI: 11,
  BADVERS: 16,
  BADKEY: 17,
  BADTIME: 18,
  BADMODE: 19,
  BADNAME: 20,
  BADALG: 21,
  BADTRUNC: 22,
  BADCOOKIE: 23,
} as const;

/** Record types by name (IANA, "Resource Record (RR) TYPEs"): those rxdns decodes, and ANY as a question. */
export const types = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  HINFO: 13,
  MX: 15,
  TXT: 16,
  RP: 17,
  AFSDB: 18,
  AAAA: 28,
  LOC: 29,
  SRV: 33,
  NAPTR: 35,
  CERT: 37,
  DNAME: 39,
  APL: 42,
  DS: 43,
  SSHFP: 44,
  RRSIG: 46,
  NSEC: 47,
  DNSKEY: 48,
  NSEC3: 50,
  NSEC3PARAM: 51,
  TLSA: 52,
  SMIMEA: 53,
  CDS: 59,
  CDNSKEY: 60,
  OPENPGPKEY: 61,
  SVCB: 64,
  HTTPS: 65,
  EUI48: 108,
  EUI64: 109,
  ANY: 255,
  URI: 256,
  CAA: 257,
} as const;

/** A class: its name, or `CLASSnnn` (RFC 3597 section 5). */
export type DnsClass = keyof typeof classes | `CLASS${number}`;
/** An opcode: its name, or `OPCODEnn`. */
export type Opcode = keyof typeof opcodes | `OPCODE${number}`;
/** An rcode: its name, or `RCODEnnnn`. */
export type Rcode = keyof typeof rcodes | `RCODE${number}`;
/** A record type that rxdns decodes to fields, or ANY. */
export type KnownType = keyof typeof types;
/** A type that a record can have: a name, or `TYPEnnn` (RFC 3597 section 5). */
export type TypeName = KnownType | `TYPE${number}`;

/** All numbers that have a name, and few more: one array of the whole space has half a megabyte. */
const nearNumbers = 260;

/** The numbers of a code space, both ways; names without a row read and write as `PREFIXnnn`. */
class CodeSpace<Name extends string, Prefix extends string> {
  readonly #what: string;
  readonly #prefix: Prefix;
  readonly #limit: number;
  readonly #numbers: ReadonlyMap<string, number>;
  /** By number, with `PREFIXnnn` added once it was asked for: one message can list half a million types. */
  readonly #names: (Name | `${Prefix}${number}` | undefined)[];
  /** The same for numbers behind those. */
  readonly #farNames = new Map<number, `${Prefix}${number}`>();

  constructor(what: string, prefix: Prefix, limit: number, rows: Readonly<Record<Name, number>>) {
    this.#what = what;
    this.#prefix = prefix;
    this.#limit = limit;
    this.#numbers = new Map<string, number>(Object.entries(rows));
    // As long as it gets: an array that grows at its far end becomes a slow dictionary.
    this.#names = new Array<Name | undefined>(nearNumbers).fill(undefined);
    for (const name in rows) this.#names[rows[name]] = name;
  }

  toName(number: number): Name | `${Prefix}${number}` {
    const known = number < nearNumbers ? this.#names[number] : this.#farNames.get(number);
    if (known !== undefined) return known;
    const name = `${this.#prefix}${number}` as const;
    if (number < nearNumbers) this.#names[number] = name;
    else this.#farNames.set(number, name);
    return name;
  }

  toNumber(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const digits = name.startsWith(this.#prefix) ? name.slice(this.#prefix.length) : '';
    const number = /^\d{1,5}$/.test(digits) ? Number(digits) : Number.NaN;
    if (number >= 0 && number <= this.#limit) return number;
    throw new WireError('EBADQUERY', `unknown ${this.#what} ${JSON.stringify(name)}`);
  }
}

const typeSpace = new CodeSpace('record type', 'TYPE', 0xffff, types);
const classSpace = new CodeSpace('class', 'CLASS', 0xffff, classes);
const opcodeSpace = new CodeSpace('opcode', 'OPCODE', 0xf, opcodes);
const rcodeSpace = new CodeSpace('rcode', 'RCODE', 0xfff, rcodes);

/** The name of a type number; `TYPEnnn` where it has none. */
export const typeName = (code: number): TypeName => typeSpace.toName(code);
/** The number of a type's name or of `TYPEnnn`. Throws {@link WireError} `EBADQUERY`. */
export const typeCode = (name: string): number => typeSpace.toNumber(name);
/** The name of a class number; `CLASSnnn` where it has none. */
export const className = (code: number): DnsClass => classSpace.toName(code);
/** The number of a class's name or of `CLASSnnn`. Throws {@link WireError} `EBADQUERY`. */
export const classCode = (name: string): number => classSpace.toNumber(name);
/** The name of an opcode; `OPCODEnn` where it has none. */
export const opcodeName = (code: number): Opcode => opcodeSpace.toName(code);
/** The number of an opcode. Throws {@link WireError} `EBADQUERY`. */
export const opcodeCode = (name: string): number => opcodeSpace.toNumber(name);
/** The name of an rcode; `RCODEnnnn` where it has none. */
export const rcodeName = (code: number): Rcode => rcodeSpace.toName(code);
/** The number of an rcode. Throws {@link WireError} `EBADQUERY`. */
export const rcodeCode = (name: string): number => rcodeSpace.toNumber(name);
