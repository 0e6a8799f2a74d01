import { Address4, Address6 } from 'ip-address';
import { WireError } from '../records/wire-error.js';
import { readAddress } from './address-text.js';

/** Networks in the order of preference. */
export type Sortlist = readonly (Address4 | Address6)[];

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
  const host = toAddress(address);
  const found = host === undefined ? -1 : sortlist.findIndex((network) => host.isInSubnet(network));
  return found < 0 ? sortlist.length : found;
}

function toAddress(text: string): Address4 | Address6 | undefined {
  const read = readAddress(text);
  if (read === undefined) return undefined;
  return read.family === 4 ? new Address4(read.address) : new Address6(read.address);
}

/** ip-address takes more than a sortlist may hold, and throws for the rest, so it sees checked text only. */
function readNetwork(item: string): Address4 | Address6 | undefined {
  const [text = '', mask, ...others] = item.split('/', 3);
  const read = readAddress(text);
  if (read === undefined || read.zone !== undefined || others.length > 0) return undefined;
  if (read.family === 6) {
    const bits = mask === undefined ? 64 : readBits(mask, 128);
    return bits === undefined ? undefined : new Address6(`${read.address}/${bits}`);
  }
  const bits = mask === undefined ? classBits(read.address) : (readBits(mask, 32) ?? maskBits(mask));
  return bits === undefined ? undefined : new Address4(`${read.address}/${bits}`);
}

function readBits(text: string, max: number): number | undefined {
  return /^\d{1,3}$/.test(text) && Number(text) <= max ? Number(text) : undefined;
}

/** The bits of a mask in dotted decimal: ones, and then zeros. */
function maskBits(mask: string): number | undefined {
  if (readAddress(mask)?.family !== 4) return undefined;
  const [ones = '', ...rest] = new Address4(mask).binaryZeroPad().split('0');
  return rest.every((run) => run === '') ? ones.length : undefined;
}

/** The bits of the network part before there were masks (RFC 791 section 3.2). */
function classBits(address: string): number {
  const first = Number.parseInt(address, 10);
  return first < 128 ? 8 : first < 192 ? 16 : 24;
}
