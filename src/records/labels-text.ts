import { labelText } from './name.js';

/**
 * The labels in the octets from `start` to `end` in presentation form. `open` is 1 where a pointer follows them:
 * their text then ends in a dot.
 */
export function labelsText(octets: Uint8Array, start: number, end: number, open: 0 | 1): string {
  // All but the first length octet; each of the others stands where the text has a dot, and so does the pointer.
  const length = end - start - 1 + open;
  const codes = codesOfLength[length] ?? makeCodes(length);
  let at = start + 1;
  let labelEnd = at + (octets[start] ?? 0);
  let plain = 1;
  for (let n = 0; n < length; n += 1) {
    let octet = octets[at] ?? 0;
    if (at === labelEnd) {
      labelEnd += octet + 1;
      octet = 0x2e;
    } else plain &= isPlain[octet] ?? 0;
    codes[n] = octet;
    at += 1;
  }
  if (plain === 0) return escapedText(octets, start, end, open);
  return String.fromCharCode(...codes);
}

/** The same where octets need escapes, which make the text longer than the labels. */
function escapedText(octets: Uint8Array, start: number, end: number, open: 0 | 1): string {
  let text = '';
  let labelEnd = start;
  for (let at = start; at < end; at += 1) {
    const octet = octets[at] ?? 0;
    if (at < labelEnd) text += labelText[octet];
    else {
      labelEnd = at + 1 + octet;
      if (at > start) text += '.';
    }
  }
  return open === 1 ? `${text}.` : text;
}

/** 1 for the octets that a label shows as themselves. */
const isPlain = Uint8Array.from(labelText, (text) => (text.length === 1 ? 1 : 0));

/** An array of each length, filled anew for each name: one made for it has eight times the octets of its text. */
const codesOfLength = new Array<number[] | undefined>(0x100).fill(undefined);

function makeCodes(length: number): number[] {
  const codes = Array.from({ length }, () => 0);
  codesOfLength[length] = codes;
  return codes;
}
