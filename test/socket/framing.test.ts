import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Deframer, frame } from '../../src/socket/framing.js';

const message = fc.oneof(
  { weight: 10, arbitrary: fc.uint8Array({ maxLength: 20 }) },
  { weight: 1, arbitrary: fc.uint8Array({ minLength: 250, maxLength: 600 }) },
);

function deframe(chunks: readonly Uint8Array[]): readonly Uint8Array[] {
  const deframer = new Deframer();
  const messages: Uint8Array[] = [];
  for (const chunk of chunks) deframer.push(chunk, (one) => messages.push(one));
  return messages;
}

/** Cuts octets at places given as fractions of their length. */
function cut(octets: Uint8Array, fractions: readonly number[]): readonly Uint8Array[] {
  const places = fractions.map((fraction) => Math.round(fraction * octets.length)).sort((a, b) => a - b);
  return [0, ...places].map((from, n) => octets.subarray(from, places[n] ?? octets.length));
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

it('any messages come out the same, however they are cut', () => {
  const fraction = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(message), fc.array(fraction), (messages, fractions) => {
      const stream = join(messages.map(frame));
      expect(deframe(cut(stream, fractions))).toStrictEqual(messages);
    }),
    { numRuns: 500 },
  );
});

it('and octet by octet', () => {
  fc.assert(
    fc.property(fc.array(message, { maxLength: 5 }), (messages) => {
      const octets = join(messages.map(frame));
      expect(deframe(Array.from(octets, (octet) => Uint8Array.of(octet)))).toStrictEqual(messages);
    }),
  );
});

it('an unfinished message does not come out', () => {
  fc.assert(
    fc.property(
      fc.array(message),
      fc.uint8Array({ minLength: 1, maxLength: 20 }),
      fc.nat(),
      (messages, last, n) => {
        const unfinished = frame(last).subarray(0, n % (last.length + 2));
        expect(deframe([join([...messages.map(frame), unfinished])])).toStrictEqual(messages);
      },
    ),
  );
});

it('a frame is the length in network order and the message', () => {
  expect(frame(Uint8Array.of(7, 8))).toStrictEqual(Uint8Array.of(0, 2, 7, 8));
  expect(frame(new Uint8Array(0x1234)).subarray(0, 2)).toStrictEqual(Uint8Array.of(0x12, 0x34));
  expect(frame(new Uint8Array())).toStrictEqual(Uint8Array.of(0, 0));
  expect(frame(new Uint8Array(65_535)).subarray(0, 2)).toStrictEqual(Uint8Array.of(255, 255));
});

it('messages stay as they came when the chunk is used again', () => {
  const chunk = frame(Uint8Array.of(1, 2, 3));
  const messages = deframe([chunk]);
  chunk.fill(0);
  expect(messages).toStrictEqual([Uint8Array.of(1, 2, 3)]);
});
