import { WireError } from './wire-error.js';

/** Octets in hexadecimal, lower case (RFC 4648 section 8). */
export function formatHex(octets: Uint8Array): string {
  return encode(octets, hexDigits, 4);
}

/** The octets of hexadecimal text in any case. Throws {@link WireError} `EBADSTR`. */
export function parseHex(text: string): Uint8Array {
  return decode(text.toLowerCase(), hexDigits, 4);
}

/** Octets in base32hex, lower case and without padding, as NSEC3 writes hashes (RFC 5155 section 3.3). */
export function formatBase32hex(octets: Uint8Array): string {
  return encode(octets, base32Digits, 5);
}

/** The octets of base32hex text in any case, without padding. Throws {@link WireError} `EBADSTR`. */
export function parseBase32hex(text: string): Uint8Array {
  return decode(text.toLowerCase(), base32Digits, 5);
}

/** Octets in base64 with padding (RFC 4648 section 4). */
export function formatBase64(octets: Uint8Array): string {
  const text = encode(octets, base64Digits, 6);
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

/** The octets of base64 text with padding. Throws {@link WireError} `EBADSTR`. */
export function parseBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0) throw new WireError('EBADSTR', 'base64 that is not groups of four digits');
  return decode(text.replace(/={1,2}$/, ''), base64Digits, 6);
}

const hexDigits = '0123456789abcdef';
const base32Digits = '0123456789abcdefghijklmnopqrstuv';
const base64Digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function encode(octets: Uint8Array, digits: string, bitsPerDigit: number): string {
  const mask = (1 << bitsPerDigit) - 1;
  let text = '';
  let bits = 0;
  let held = 0;
  for (const octet of octets) {
    bits = ((bits << 8) | octet) & 0xffff;
    held += 8;
    while (held >= bitsPerDigit) {
      held -= bitsPerDigit;
      text += digits.charAt((bits >> held) & mask);
    }
  }
  return held === 0 ? text : text + digits.charAt((bits << (bitsPerDigit - held)) & mask);
}

function decode(text: string, digits: string, bitsPerDigit: number): Uint8Array {
  const octets = new Uint8Array(Math.floor((text.length * bitsPerDigit) / 8));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const character of text) {
    const digit = digits.indexOf(character);
    if (digit < 0)
      throw new WireError('EBADSTR', `${JSON.stringify(character)} is not a digit of base ${digits.length}`);
    bits = ((bits << bitsPerDigit) | digit) & 0xffff;
    held += bitsPerDigit;
    if (held < 8) continue;
    held -= 8;
    octets[at] = (bits >> held) & 0xff;
    at += 1;
  }
  // Bits left over must be zero and fewer than a digit, or two texts would stand for the same octets.
  if (held >= bitsPerDigit || (bits & ((1 << held) - 1)) !== 0) {
    throw new WireError('EBADSTR', `text in base ${digits.length} that ends inside an octet`);
  }
  return octets;
}
