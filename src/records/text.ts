import { WireError } from './wire-error.js';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const utf8 = new TextEncoder();

/**
 * The text of a character-string field (TXT, CAA, NAPTR, HINFO ...).
 *
 * UTF-8 stays as it is. Octets that are not UTF-8, and control characters, which would otherwise reach
 * terminals and logs, become `\DDD`. A backslash is doubled only where it would read as such an escape, so
 * that regular expressions in NAPTR stay what they are; {@link encodeText} gives back the same octets.
 */
export function decodeText(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) {
    if (octet < 0x20 || octet > 0x7e || octet === 0x5c) return decodeSpecial(octets);
    text += String.fromCharCode(octet);
  }
  return text;
}

/** The octets of a text: the inverse of {@link decodeText}. Throws {@link WireError} `EBADSTR`. */
export function encodeText(text: string): Uint8Array {
  if (!/[^\x20-\x5b\x5d-\x7e]/.test(text)) return utf8.encode(text);
  if (/\p{Surrogate}/u.test(text)) throw new WireError('EBADSTR', 'the text has half a surrogate pair');
  const octets: number[] = [];
  for (const part of text.split(/(\\\\|\\[01]\d\d|\\2[0-4]\d|\\25[0-5])/)) {
    if (part === '\\\\') octets.push(0x5c);
    else if (/^\\\d{3}$/.test(part)) octets.push(Number(part.slice(1)));
    else octets.push(...utf8.encode(part));
  }
  return Uint8Array.from(octets);
}

function decodeSpecial(octets: Uint8Array): string {
  const text = isUtf8(octets) ? strictUtf8.decode(octets) : latin1(octets);
  const raw = !isUtf8(octets);
  const escaped = text.replace(/[\p{Cc}]|[\u0080-\u00ff]/gu, (character) => {
    if (!raw && character > '\u009f') return character;
    const units = raw ? [character.charCodeAt(0)] : utf8.encode(character);
    return Array.from(units, (octet) => `\0${String(octet).padStart(3, '0')}`).join('');
  });
  // NUL marks our own escapes while the backslashes of the text itself are looked at.
  return escaped.replace(/\\(?=[\\\0]|\d{3})/g, '\\\\').replace(/\0/g, '\\');
}

function isUtf8(octets: Uint8Array): boolean {
  try {
    strictUtf8.decode(octets);
    return true;
  } catch {
    return false;
  }
}

function latin1(octets: Uint8Array): string {
  return Array.from(octets, (octet) => String.fromCharCode(octet)).join('');
}
