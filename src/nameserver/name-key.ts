import { formatName, parseName } from '../records/name.js';

/**
 * A name as a key of a Map: its wire form in lower case, one character an octet.
 *
 * Two names have one key exactly when DNS takes them for the same name (RFC 4343 section 3), whatever their
 * escapes; and no key can be mistaken for a property such as `__proto__`.
 * Throws {@link WireError} `EBADNAME`.
 */
export function toKey(name: string): string {
  const wire = parseName(name);
  let key = '';
  // Lengths are below 64, where the upper-case letters begin, so they stay as they are.
  for (const octet of wire) key += String.fromCharCode(octet > 0x40 && octet < 0x5b ? octet + 0x20 : octet);
  return key;
}

/** The key of the name one label up; `undefined` above the root. */
export function parentKey(key: string): string | undefined {
  return key.length > 1 ? key.slice(1 + key.charCodeAt(0)) : undefined;
}

/** The key of the wildcard right below a name (RFC 4592 section 2.1.1). */
export function wildcardKey(parent: string): string {
  return `\u0001*${parent}`;
}

/** The key of the root. */
export const rootKey = '\0';

/**
 * `name` with the labels of `from` at its end replaced by those of `to` (RFC 6672 section 2.2); `undefined`
 * where the result is longer than a name may be.
 */
export function replaceEnding(name: string, from: string, to: string): string | undefined {
  const wire = parseName(name);
  const kept = wire.subarray(0, wire.length - parseName(from).length);
  const ending = parseName(to);
  if (kept.length + ending.length > 255) return undefined;
  const whole = new Uint8Array(kept.length + ending.length);
  whole.set(kept);
  whole.set(ending, kept.length);
  return formatName(whole);
}
