import { type TypeName, typeCode, typeName } from '../codes.js';
import type { Reader } from '../reader.js';
import { malformed } from '../wire-error.js';
import type { Writer } from '../writer.js';

/**
 * Reads the types at the end of NSEC and NSEC3 (RFC 4034 section 4.1.2), ascending.
 *
 * Windows ascend, and their bitmaps have 1 to 32 octets of which the last is not zero. Everything else is
 * malformed, so that one set of types has one encoding.
 */
export function readTypeBitmap(reader: Reader): readonly TypeName[] {
  // One for each window: a single array of many types would be copied again and again as it grows.
  const windowsRead: TypeName[][] = [];
  let previous = -1;
  while (reader.remaining > 0) {
    const window = reader.uint8();
    const length = reader.uint8();
    if (window <= previous) throw malformed('type bitmaps out of order', reader.position);
    if (length < 1 || length > 32) throw malformed('a type bitmap not 1 to 32 octets long', reader.position);
    previous = window;
    const names = namesIn(window);
    const types: TypeName[] = [];
    windowsRead.push(types);
    for (let index = 0; index < length; index += 1) {
      const octet = reader.uint8();
      if (octet === 0 && index === length - 1) {
        throw malformed('a type bitmap that ends in zeros', reader.position);
      }
      for (let bit = 0; bit < 8; bit += 1) {
        if ((octet & (0x80 >> bit)) === 0) continue;
        const low = (index << 3) | bit;
        const name = names[low] ?? typeName((window << 8) | low);
        names[low] = name;
        types.push(name);
      }
    }
  }
  return noTypes.concat(...windowsRead);
}

const noTypes: TypeName[] = [];

/** Writes types in any order; a type given twice counts once. */
export function writeTypeBitmap(writer: Writer, types: readonly TypeName[]): void {
  const bitmaps = new Map<number, Uint8Array>();
  for (const code of types.map(typeCode).sort((a, b) => a - b)) {
    const window = code >> 8;
    const octet = (code & 0xff) >> 3;
    const bitmap = new Uint8Array(octet + 1);
    bitmap.set(bitmaps.get(window) ?? []);
    bitmap[octet] = (bitmap[octet] ?? 0) | (0x80 >> (code & 7));
    bitmaps.set(window, bitmap);
  }
  for (const [window, bitmap] of bitmaps) {
    writer.uint8(window);
    writer.characterString(bitmap);
  }
}

/**
 * Names of types by window, as far as they were needed: full bitmaps in a message of 64 KiB name half a
 * million types, and making as many strings takes longer than decoding a message may.
 */
const windows: TypeName[][] = [];

function namesIn(window: number): TypeName[] {
  const names = windows[window] ?? [];
  windows[window] = names;
  return names;
}
