import type { SeededRandom } from './seeded-random.js';

/** What a mutation draws on. */
export interface Mutation {
  readonly random: SeededRandom;
  /** Inputs to take pieces from. */
  readonly corpus: readonly Uint8Array[];
  readonly tokens: readonly Uint8Array[];
  /** Octets that the result has at most. */
  readonly maxLength: number;
}

/** A changed copy of an input: one to eight changes, few more often than many. */
export function mutate(input: Uint8Array, mutation: Mutation): Uint8Array {
  const { random, maxLength } = mutation;
  let octets = Uint8Array.from(input);
  const rounds = 1 << random.below(4);
  for (let round = 0; round < rounds; round += 1) {
    const change = random.pick(changes) ?? setOctet;
    octets = Uint8Array.from(change(octets, mutation).subarray(0, maxLength));
  }
  return octets;
}

type Change = (octets: Uint8Array, mutation: Mutation) => Uint8Array;

/** Ends of ranges, compression pointers, quotes, backslashes, digits, dots, blanks. */
const tellingOctets = [
  0, 1, 2, 3, 4, 12, 16, 32, 63, 64, 127, 128, 191, 192, 255, 0x0a, 0x22, 0x2e, 0x28, 0x29, 0x30, 0x39, 0x3b,
  0x40, 0x5c,
];

const setOctet: Change = (octets, { random }) => {
  octets[random.below(octets.length)] = random.below(256);
  return octets;
};

const setTellingOctet: Change = (octets, { random }) => {
  octets[random.below(octets.length)] = random.pick(tellingOctets) ?? 0;
  return octets;
};

const flipBit: Change = (octets, { random }) => {
  const at = random.below(octets.length);
  octets[at] = (octets[at] ?? 0) ^ (1 << random.below(8));
  return octets;
};

/** Counts and lengths are most telling when they are off by little. */
const nudge: Change = (octets, { random }) => {
  const at = random.below(octets.length);
  octets[at] = (octets[at] ?? 0) + random.below(9) - 4;
  return octets;
};

const insertOctets: Change = (octets, { random }) => {
  const piece = Uint8Array.from({ length: 1 + random.below(8) }, () => random.below(256));
  return splice(octets, random.below(octets.length + 1), 0, piece);
};

const insertToken: Change = (octets, { random, tokens }) =>
  splice(octets, random.below(octets.length + 1), 0, random.pick(tokens) ?? nothing);

const overwriteWithToken: Change = (octets, { random, tokens }) => {
  const token = random.pick(tokens) ?? nothing;
  return splice(octets, random.below(octets.length + 1), token.length, token);
};

const remove: Change = (octets, { random }) =>
  splice(octets, random.below(octets.length), 1 + random.below(Math.min(octets.length, 32)), nothing);

const cut: Change = (octets, { random }) => octets.subarray(0, random.below(octets.length + 1));

const repeat: Change = (octets, { random, maxLength }) => {
  const piece = pieceOf(octets, random);
  const room = Math.max(0, maxLength - octets.length);
  const most = Math.floor(room / Math.max(1, piece.length));
  // Now and then as often as there is room: what takes time shows in large inputs only.
  const times = random.below(16) === 0 ? most : Math.min(most, 1 + random.below(4));
  const copies = new Uint8Array(piece.length * times);
  for (let n = 0; n < times; n += 1) copies.set(piece, n * piece.length);
  return splice(octets, random.below(octets.length + 1), 0, copies);
};

const move: Change = (octets, { random }) => {
  const piece = pieceOf(octets, random);
  return splice(octets, random.below(octets.length + 1), piece.length, piece);
};

const takeFromAnother: Change = (octets, { random, corpus }) => {
  const piece = pieceOf(random.pick(corpus) ?? nothing, random);
  return splice(octets, random.below(octets.length + 1), random.below(2) * piece.length, piece);
};

const changes: readonly Change[] = [
  setOctet,
  setOctet,
  setOctet,
  setTellingOctet,
  setTellingOctet,
  flipBit,
  nudge,
  insertOctets,
  insertToken,
  overwriteWithToken,
  remove,
  cut,
  repeat,
  move,
  takeFromAnother,
];

const nothing = new Uint8Array(0);

function pieceOf(octets: Uint8Array, random: SeededRandom): Uint8Array {
  const from = random.below(octets.length + 1);
  return Uint8Array.from(octets.subarray(from, from + 1 + random.below(64)));
}

function splice(octets: Uint8Array, at: number, removed: number, inserted: Uint8Array): Uint8Array {
  const behind = octets.subarray(at + removed);
  const result = new Uint8Array(Math.min(at, octets.length) + inserted.length + behind.length);
  result.set(octets.subarray(0, at));
  result.set(inserted, at);
  result.set(behind, at + inserted.length);
  return result;
}
