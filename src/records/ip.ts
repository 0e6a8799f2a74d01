import { WireError } from './wire-error.js';

/** The text of an IPv4 address, as inet_ntop prints it. */
export function formatIpv4(octets: Uint8Array): string {
  return octets.join('.');
}

/** The four octets of an IPv4 address in dotted decimal. Throws {@link WireError} `EBADSTR`. */
export function parseIpv4(text: string): Uint8Array {
  const parts = text.split('.');
  const octets = parts.map((part) => (/^(0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256));
  if (octets.length !== 4 || octets.some((octet) => octet > 255)) throw badAddress(text, 'IPv4');
  return Uint8Array.from(octets);
}

function badAddress(text: string, family: string): WireError {
  return new WireError('EBADSTR', `${JSON.stringify(text)} is not an ${family} address`);
}
