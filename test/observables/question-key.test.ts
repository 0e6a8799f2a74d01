import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { questionKey, sameName, sameQuestion } from '../../src/observables/question-key.js';
import { encodeQuestion } from '../../src/records/query.js';
import { uint16, wireName } from '../records/arbitraries.js';

const key = (name: string, type = 1, qclass = 1, bits = 1) =>
  questionKey(encodeQuestion(name, type, qclass), bits);

/** A question in wire form. */
const wireQuestion = (name: Uint8Array, type: number, qclass: number): Uint8Array =>
  Uint8Array.of(...name, type >> 8, type, qclass >> 8, qclass);

const base = key('www.Example.com');

describe('a question', () => {
  it.each([
    ['letter case', key('WWW.eXAMPLE.COM'), true, true],
    ['nothing', key('www.Example.com'), true, true],
    ['the low octet of the type', key('www.example.com', 28), false, true],
    ['the high octet of the type', key('www.example.com', 257), false, true],
    ['the low octet of the class', key('www.example.com', 1, 3), false, false],
    ['the high octet of the class', key('www.example.com', 1, 257), false, false],
    ['RD', key('www.example.com', 1, 1, 0), false, false],
    ['CD', key('www.example.com', 1, 1, 3), false, false],
    ['DO', key('www.example.com', 1, 1, 5), false, false],
    ['one letter', key('wwx.example.com'), false, false],
    ['the first letter', key('vww.example.com'), false, false],
    ['the last letter', key('www.example.con'), false, false],
    ['one octet more', key('wwww.example.com'), false, false],
    ['one octet less', key('ww.example.com'), false, false],
    ['a label more', key('a.www.example.com'), false, false],
    ['where its labels end', key('wwwe.xample.com'), false, false],
    ['a dot in a label', key('www.example\\.com'), false, false],
  ])('that differs in %s', (_what, other, question, name) => {
    expect([sameQuestion(base, other), sameQuestion(other, base)]).toStrictEqual([question, question]);
    expect([sameName(base, other), sameName(other, base)]).toStrictEqual([name, name]);
    expect([base.hash === other.hash, base.nameHash === other.nameHash]).toStrictEqual([question, name]);
  });

  // What is 32 apart without being two cases of a letter.
  it.each([
    ['@', '`'],
    ['[', '{'],
    ['\\\\', '|'],
    [']', '}'],
    ['^', '~'],
    ['\\193', '\\225'],
  ])('with %s is not one with %s', (left, right) => {
    const [one, other] = [key(left), key(right)];
    expect([sameQuestion(one, other), one.hash === other.hash]).toStrictEqual([false, false]);
  });

  it('of the root has a key, too', () => {
    expect(sameQuestion(key('.'), key('.'))).toBe(true);
    expect(sameQuestion(key('.'), key('a'))).toBe(false);
  });

  it('is looked at no further than its length', () => {
    const octets = Uint8Array.of(...base.octets, 1, 2, 3);
    expect(sameQuestion({ ...base, octets }, base)).toBe(true);
    expect(sameQuestion(base, { ...base, octets })).toBe(true);
  });
});

it('questions are the same, and have the same hash, just where their lower case is the same', () => {
  const bits = fc.nat(7);
  const question = fc.tuple(wireName, uint16, uint16, bits);
  // Most differ from the other in one octet, or in case alone.
  const change = fc.tuple(fc.nat(300), fc.constantFrom(0, 0x20, 1, 0x80));
  const lower = (octets: Uint8Array) =>
    octets
      .slice(0, -4)
      .map((octet) => (octet > 0x40 && octet < 0x5b ? octet | 0x20 : octet))
      .join() + octets.slice(-4).join();
  fc.assert(
    fc.property(question, change, bits, ([name, type, qclass, own], [at, flip], others) => {
      const left = wireQuestion(name, type, qclass);
      const right = left.slice();
      right[at % right.length] = (right[at % right.length] ?? 0) ^ flip;
      const [one, other] = [questionKey(left, own), questionKey(right, others)];
      const same = lower(left) === lower(right) && own === others;
      expect(sameQuestion(one, other)).toBe(same);
      // Two that differ have the same hash once in four thousand million.
      expect(one.hash === other.hash).toBe(same);
    }),
    { numRuns: 1000 },
  );
});

