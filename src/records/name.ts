import { WireError } from './wire-error.js';

/** A name is at most 255 octets on the wire, its root label included (RFC 1035 section 2.3.4). */
export const maxNameLength = 255;
/** A label is at most 63 octets (RFC 1035 section 2.3.4). */
export const maxLabelLength = 63;

/** How each octet of a label is written: as itself, behind a backslash, or as `\DDD` (RFC 4343 section 2.1). */
export const labelText: readonly string[] = Array.from({ length: 256 }, (_, octet) => {
  const character = String.fromCharCode(octet);
  if ('.\\";()@$'.includes(character)) return `\\${character}`;
  return octet > 0x20 && octet < 0x7f ? character : `\\${String(octet).padStart(3, '0')}`;
});

/**
 * The wire form of a name: its labels, each behind its length, and the root.
 *
 * Takes presentation form: a trailing dot is optional, `.` is the root, `\X` and `\DDD` stand for octets
 * (RFC 4343 section 2.1). Labels with characters outside ASCII go through UTS 46, and take no escapes.
 * Throws {@link WireError} `EBADNAME` on an empty label, a wrong escape, a label over 63 octets or a name
 * over 255.
 */
export function parseName(text: string): Uint8Array {
  return scratch.slice(0, writeName(text, scratch));
}

/** Writes a name in wire form to the start of `wire`, which has room for 255 octets; returns its length. */
export function writeName(text: string, wire: Uint8Array): number {
  if (text === '.') {
    wire[0] = 0;
    return 1;
  }
  let start = 0; // where the length of the current label goes
  let end = 1; // where its next octet goes
  for (let at = 0; at < text.length; at += 1) {
    let octet = text.charCodeAt(at);
    if (octet === 0x2e) {
      closeLabel(wire, start, end, text);
      start = end;
      end += 1;
      continue;
    }
    if (octet > 0x7f) return writeName(toAscii(text), wire);
    if (octet === 0x5c) {
      octet = escapedOctet(text, at + 1);
      at += isDigit(text.charCodeAt(at + 1)) ? 3 : 1;
    }
    // One octet stays free for the root.
    if (end >= maxNameLength - 1) throw badName(text, 'is longer than 255 octets');
    wire[end] = octet;
    end += 1;
  }
  // Without a trailing dot the last label is still open.
  if (end > start + 1) {
    closeLabel(wire, start, end, text);
    start = end;
  } else if (text === '') throw badName(text, 'is empty');
  wire[start] = 0;
  return start + 1;
}

const scratch = new Uint8Array(maxNameLength);

/** The presentation form of a name on the wire: escaped, without a trailing dot; the root is `.`. */
export function formatName(wire: Uint8Array): string {
  let text = '';
  let at = 0;
  for (let length = wire[0] ?? 0; length > 0; length = wire[at] ?? 0) {
    if (at > 0) text += '.';
    for (const octet of wire.subarray(at + 1, at + 1 + length)) text += labelText[octet];
    at += 1 + length;
  }
  return text === '' ? '.' : text;
}

/**
 * Tells whether a name is a host name: letters, digits and inner hyphens in each label
 * (RFC 952, RFC 1123 section 2.1), and underscores, which Active Directory and DKIM targets use.
 */
export function isHostname(name: string): boolean {
  const labels = name.endsWith('.') ? name.slice(0, -1) : name;
  return (
    labels.length <= maxNameLength - 2 &&
    labels.split('.').every((label) => /^(?!-)[A-Za-z0-9_-]{1,63}(?<!-)$/.test(label))
  );
}

function closeLabel(wire: Uint8Array, start: number, end: number, text: string): void {
  const length = end - start - 1;
  if (length === 0) throw badName(text, 'has an empty label');
  if (length > maxLabelLength) throw badName(text, 'has a label longer than 63 octets');
  wire[start] = length;
}

function escapedOctet(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (!isDigit(first)) {
    if (Number.isNaN(first) || first > 0x7f) throw badName(text, 'has a backslash with nothing to escape');
    return first;
  }
  const digits = text.slice(at, at + 3);
  const octet = /^\d{3}$/.test(digits) ? Number(digits) : 256;
  if (octet > 255) throw badName(text, 'has a \\DDD escape that is not 000 to 255');
  return octet;
}

function isDigit(character: number): boolean {
  return character >= 0x30 && character <= 0x39;
}

/**
 * UTS 46 by the platform's own URL parser, which Node and browsers share: docs/decisions/0008-unicode-names.md.
 *
 * Only labels with characters outside ASCII go through it, all of a name together, since the Bidi rule looks
 * at all of them. The others are octets already: `_dmarc` and `*` are labels of the DNS, but not of IDNA.
 */
function toAscii(text: string): string {
  if (text.length > maxUnicodeText) throw badName(text, 'is longer than 255 octets');
  const unicode = (text.match(labels) ?? []).filter((label) => !isAscii(label));
  const ascii = labelsToAscii(unicode, text);
  return text.replace(labels, (label) => ascii.get(label) ?? label).replace(wideDots, '.');
}

/** A label, its escapes included. U+3002, U+FF0E and U+FF61 separate labels as the dot does (UTS 46 section 2.3). */
const labels = /(?:\\.|[^\\.\u3002\uff0e\uff61])+/gs;
const wideDots = /[\u3002\uff0e\uff61]/g;

/**
 * Characters of the longest name with Unicode that is looked at: even in decomposed form, one of 255 octets has
 * fewer. The work of the URL parser grows with the square of the length.
 */
const maxUnicodeText = 1000;

function labelsToAscii(unicode: readonly string[], text: string): ReadonlyMap<string, string> {
  if (unicode.length === 0) return new Map();
  // The suffix keeps a name of digits from being read as an IPv4 address.
  const suffix = '.invalid';
  // Normal form C already, since Node 24 overlooks some text that is not in it, and gives another A-label.
  const url = `http://${unicode.join('.').normalize('NFC')}${suffix}`;
  // What a URL parser removes, decodes, or takes for another part of a URL.
  const plain = !unicode.some((label) => /[\t\n\r/?#@:\\[\]%]/.test(label)) && URL.canParse(url);
  const host = plain ? new URL(url).hostname : '';
  const ascii = isAscii(host) && host.endsWith(suffix) ? host.slice(0, -suffix.length).split('.') : [];
  // A label may vanish: left to the caller, the dot before it would pass for the one of the root.
  if (ascii.length !== unicode.length || ascii.includes('')) throw badName(text, 'is not valid under UTS 46');
  return new Map(unicode.map((label, n) => [label, ascii[n] ?? '']));
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

function badName(text: string, what: string): WireError {
  const shown = text.length > 300 ? `${text.slice(0, 300)}...` : text;
  return new WireError('EBADNAME', `the name ${JSON.stringify(shown)} ${what}`);
}
