import type { PacketClass } from './packet-types.js';

// These types follow the declarations for dns-packet 5.6, so that both its `encode` and its `decode` fit. Where those
// declarations are narrower than the library, a comment says so.

/** The RDATA of each type that dns-packet takes apart, as it names the fields. */
export interface PacketData<Octets extends Uint8Array = Uint8Array> {
  A: string;
  AAAA: string;
  CAA: { flags: number; issuerCritical: boolean; tag: CaaTag; value: string };
  CNAME: string;
  DNAME: string;
  DNSKEY: { flags: number; algorithm: number; key: Octets };
  DS: { keyTag: number; algorithm: number; digestType: number; digest: Octets };
  HINFO: { cpu: string; os: string };
  MX: { preference: number; exchange: string };
  NAPTR: {
    order: number;
    preference: number;
    flags: string;
    services: string;
    regexp: string;
    replacement: string;
  };
  NS: string;
  NSEC: { nextDomain: string; rrtypes: string[] };
  NSEC3: {
    algorithm: number;
    flags: number;
    iterations: number;
    salt: Octets;
    nextDomain: Octets;
    rrtypes: string[];
  };
  PTR: string;
  RP: { mbox: string; txt: string };
  RRSIG: {
    typeCovered: string;
    algorithm: number;
    labels: number;
    originalTTL: number;
    expiration: number;
    inception: number;
    keyTag: number;
    signersName: string;
    signature: Octets;
  };
  SOA: {
    mname: string;
    rname: string;
    serial: number;
    refresh: number;
    retry: number;
    expire: number;
    minimum: number;
  };
  SRV: { priority: number; weight: number; port: number; target: string };
  SSHFP: { algorithm: number; hash: number; fingerprint: string };
  TLSA: { usage: number; selector: number; matchingType: number; certificate: Octets };
  TXT: Octets[];
}
/** The tags that the declarations list; the library itself takes any. */
export type CaaTag = 'issue' | 'issuewild' | 'iodef';

/** A type whose RDATA dns-packet takes apart. */
export type PacketDataType = keyof PacketData;

/**
 * A type whose RDATA dns-packet leaves as octets. `UNKNOWN_nnn` is one, too: the library gives and takes it,
 * but the declarations do not list it.
 */
export type PacketOctetsType =
  | 'AFSDB'
  | 'APL'
  | 'AXFR'
  | 'CDNSKEY'
  | 'CDS'
  | 'CERT'
  | 'DHCID'
  | 'DLV'
  | 'HIP'
  | 'IPSECKEY'
  | 'IXFR'
  | 'KEY'
  | 'KX'
  | 'LOC'
  | 'NSEC3PARAM'
  | 'NULL'
  | 'SIG'
  | 'TA'
  | 'TKEY'
  | 'TSIG';

/** What dns-packet has beside the RDATA of a record. */
export interface PacketOwner {
  name: string;
  ttl: number;
  class: PacketClass;
  /** The top bit of the class, which multicast DNS uses (RFC 6762 section 10.2). */
  flush: boolean;
}

/** A record as dns-packet has it. */
export type PacketRecord<Octets extends Uint8Array = Uint8Array> =
  | { [T in PacketDataType]: PacketOwner & { type: T; data: PacketData<Octets>[T] } }[PacketDataType]
  | (PacketOwner & { type: PacketOctetsType; data: Octets });

/** The OPT record as dns-packet has it: one of the additional section. */
export interface PacketOpt<Octets extends Uint8Array = Uint8Array> {
  name: '.';
  type: 'OPT';
  udpPayloadSize: number;
  /** The rcode without its lower four bits. */
  extendedRcode: number;
  ednsVersion: number;
  /** 16 bits, of which the DO bit is the first. */
  flags: number;
  flag_do: boolean;
  options: { code: PacketOptionCode; data: Octets }[];
}

/** Any option code. The library gives and takes every number; these are what the declarations let through. */
export type PacketOptionCode = 11 | 12;

/** A question as dns-packet has it; `UNKNOWN_nnn` for types it has no name for. */
export interface PacketQuestion {
  name: string;
  type: PacketDataType | PacketOctetsType;
  class: PacketClass;
}

/** A message as dns-packet has it: `decode` gives all of this, `encode` looks at `type`, `id` and `flags` only. */
export interface DnsPacket<Octets extends Uint8Array = Uint8Array> {
  type: 'query' | 'response';
  id: number;
  /** The second 16 bits of the header without QR; opcode and rcode are in it. */
  flags: number;
  opcode: string;
  /** The lower four bits of the rcode. */
  rcode: string;
  flag_qr: boolean;
  flag_aa: boolean;
  flag_tc: boolean;
  flag_rd: boolean;
  flag_ra: boolean;
  flag_z: boolean;
  flag_ad: boolean;
  flag_cd: boolean;
  questions: PacketQuestion[];
  answers: PacketRecord<Octets>[];
  authorities: PacketRecord<Octets>[];
  additionals: (PacketRecord<Octets> | PacketOpt<Octets>)[];
}

/** What {@link fromPacket} takes: a packet of `decode`, or one made for `encode`, with the same things left out. */
export interface PacketLike {
  readonly type?: string | undefined;
  readonly id?: number | undefined;
  readonly flags?: number | undefined;
  readonly questions?: readonly PacketQuestionLike[] | undefined;
  readonly answers?: readonly PacketRecordLike[] | undefined;
  readonly authorities?: readonly PacketRecordLike[] | undefined;
  readonly additionals?: readonly PacketRecordLike[] | undefined;
}

/** A question of a {@link PacketLike}. */
export interface PacketQuestionLike {
  readonly name: string;
  readonly type: string;
  readonly class?: string | undefined;
}

/** A record of a {@link PacketLike}; the fields of OPT are those of {@link PacketOpt}. */
export interface PacketRecordLike extends PacketQuestionLike {
  readonly ttl?: number | undefined;
  readonly flush?: boolean | undefined;
  readonly data?: unknown;
  readonly udpPayloadSize?: number | undefined;
  readonly extendedRcode?: number | undefined;
  readonly ednsVersion?: number | undefined;
  readonly flags?: number | undefined;
  readonly options?: readonly { readonly code: number; readonly data?: Uint8Array | undefined }[] | undefined;
}
