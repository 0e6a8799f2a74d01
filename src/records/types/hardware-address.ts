import { formatHex, parseHex } from '../base-encoding.js';
import { WireError } from '../wire-error.js';

/** What EUI48 and EUI64 have in common (RFC 7043). */
export interface HardwareAddress {
  /** Octets in hexadecimal with hyphens, lower case: `00-00-5e-00-53-2a`. */
  readonly address: string;
}

/** The text of a hardware address. */
export function formatHardwareAddress(octets: Uint8Array): string {
  return Array.from(octets, (octet) => formatHex(Uint8Array.of(octet))).join('-');
}

/** The octets of such an address. Throws {@link WireError} `EBADSTR` unless it has `length` of them. */
export function parseHardwareAddress(text: string, length: 6 | 8): Uint8Array {
  const pairs = text.slice(0, 3 * length).split('-');
  if (text.length !== 3 * length - 1 || pairs.length !== length || pairs.some((pair) => pair.length !== 2)) {
    throw new WireError(
      'EBADSTR',
      `${JSON.stringify(text.slice(0, 100))} is not an EUI-${8 * length} address`,
    );
  }
  return parseHex(pairs.join(''));
}
