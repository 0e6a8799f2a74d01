import { WireError } from './wire-error.js';

/** The text of each octet. Joining ready texts takes half the time of making them, for every address there is. */
const decimal: readonly string[] = Array.from({ length: 256 }, (_, octet) => String(octet));
const dotted: readonly string[] = decimal.map((text) => `${text}.`);

/** The text of the four octets from `at` on, in dotted decimal. */
export function formatIpv4(octets: Uint8Array, at = 0): string {
  const upper = `${dotted[octets[at] ?? 0]}${dotted[octets[at + 1] ?? 0]}`;
  const lower = `${dotted[octets[at + 2] ?? 0]}${decimal[octets[at + 3] ?? 0]}`;
  return upper + lower;
}

/**
 * The four octets of an IPv4 address in dotted decimal.
 *
 * Always four parts, without leading zeros: the other forms inet_aton takes mean different addresses to
 * different programs (RFC 6943 section 3.1.1). Throws {@link WireError} `EBADSTR`.
 */
export function parseIpv4(text: string): Uint8Array {
  const octets = new Uint8Array(4);
  let part = 0;
  let value = -1; // no digit of this part seen yet
  for (let at = 0; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit === -2 && value >= 0 && part < 3) {
      octets[part] = value;
      part += 1;
      value = -1;
      continue;
    }
    if (digit < 0 || digit > 9 || value === 0) throw badAddress(text, 'IPv4');
    value = value < 0 ? digit : value * 10 + digit;
    if (value > 255) throw badAddress(text, 'IPv4');
  }
  if (part !== 3 || value < 0) throw badAddress(text, 'IPv4');
  octets[3] = value;
  return octets;
}

/**
 * The text of the sixteen octets from `at` on, as inet_ntop prints it (RFC 5952): lower case, the first of
 * the longest runs of two or more zero groups as `::`.
 *
 * IPv4-mapped addresses end in dotted decimal (`::ffff:192.0.2.1`), and so do the old IPv4-compatible ones
 * (`::192.0.2.1`), as glibc and libuv have it.
 */
export function formatIpv6(octets: Uint8Array, at = 0): string {
  let runStart = -1;
  let runLength = 1;
  let zeros = 0;
  for (let group = 0; group < 8; group += 1) {
    zeros = groupAt(octets, at, group) === 0 ? zeros + 1 : 0;
    if (zeros > runLength) {
      runLength = zeros;
      runStart = group + 1 - zeros;
    }
  }
  if (runStart === 0 && runLength === 6) return `::${formatIpv4(octets, at + 12)}`;
  if (runStart === 0 && runLength === 5 && groupAt(octets, at, 5) === 0xffff) {
    return `::ffff:${formatIpv4(octets, at + 12)}`;
  }
  let text = '';
  for (let group = 0; group < 8; group += 1) {
    if (group === runStart) {
      text += '::';
      group += runLength - 1;
      continue;
    }
    if (group > 0 && group !== runStart + runLength) text += ':';
    const value = groupAt(octets, at, group);
    text += value < 0x100 ? hex[value] : `${hex[value >> 8]}${paddedHex[value & 0xff]}`;
  }
  return text;
}

/**
 * The sixteen octets of an IPv6 address in any text form of RFC 4291 section 2.2, one that ends in dotted
 * decimal included; a zone is not part of the address. Throws {@link WireError} `EBADSTR`.
 */
export function parseIpv6(text: string): Uint8Array {
  const halves = text.length > maxIpv6Text ? [] : text.split('::', 3);
  const [front = '', back] = halves;
  const head = parseGroups(front, back === undefined);
  const tail = back === undefined ? [] : parseGroups(back, true);
  if (head === undefined || tail === undefined) throw badAddress(text, 'IPv6');
  const given = head.length + tail.length;
  const complete = back === undefined ? given === 16 : given <= 14 && halves.length === 2;
  if (!complete) throw badAddress(text, 'IPv6');
  const octets = new Uint8Array(16);
  octets.set(head);
  octets.set(tail, 16 - tail.length);
  return octets;
}

/** 4 or 6 for the text of an address, without a zone; undefined for any other text. */
export function addressFamily(text: string): 4 | 6 | undefined {
  const [family, parse] = text.includes(':') ? ([6, parseIpv6] as const) : ([4, parseIpv4] as const);
  try {
    parse(text);
    return family;
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

// Number.prototype.toString takes twice as long, and every AAAA record passes here.
const hex: readonly string[] = Array.from({ length: 256 }, (_, octet) => octet.toString(16));
const paddedHex: readonly string[] = hex.map((digits) => digits.padStart(2, '0'));

/** Eight groups of four digits, the last two in dotted decimal. */
const maxIpv6Text = 45;

/** The octets of groups between colons; undefined where they are none. Only the last may be dotted decimal. */
function parseGroups(text: string, last: boolean): readonly number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':');
  const octets: number[] = [];
  for (const [index, group] of groups.entries()) {
    if (last && index === groups.length - 1 && group.includes('.')) {
      octets.push(...parseIpv4(group));
      continue;
    }
    if (!/^[\da-f]{1,4}$/i.test(group)) return undefined;
    const value = Number.parseInt(group, 16);
    octets.push(value >> 8, value & 0xff);
  }
  return octets;
}

function groupAt(octets: Uint8Array, at: number, group: number): number {
  return ((octets[at + 2 * group] ?? 0) << 8) | (octets[at + 2 * group + 1] ?? 0);
}

function badAddress(text: string, family: string): WireError {
  return new WireError('EBADSTR', `${JSON.stringify(text.slice(0, 100))} is not an ${family} address`);
}
