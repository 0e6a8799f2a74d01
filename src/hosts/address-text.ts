import { formatIpv6, parseIpv6 } from '../records/ip.js';

/** An address as a file or a caller wrote it, taken apart. */
export interface AddressText {
  readonly family: 4 | 6;
  /** The address in canonical text (RFC 5952), without its zone. */
  readonly address: string;
  /** What stands behind `%` (RFC 4007 section 11): the link that a link-local address is on. */
  readonly zone: string | undefined;
}

/**
 * Reads an IPv4 address in dotted decimal, or an IPv6 address with or without a zone; undefined for any other
 * text.
 *
 * It does not throw: a file may hold a million lines that are no address, and an error costs more than a line.
 */
export function readAddress(text: string): AddressText | undefined {
  if (isIpv4(text)) return { family: 4, address: text, zone: undefined };
  const percent = text.indexOf('%');
  const address = percent < 0 ? text : text.slice(0, percent);
  const zone = percent < 0 ? undefined : text.slice(percent + 1);
  if (!isIpv6(address) || (zone !== undefined && !/^[\w.-]+$/.test(zone))) return undefined;
  return { family: 6, address: formatIpv6(parseIpv6(address)), zone };
}

/** Tells whether a text is an IPv4 address in dotted decimal. */
export function isIpv4(text: string): boolean {
  return ipv4.test(text);
}

/** The text of an address with its zone. */
export function formatAddress({ address, zone }: AddressText): string {
  return zone === undefined ? address : `${address}%${zone}`;
}

// Without leading zeros, as parseIpv4 of the codec has it: each address has one text only.
const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}$`);

/** Eight groups of four digits, the last two in dotted decimal. */
const maxIpv6Text = 45;

function isIpv6(text: string): boolean {
  if (text.length > maxIpv6Text || !/^[\da-f:.]*:[\da-f:.]*$/i.test(text)) return false;
  const [front = '', back, ...others] = text.split('::');
  if (back === undefined) return countGroups(front, true) === 8;
  return others.length === 0 && countGroups(front, false) + countGroups(back, true) <= 7;
}

/** How many groups of 16 bits stand between the colons; Infinity where something else does. */
function countGroups(text: string, last: boolean): number {
  if (text === '') return 0;
  const groups = text.split(':');
  const final = last && isIpv4(groups.at(-1) ?? '') ? groups.pop() : undefined;
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return Number.POSITIVE_INFINITY;
  return groups.length + (final === undefined ? 0 : 2);
}
