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
 * (RFC 4343 section 2.1). Labels with characters outside ASCII go through UTS 46.
 * Throws {@link WireError} `EBADNAME` on an empty label, a wrong escape, a label over 63 octets or a name
 * over 255.
 */
export function parseName(text: string): Uint8Array {
  if (text === '.') return new Uint8Array(1);
  // Escapes only shrink: the wire form takes at most two octets more than the text.
  const wire = new Uint8Array(Math.min(text.length + 2, maxNameLength));
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
    if (octet > 0x7f) return parseName(toAscii(text));
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
  return start + 1 === wire.length ? wire : wire.slice(0, start + 1);
}

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

/** UTS 46 by the platform's own URL parser, which Node and browsers share. */
function toAscii(text: string): string {
  const labels = text.replace(/[\u3002\uff0e\uff61]/g, '.').split('.');
  const ascii = labels.map((label) => (/^[\0-\x7f]*$/.test(label) ? label : labelToAscii(label, text)));
  return ascii.join('.');
}

function labelToAscii(label: string, text: string): string {
  // The suffix keeps a label of digits from being read as an IPv4 address.
  const suffix = '.invalid';
  const url = `http://${label}${suffix}`;
  const plain = !/[\s/?#@:\\[\]%<>^|]/.test(label) && URL.canParse(url);
  const host = plain ? new URL(url).hostname : '';
  if (!host.endsWith(suffix) || !/^[\0-\x7f]+$/.test(host)) throw badName(text, 'is not valid under UTS 46');
  return host.slice(0, -suffix.length);
}

function badName(text: string, what: string): WireError {
  const shown = text.length > 300 ? `${text.slice(0, 300)}...` : text;
  return new WireError('EBADNAME', `the name ${JSON.stringify(shown)} ${what}`);
}
