import { classCode, className, type DnsClass, type TypeName, typeCode, typeName } from './codes.js';
import { WireError } from './wire-error.js';

/** The classes that dns-packet 5.6.1 can write; every other becomes class 0 there. */
export type PacketClass = 'IN' | 'CS' | 'CH' | 'HS' | 'ANY';

/** dns-packet's name for a type: `UNKNOWN_nnn` for those it has no name for. */
export function toPacketType(type: TypeName): string {
  const code = typeCode(type);
  return namesByCode.get(code) ?? `UNKNOWN_${code}`;
}

/** The number of a type by dns-packet's name. Throws {@link WireError} `EBADQUERY`. */
export function packetTypeCode(type: string): number {
  const name = type.toUpperCase();
  const code = codesByName.get(name) ?? (/^UNKNOWN_\d{1,5}$/.test(name) ? Number(name.slice(8)) : -1);
  if (code < 0 || code > 0xffff) throw new WireError('EBADQUERY', `dns-packet has no type ${type}`);
  return code;
}

/** The type by dns-packet's name. Throws {@link WireError} `EBADQUERY`. */
export function fromPacketType(type: string): TypeName {
  return typeName(packetTypeCode(type));
}

/** dns-packet's name for a class. Throws {@link WireError} `EBADQUERY` for one it would write as 0. */
export function toPacketClass(dnsClass: DnsClass): PacketClass {
  const name = classNames.get(classCode(dnsClass));
  if (name === undefined) throw new WireError('EBADQUERY', `dns-packet cannot write the class ${dnsClass}`);
  return name;
}

/** The class by dns-packet's name; `IN` where there is none. Throws {@link WireError} `EBADQUERY`. */
export function fromPacketClass(name = 'IN'): DnsClass {
  for (const [code, known] of classNames) if (known === name.toUpperCase()) return className(code);
  if (/^UNKNOWN_\d{1,5}$/.test(name)) return className(classCode(`CLASS${name.slice(8)}`));
  throw new WireError('EBADQUERY', `dns-packet has no class ${name}`);
}

const classNames: ReadonlyMap<number, PacketClass> = new Map([
  [1, 'IN'],
  [2, 'CS'],
  [3, 'CH'],
  [4, 'HS'],
  [255, 'ANY'],
]);

/** The types that dns-packet 5.6.1 has names for. */
const codesByName: ReadonlyMap<string, number> = new Map(
  Object.entries({
    A: 1,
    NS: 2,
    CNAME: 5,
    SOA: 6,
    NULL: 10,
    PTR: 12,
    HINFO: 13,
    MX: 15,
    TXT: 16,
    RP: 17,
    AFSDB: 18,
    SIG: 24,
    KEY: 25,
    AAAA: 28,
    LOC: 29,
    SRV: 33,
    NAPTR: 35,
    KX: 36,
    CERT: 37,
    DNAME: 39,
    OPT: 41,
    APL: 42,
    DS: 43,
    SSHFP: 44,
    IPSECKEY: 45,
    RRSIG: 46,
    NSEC: 47,
    DNSKEY: 48,
    DHCID: 49,
    NSEC3: 50,
    NSEC3PARAM: 51,
    TLSA: 52,
    HIP: 55,
    CDS: 59,
    CDNSKEY: 60,
    SPF: 99,
    TKEY: 249,
    TSIG: 250,
    IXFR: 251,
    AXFR: 252,
    ANY: 255,
    CAA: 257,
    TA: 32768,
    DLV: 32769,
  }),
);

const namesByCode: ReadonlyMap<number, string> = new Map(
  Array.from(codesByName, ([name, code]) => [code, name] as const),
);
