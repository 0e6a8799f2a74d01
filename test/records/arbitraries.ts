import fc from 'fast-check';
import { classes, type DnsClass, rcodes, type TypeName, types } from '../../src/records/codes.js';
import { formatName } from '../../src/records/name.js';
import { decodeText } from '../../src/records/text.js';

/** Octets: any, with letters most often, and those that escapes turn on more often than chance has them. */
export function octets(minLength: number, maxLength: number): fc.Arbitrary<Uint8Array> {
  const octet = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0x61, max: 0x7a }) },
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 255 }) },
    { weight: 2, arbitrary: fc.constantFrom(0, 0x20, 0x22, 0x2e, 0x30, 0x31, 0x32, 0x5c, 0x80, 0xc3, 0xa9) },
  );
  return fc.array(octet, { minLength, maxLength }).map((list) => Uint8Array.from(list));
}

/** An object, with the prototype that object literals have. */
export const record = <Fields extends object>(fields: { [Key in keyof Fields]: fc.Arbitrary<Fields[Key]> }) =>
  fc.record(fields, { noNullPrototype: true });

/** Octets without a favourite among them. */
export function data(minLength: number, maxLength: number): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array({ minLength, maxLength }).map((array) => Uint8Array.from(array));
}

/** A name on the wire, of at most 255 octets. */
export const wireName: fc.Arbitrary<Uint8Array> = fc
  .array(fc.oneof({ weight: 9, arbitrary: octets(1, 12) }, { weight: 1, arbitrary: octets(40, 63) }), {
    maxLength: 8,
  })
  .map((labels) => {
    const wire: number[] = [];
    for (const label of labels) {
      if (wire.length + label.length + 2 <= 255) wire.push(label.length, ...label);
    }
    return Uint8Array.from([...wire, 0]);
  });

const labelOf = (characters: string, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength });

/** A host name: what the implementations that cannot escape agree on. */
export const hostname: fc.Arbitrary<string> = fc
  .array(labelOf('abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-_', 15), { minLength: 1, maxLength: 5 })
  .map((labels) => labels.join('.'));

/** A name in the presentation form that decoding gives. */
export const anyName: fc.Arbitrary<string> = fc.oneof(wireName.map(formatName), hostname);

const utf8 = new TextEncoder();

/** A text as decoding gives it. */
export function anyText(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc
    .oneof(
      octets(minLength, maxLength),
      unicode(minLength, maxLength).map((t) => utf8.encode(t)),
    )
    .map(decodeText);
}

/** Unicode text without control characters and backslashes, its length in octets. */
export function unicode(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc
    .string({ unit: 'grapheme', minLength, maxLength: Math.max(minLength, maxLength >> 3) })
    .map((text) => text.replace(/[\\\p{Cc}]/gu, '-'))
    .filter((text) => utf8.encode(text).length <= maxLength);
}

export const uint8: fc.Arbitrary<number> = fc.integer({ min: 0, max: 0xff });
export const uint16: fc.Arbitrary<number> = fc.integer({ min: 0, max: 0xffff });
export const uint32: fc.Arbitrary<number> = fc.integer({ min: 0, max: 0xffff_ffff });
export const ttl: fc.Arbitrary<number> = fc.integer({ min: 0, max: 0x7fff_ffff });

export const ipv4: fc.Arbitrary<string> = fc.ipV4();
export const flag: fc.Arbitrary<boolean> = fc.boolean();

const keysOf = <Table extends object>(table: Table): readonly Extract<keyof Table, string>[] => {
  const keys: Extract<keyof Table, string>[] = [];
  for (const key in table) keys.push(key);
  return keys;
};

/** A type as decoding gives it. */
export const anyType: fc.Arbitrary<TypeName> = fc.oneof(
  fc.constantFrom(...keysOf(types)),
  fc.integer({ min: 300, max: 0xffff }).map((code): TypeName => `TYPE${code}`),
);

/** A class as decoding gives it. */
export const anyClass: fc.Arbitrary<DnsClass> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<DnsClass>('IN') },
  { weight: 1, arbitrary: fc.constantFrom(...keysOf(classes)) },
  { weight: 1, arbitrary: fc.integer({ min: 300, max: 0xffff }).map((code): DnsClass => `CLASS${code}`) },
);

export const anyRcode = fc.constantFrom(...keysOf(rcodes));
