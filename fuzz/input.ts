/** Characters that trip up parsers of text: what octets from 0xF0 stand for. */
const telling: readonly string[] = [
  '\ud83d',
  '\ude00',
  '\u3002',
  '\uff0e',
  '\u017f',
  '\u0130',
  '\u200d',
  '\ufeff',
  '\u2028',
  '\u0661',
  '\u212a',
  '\u0301',
  '\u202e',
  '\u1e9e',
  '\ufdfa',
  '\uffff',
];

/** The text that octets stand for: characters up to U+00EF as they are, telling ones for the rest. */
export function toText(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) text += telling[octet - 0xf0] ?? String.fromCharCode(octet);
  return text;
}

/** The octets of a text: the inverse of {@link toText}; characters it cannot give become question marks. */
export function fromText(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length }, (_, at) => {
    const place = telling.indexOf(text.charAt(at));
    const code = text.charCodeAt(at);
    if (place >= 0) return 0xf0 + place;
    return code < 0xf0 ? code : 0x3f;
  });
}

/** The octets of hexadecimal digits. */
export function fromHex(digits: string): Uint8Array {
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

/** Octets as hexadecimal digits. */
export function toHex(octets: Uint8Array): string {
  return Buffer.from(octets).toString('hex');
}
