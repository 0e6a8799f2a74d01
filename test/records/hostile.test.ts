import { beforeAll, describe, expect, it } from 'vitest';
import { decodeMessage } from '../../src/records/message.js';
import { WireError } from '../../src/records/wire-error.js';

/** A message is decoded or given up within this many milliseconds of processor time. */
const limit = 50;
const maxMessage = 0xffff;

type Counts = readonly [questions: number, answers: number, authorities: number, additionals: number];

function header(counts: Counts): number[] {
  return [0, 1, 0x81, 0x80, ...counts.flatMap((count) => [count >> 8, count & 0xff])];
}

/** As many copies of one question or record as fit behind what every copy points to. */
function fill(
  shared: readonly number[],
  unit: readonly number[],
  section: 'questions' | 'answers',
): Uint8Array {
  const room = maxMessage - 12 - shared.length;
  const count = Math.floor(room / unit.length);
  const total = count + (shared.length === 0 ? 0 : 1);
  const counts: Counts = section === 'questions' ? [total, 0, 0, 0] : [0, total, 0, 0];
  const message = new Uint8Array(12 + shared.length + count * unit.length);
  message.set([...header(counts), ...shared]);
  for (let n = 0; n < count; n += 1) message.set(unit, 12 + shared.length + n * unit.length);
  return message;
}

const fixed = (type: number, length: number) => [
  type >> 8,
  type & 0xff,
  0,
  1,
  0,
  0,
  0,
  9,
  length >> 8,
  length & 0xff,
];
const rootRecord = (type: number, rdata: readonly number[]) => [0, ...fixed(type, rdata.length), ...rdata];
const bytes = (length: number, octet: number) => Array.from({ length }, () => octet);

/** 249 octets in 124 labels, each of which takes four characters. */
const escapedName = [...Array.from({ length: 124 }, () => [1, 0]).flat(), 0];
const longLabels = [...[63, 63, 63, 55].flatMap((length) => [length, ...bytes(length, 0)]), 0];
const pointerToFirst = [0xc0, 12];

/**
 * Decodes, and gives milliseconds of processor time, which other programs do not add to: the least of some
 * rounds, for the first ones compile.
 */
