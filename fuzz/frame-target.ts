import { isDeepStrictEqual } from 'node:util';
import { FrameReader } from '../src/nameserver/frames.js';
import { Deframer, frame } from '../src/socket/framing.js';
import { check, type Target } from './target.js';

/** However a stream is cut, both ends find the messages in it that stand there. */
export const frameTarget: Target = {
  name: 'frames',
  seeds: [
    stream([3], ['one', 'two', 'three']),
    stream([1], ['', 'x'.repeat(300), '']),
    stream([255, 1], ['y'.repeat(1000)]),
  ],
  tokens: [Uint8Array.from([0, 0]), Uint8Array.from([0, 1]), Uint8Array.from([255, 255])],
  maxLength: 4096,
  limit: 50,
  // The first octet says how many after it are sizes of chunks, used in turn.
  run(input) {
    const count = 1 + ((input[0] ?? 0) & 0x0f);
    const sizes = input.subarray(1, 1 + count);
    const octets = input.subarray(1 + count);
    const expected = cutWhole(octets);
    const deframer = new Deframer();
    const reader = new FrameReader();
    const found: Uint8Array[] = [];
    const read: Uint8Array[] = [];
    for (let at = 0, n = 0; at < octets.length; n += 1) {
      const chunk = octets.subarray(at, at + Math.max(1, sizes[n % sizes.length] ?? 1));
      deframer.push(chunk, (message) => found.push(message));
      for (const message of reader.read(chunk)) read.push(message);
      at += chunk.length;
    }
    check(isDeepStrictEqual(found, expected), 'the resolver finds other messages');
    check(isDeepStrictEqual(read, expected), 'the embedded server finds other messages');
    check(
      isDeepStrictEqual(cutWhole(Buffer.concat(expected.map(frame))), expected),
      'a frame that is cut elsewhere',
    );
  },
};

function cutWhole(octets: Uint8Array): readonly Uint8Array[] {
  const messages: Uint8Array[] = [];
  for (let at = 0; at + 2 <= octets.length; ) {
    const end = at + 2 + (octets[at] ?? 0) * 256 + (octets[at + 1] ?? 0);
    if (end > octets.length) break;
    messages.push(Uint8Array.from(octets.subarray(at + 2, end)));
    at = end;
  }
  return messages;
}

function stream(sizes: readonly number[], messages: readonly string[]): Uint8Array {
  const frames = messages.map((message) => frame(new TextEncoder().encode(message)));
  return Uint8Array.from([sizes.length - 1, ...sizes, ...frames.flatMap((each) => [...each])]);
}