describe('the hash', () => {
  const names = Array.from({ length: 4096 }, (_, n) => encodeQuestion(`host${n}.example.com`, 1, 1));

  /** How evenly 4,096 hashes fill 256 places: some 255 where they do so by chance. */
  function toText(octets: Uint8Array): string {
    return String.fromCharCode(...octets).toLowerCase();
  }

  function chiSquared(hashes: readonly number[]): number {
    const counts = new Array<number>(256).fill(0);
    for (const hash of hashes) counts[hash & 0xff] = (counts[hash & 0xff] ?? 0) + 1;
    const mean = hashes.length / 256;
    return counts.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
  }

  it.each([
    ['numbered names', names],
    [
      'names that differ in one octet alone',
      Array.from({ length: 4096 }, (_, n) => {
        const octets = encodeQuestion('aaaaaaaaaaaaaaaa.example', 1, 1);
        // A place of sixteen, and one of 256 octets.
        octets[1 + (n & 0xf)] = n >> 4;
        return octets;
      }),
    ],
    ['types of one name', Array.from({ length: 4096 }, (_, n) => encodeQuestion('example', n, 1))],
  ])('spreads %s over the places of a table', (_what, questions) => {
    // Names that differ in case alone have the same hash, as they should.
    const different = new Map(questions.map((octets) => [toText(octets), octets])).values();
    const hashes = [...different].map((octets) => questionKey(octets, 1).hash);
    // Seven standard deviations.
    expect(chiSquared(hashes)).toBeLessThan(255 + 7 * Math.sqrt(2 * 255));
  });

  it('turns half of its bits over for each bit of the name', () => {
    const octets = encodeQuestion('abcdefghijklmno.example', 1, 1);
    const before = questionKey(octets, 1).nameHash;
    for (let at = 1; at < octets.length - 4; at += 1) {
      let turned = 0;
      for (const bit of [1, 2, 4, 8, 0x10, 0x80]) {
        const changed = octets.slice();
        changed[at] = (changed[at] ?? 0) ^ bit;
        turned += countBits(before ^ questionKey(changed, 1).nameHash);
      }
      // 96 of 192, give or take seven standard deviations.
      expect(Math.abs(turned - 96)).toBeLessThan(49);
    }
  });

  describe('of another process', () => {
    let another: typeof questionKey;
    beforeAll(async () => {
      vi.resetModules();
      ({ questionKey: another } = await import('../../src/observables/question-key.js'));
    });

    it('is another', () => {
      expect(another).not.toBe(questionKey);
      const equal = names.filter((octets) => another(octets, 1).hash === questionKey(octets, 1).hash);
      expect(equal).toStrictEqual([]);
    });

    it('collides for other names', () => {
      const places = (make: typeof questionKey) => names.map((octets) => make(octets, 1).nameHash & 0xffff);
      const [here, there] = [places(questionKey), places(another)];
      const colliding = pairs(here);
      // Some 128 by chance; the two share one in 65,536 of them.
      expect(colliding.length).toBeGreaterThan(50);
      expect(colliding.filter(([left, right]) => there[left] === there[right]).length).toBeLessThan(3);
    });
  });
});

function countBits(value: number): number {
  let count = 0;
  for (let left = value >>> 0; left !== 0; left >>>= 1) count += left & 1;
  return count;
}

/** Which of them are equal. */
function pairs(values: readonly number[]): readonly (readonly [number, number])[] {
  const last = new Map<number, number>();
  const found: (readonly [number, number])[] = [];
  for (const [at, value] of values.entries()) {
    const earlier = last.get(value);
    if (earlier !== undefined) found.push([earlier, at]);
    last.set(value, at);
  }
  return found;
}