function measure(message: Uint8Array): number {
  expect(message.length).toBeLessThanOrEqual(maxMessage);
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round += 1) {
    const start = process.cpuUsage();
    try {
      decodeMessage(message);
    } catch (error) {
      if (!(error instanceof WireError) || error.code !== 'EBADRESP') throw error;
    }
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

/** Half a message of pointers, each to the one before: 128 lead on, the next is too many. */
function pointerChain(): Uint8Array {
  const message = new Uint8Array(maxMessage);
  message.set(header([0, 1, 0, 0]));
  message[12] = 0;
  let at = 23;
  for (let target = 12; at + 1 < 0x3fff; at += 2) {
    message.set([0xc0 | (target >> 8), target & 0xff], at);
    target = at;
  }
  return message;
}

const worstCases: Readonly<Record<string, () => Uint8Array>> = {
  'questions, each a label before 249 octets of escapes': () =>
    fill([...escapedName, 0, 1, 0, 1], [1, 0, ...pointerToFirst, 0, 1, 0, 1], 'questions'),
  'questions, each a label before the rest of another name': () =>
    fill([1, 97, ...escapedName, 0, 1, 0, 1], [1, 0, 0xc0, 14, 0, 1, 0, 1], 'questions'),
  'questions that point to 254 octets of escapes': () =>
    fill([...longLabels, 0, 1, 0, 1], [...pointerToFirst, 0, 1, 0, 1], 'questions'),
  'mailboxes, each two labels before 249 octets of escapes': () =>
    fill(
      [...escapedName, ...fixed(16, 1), 0],
      [...pointerToFirst, ...fixed(17, 8), 1, 0, ...pointerToFirst, 1, 0, ...pointerToFirst],
      'answers',
    ),
  'names of 255 octets in full': () => fill([], [...longLabels, 0, 1, 0, 1], 'questions'),
  'a chain of pointers': pointerChain,
  'empty strings': () => fill([], rootRecord(16, bytes(65_500, 0)), 'answers'),
  'strings of one control character': () =>
    fill([], rootRecord(16, Array.from({ length: 32_750 }, () => [1, 7]).flat()), 'answers'),
  'long strings that are not UTF-8': () =>
    fill([], rootRecord(16, Array.from({ length: 255 }, () => [255, ...bytes(255, 0xff)]).flat()), 'answers'),
  'short texts that are not UTF-8': () => fill([], rootRecord(13, [1, 0xff, 1, 0xfe]), 'answers'),
  backslashes: () => fill([], rootRecord(257, [0, 1, 0x61, ...bytes(65_400, 0x5c)]), 'answers'),
  'type bitmaps of every type': () =>
    fill(
      [],
      rootRecord(47, [
        0,
        ...Array.from({ length: 256 }, (_, window) => [window, 32, ...bytes(32, 255)]).flat(),
      ]),
      'answers',
    ),
  'EDNS options': () => {
    const options = bytes(65_500, 0);
    return Uint8Array.from([...header([0, 0, 0, 1]), 0, 0, 41, 4, 208, 0, 0, 0, 0, 255, 220, ...options]);
  },
  'ALPN protocols': () =>
    fill(
      [],
      rootRecord(65, [0, 1, 0, 0, 1, 255, 200, ...Array.from({ length: 32_740 }, () => [1, 255]).flat()]),
      'answers',
    ),
  'unknown service parameters': () => {
    const keys = Array.from({ length: 16_000 }, (_, n) => [(n + 100) >> 8, (n + 100) & 0xff, 0, 0]).flat();
    return fill([], rootRecord(65, [0, 1, 0, ...keys]), 'answers');
  },
  'mandatory keys that are all there': () => {
    const keys = Array.from({ length: 10_000 }, (_, n) => [(n + 100) >> 8, (n + 100) & 0xff]);
    const mandatory = [0, 0, (keys.length * 2) >> 8, (keys.length * 2) & 0xff, ...keys.flat()];
    return fill(
      [],
      rootRecord(65, [0, 1, 0, ...mandatory, ...keys.flatMap((key) => [...key, 0, 0])]),
      'answers',
    );
  },
  'address hints': () => fill([], rootRecord(65, [0, 1, 0, 0, 6, 255, 192, ...bytes(65_472, 1)]), 'answers'),
  'address prefixes': () =>
    fill([], rootRecord(42, Array.from({ length: 16_300 }, () => [0, 2, 0, 0]).flat()), 'answers'),
  'IPv6 addresses': () => fill([], rootRecord(28, [32, 1, ...bytes(13, 0), 1]), 'answers'),
  'compressed names in RDATA of types nobody knows': () =>
    fill(
      [...escapedName, ...fixed(16, 1), 0],
      [...pointerToFirst, ...fixed(14, 4), ...pointerToFirst, ...pointerToFirst],
      'answers',
    ),
  'records without RDATA of types nobody knows': () => fill([], rootRecord(65_000, []), 'answers'),
  hashes: () => fill([], rootRecord(50, [1, 0, 0, 1, 0, 1, 7]), 'answers'),
  keys: () => fill([], rootRecord(48, [1, 1, 3, 8, ...bytes(65_400, 77)]), 'answers'),
  'counts without records': () => Uint8Array.from(header([0xffff, 0xffff, 0xffff, 0xffff])),
};

describe('a message of 64 KiB decodes or fails in time', () => {
  beforeAll(() => {
    for (const make of Object.values(worstCases)) measure(make());
  });

  it.each(Object.entries(worstCases))('%s', (_, make) => {
    expect(measure(make())).toBeLessThan(limit);
  });
});

describe('the names of one message do not fill memory', () => {
  it('as many questions as there is room for hold less than ten million characters', () => {
    const { questions } = decodeMessage(
      fill([...escapedName, 0, 1, 0, 1], [1, 0, ...pointerToFirst, 0, 1, 0, 1], 'questions'),
    );
    expect(questions).toHaveLength(8159);
    expect(questions.reduce((sum, { name }) => sum + name.length, 0)).toBeLessThan(10_000_000);
  });
});
