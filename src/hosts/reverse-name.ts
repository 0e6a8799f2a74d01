import { Address4, Address6 } from 'ip-address';
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
  const parsed = read.family === 4 ? new Address4(read.address) : new Address6(read.address);
  return parsed.reverseForm().replace(/\.$/, '');
}
