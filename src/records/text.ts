import { WireError } from './wire-error.js';

/**
 * The text of a character-string field (TXT, CAA, NAPTR, HINFO ...).
 *
 * UTF-8 stays as it is. Octets that are not UTF-8, and control characters, which would otherwise reach
 * terminals and logs, become `\DDD`. A backslash is doubled only where it would read as such an escape, so
 * that regular expressions in NAPTR stay what they are; {@link encodeText} gives back the same octets.
 */
export function decodeText(octets: Uint8Array): string {
  if (octets.length > longText) return decodeAny(octets);
  for (const octet of octets) {
    if (octet < 0x20 || octet > 0x7e || octet === backslash) return decodeAny(octets);
  }
  return String.fromCharCode(...octets);
}

/** The octets of a text: the inverse of {@link decodeText}. Throws {@link WireError} `EBADSTR`. */
export function encodeText(text: string): Uint8Array {
  if (/\p{Surrogate}/u.test(text)) throw new WireError('EBADSTR', 'the text has half a surrogate pair');
  const octets = utf8.encode(text);
  let end = octets.indexOf(backslash);
  if (end < 0) return octets;
  for (let at = end; at < octets.length; end += 1) {
    const octet = octets[at] ?? 0;
    const escaped = octet === backslash ? escapedOctet(octets, at) : undefined;
    octets[end] = escaped ?? octet;
    if (escaped === undefined) at += 1;
    else at += octets[at + 1] === backslash ? 2 : 4;
  }
  return octets.slice(0, end);
}

/** The text of octets that are UTF-8, with nothing escaped; undefined for others. */
export function decodeUtf8(octets: Uint8Array): string | undefined {
  return isUtf8(octets) ? utf8Decoder.decode(octets) : undefined;
}

/** More octets than this are not handed to `fromCharCode` as arguments: they would lie on the stack. */
const longText = 1024;
const backslash = 0x5c;
const utf8 = new TextEncoder();
const utf8Decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function decodeAny(octets: Uint8Array): string {
  if (octets.some((octet) => octet > 0x7f) && isUtf8(octets)) {
    const text = utf8Decoder.decode(octets);
    return text.replace(/[\0-\x1f\x7f-\x9f]|\\(?=[\\\0-\x1f\x7f-\x9f]|\d{3})/g, escapeUtf8);
  }
  let text = '';
  for (let at = 0; at < octets.length; at += 1) {
    const octet = octets[at] ?? 0;
    if (octet === backslash && readsAsEscape(octets, at)) text += '\\';
    text += octetText[octet];
  }
  return text;
}

/** The octets of fields that are not UTF-8, a backslash as itself. */
const octetText: readonly string[] = Array.from({ length: 256 }, (_, octet) =>
  octet < 0x20 || octet > 0x7e ? escapeOctet(octet) : String.fromCharCode(octet),
);

function escapeOctet(octet: number): string {
  return `\\${String(octet).padStart(3, '0')}`;
}

function escapeUtf8(character: string): string {
  if (character === '\\') return '\\\\';
  const code = character.charCodeAt(0);
  // The C1 controls, U+0080 to U+009F, are two octets each.
  return code > 0x7f ? `\\194${escapeOctet(code)}` : escapeOctet(code);
}

/** Tells whether the backslash at `at` comes before another, before an escape, or before three digits. */
function readsAsEscape(octets: Uint8Array, at: number): boolean {
  const next = octets[at + 1] ?? 0x20;
  if (next === backslash || next < 0x20 || next > 0x7e) return true;
  return isDigit(next) && isDigit(octets[at + 2] ?? 0) && isDigit(octets[at + 3] ?? 0);
}

function isDigit(octet: number): boolean {
  return octet >= 0x30 && octet <= 0x39;
}

/** The octet that `\\` or `\DDD` at `at` stands for, or undefined where a backslash is only a backslash. */
function escapedOctet(octets: Uint8Array, at: number): number | undefined {
  if (octets[at + 1] === backslash) return backslash;
  let value = 0;
  for (let place = at + 1; place < at + 4; place += 1) {
    const digit = octets[place] ?? 0;
    if (!isDigit(digit)) return undefined;
    value = value * 10 + digit - 0x30;
  }
  return value > 255 ? undefined : value;
}

/**
 * Tells whether octets are UTF-8 (RFC 3629 section 4). A `TextDecoder` would tell by an exception, which
 * costs more than a whole message when thousands of fields are not.
 */
function isUtf8(octets: Uint8Array): boolean {
  for (let at = 0; at < octets.length; ) {
    const lead = octets[at] ?? 0;
    const second = octets[at + 1] ?? 0;
    const more =
      lead < 0x80 ? 0 : lead < 0xc2 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : -1;
    if (more < 0) return false;
    // Overlong forms, surrogates and what lies beyond U+10FFFF show in the second octet.
    if ((lead === 0xe0 && second < 0xa0) || (lead === 0xed && second > 0x9f)) return false;
    if ((lead === 0xf0 && second < 0x90) || (lead === 0xf4 && second > 0x8f)) return false;
    for (let n = 1; n <= more; n += 1) {
      if (((octets[at + n] ?? 0) & 0xc0) !== 0x80) return false;
    }
    at += 1 + more;
  }
  return true;
}
