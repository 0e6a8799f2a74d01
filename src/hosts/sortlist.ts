import { parseIpv4, parseIpv6 } from '../records/ip.js';
import { WireError } from '../records/wire-error.js';
import { readAddress } from './address-text.js';

/** The addresses that agree with another in their first bits. */
export interface Network {
  /** 4 or 16 octets, which tell the family. */
  readonly octets: Uint8Array;
  /** 0 to 32, or to 128. */
  readonly bits: number;
}

/** Networks in the order of preference. */
export type Sortlist = readonly Network[];

/**
 * Reads the items of a sortlist: `192.0.2.0/24`, `192.0.2.0/255.255.255.0`, `2001:db8::/32`.
 *
 * Without a mask, an IPv4 address has that of its class (8, 16 or 24 bits), an IPv6 address 64 bits, as in c-ares.
 * Throws {@link WireError} `EBADSTR` for anything else, masks with holes and zones included.
 */
export function parseSortlist(items: readonly string[]): Sortlist {
  return items.map((item) => {
    const network = readNetwork(item);
    if (network !== undefined) return network;
    throw new WireError('EBADSTR', `${JSON.stringify(item.slice(0, 100))} is no item of a sortlist`);
  });
}

/** As {@link parseSortlist}, for files: items that are none are left out. */
export function readSortlist(items: readonly string[]): Sortlist {
  return items.flatMap((item) => readNetwork(item) ?? []);
}

/** The addresses, those of the first network first; those of none come last. Equals stay in their order. */
export function sortAddresses(sortlist: Sortlist, addresses: readonly string[]): readonly string[] {
  if (sortlist.length === 0) return addresses;
  const ranked = addresses.map((address) => ({ address, rank: sortlistRank(sortlist, address) }));
  return ranked.sort((left, right) => left.rank - right.rank).map(({ address }) => address);
}

/** The index of the first network that an address is in; the length of the list for one that is in none. */
export function sortlistRank(sortlist: Sortlist, address: string): number {
  const host = readOctets(address);
  const found = host === undefined ? -1 : sortlist.findIndex((network) => isIn(network, host));
  return found < 0 ? sortlist.length : found;
}

function isIn({ octets, bits }: Network, host: Uint8Array): boolean {
  if (host.length !== octets.length) return false;
  const whole = bits >> 3;
  const partial = (0xff00 >> (bits & 7)) & 0xff;
  const differs = (at: number) => (host[at] ?? 0) ^ (octets[at] ?? 0);
  return octets.every((_, at) => at > whole || (differs(at) & (at < whole ? 0xff : partial)) === 0);
}

function readOctets(text: string): Uint8Array | undefined {
  const read = readAddress(text);
  if (read === undefined) return undefined;
  return read.family === 4 ? parseIpv4(read.address) : parseIpv6(read.address);
}

function readNetwork(item: string): Network | undefined {
  const [text = '', mask, ...others] = item.split('/', 3);
  const octets = readOctets(text);
  // The zone of an address is on this machine alone, and no network has one.
  if (octets === undefined || text.includes('%') || others.length > 0) return undefined;
  const bits = octets.length === 16 ? ipv6Bits(mask) : ipv4Bits(octets, mask);
  return bits === undefined ? undefined : { octets, bits };
}

function ipv6Bits(mask: string | undefined): number | undefined {
  return mask === undefined ? 64 : readBits(mask, 128);
}

function ipv4Bits(octets: Uint8Array, mask: string | undefined): number | undefined {
  return mask === undefined ? classBits(octets[0] ?? 0) : (readBits(mask, 32) ?? maskBits(mask));
}

function readBits(text: string, max: number): number | undefined {
  return /^\d{1,3}$/.test(text) && Number(text) <= max ? Number(text) : undefined;
}

/** The bits of a mask in dotted decimal: ones, and then zeros. */
function maskBits(mask: string): number | undefined {
  const octets = readOctets(mask);
  if (octets?.length !== 4) return undefined;
  const binary = Array.from(octets, (octet) => octet.toString(2).padStart(8, '0')).join('');
  return /^(1*)0*$/.exec(binary)?.[1]?.length;
}

/** The bits of the network part before there were masks (RFC 791 section 3.2). */
function classBits(first: number): number {
  return first < 128 ? 8 : first < 192 ? 16 : 24;
}
