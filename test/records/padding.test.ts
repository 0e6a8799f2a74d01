import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EdnsOption } from '../../src/records/edns.js';
import { padOptions } from '../../src/records/padding.js';
import { encodeQuery, encodeQuestion } from '../../src/records/query.js';

const question = encodeQuestion('www.example.com', 1, 1);

function lengthWith(name: Uint8Array, options: readonly EdnsOption[]): number {
  const edns = { version: 0, payloadSize: 1232, dnssecOk: false, options };
  return encodeQuery({ id: 0, question: name, recurse: true, checkingDisabled: false, edns }).length;
}

it('makes the length of a query the next multiple of 128, whatever its name and options', () => {
  const option = fc.record({
    code: fc.integer({ min: 1000, max: 2000 }),
    data: fc.uint8Array({ maxLength: 300 }),
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 63 }), fc.array(option, { maxLength: 3 }), (length, options) => {
      const name = encodeQuestion('x'.repeat(length), 1, 1);
      const plain = lengthWith(name, options);
      const padded = lengthWith(name, padOptions(name, options));
      expect(padded % 128).toBe(0);
      // Room for code and length of the padding.
      expect(padded - plain).toBeGreaterThanOrEqual(4);
      expect(padded - plain).toBeLessThan(128 + 4);
    }),
  );
});

it('pads with zeros, behind the other options', () => {
  const first = { code: 1000, data: Uint8Array.of(1) };
  const padding = { code: 12, data: new Uint8Array(128 - 12 - 21 - 11 - 5 - 4) };
  expect(padOptions(question, [first])).toStrictEqual([first, padding]);
});

it('adds none to options that have some', () => {
  const options = [{ code: 12, data: new Uint8Array(3) }];
  expect(padOptions(question, options)).toBe(options);
});

it('adds none where the message would become too long', () => {
  const options = [{ code: 1000, data: new Uint8Array(0xffff - 12 - 21 - 11 - 4) }];
  expect(padOptions(question, options)).toBe(options);
});
