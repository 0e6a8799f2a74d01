import { parseIpv4, parseIpv6 } from '../records/ip.js';
import { WireError } from '../records/wire-error.js';
import { readAddress } from './address-text.js';

/**
 * The name under which the PTR record of an address stands (RFC 1035 section 3.5, RFC 3596 section 2.5), without
 * a trailing dot.
 *
 * The zone of an IPv6 address counts for nothing in DNS and is left out. Throws {@link WireError} `EBADSTR` for
 * what is no address.
 */
export function reverseName(address: string): string {
  const read = readAddress(address);
  if (read === undefined)
    throw new WireError('EBADSTR', `${JSON.stringify(address.slice(0, 100))} is not an IP address`);
  if (read.family === 4) return `${parseIpv4(read.address).reverse().join('.')}.in-addr.arpa`;
  const nibbles = [...parseIpv6(read.address)].flatMap((octet) => [octet >> 4, octet & 0xf]);
  return `${nibbles
    .reverse()
    .map((nibble) => nibble.toString(16))
    .join('.')}.ip6.arpa`;
}
