import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mixCase, restoreCase } from '../../src/observables/mix-case.js';
import { encodeQuestion, matchesQuestion } from '../../src/records/query.js';
import { exampleAddress, exampleResponse } from './example.js';

const text = (octets: Uint8Array) => String.fromCharCode(...octets);
const upper = () => 2 ** 32 - 1;
const lower = () => 0;

describe('the case of letters', () => {
  it.each([
    ['all bits set', upper, '\x03WWW\x07EXAMPLE\x00'],
    ['no bit set', lower, '\x03www\x07example\x00'],
    ['every other bit set', () => 0x5555_5555, '\x03WwW\x07eXaMpLe\x00'],
  ])('follows the random bits: %s', (_what, random, name) => {
    const mixed = mixCase(encodeQuestion('wWw.eXample', 28, 1), random);
    expect(text(mixed)).toBe(`${name}\x00\x1c\x00\x01`);
  });

  it('takes a new number after 32 letters', () => {
    const numbers = [0, 2 ** 32 - 1];
    let drawn = 0;
    const mixed = mixCase(encodeQuestion(`${'a'.repeat(40)}.b`, 1, 1), () => {
      drawn += 1;
      return numbers[drawn - 1] ?? 0;
    });
    expect(text(mixed).slice(1, 43)).toBe(`${'a'.repeat(32)}${'A'.repeat(8)}\x01B`);
    expect(drawn).toBe(2);
  });

  it('leaves what it was given alone', () => {
    const question = encodeQuestion('www.example', 1, 1);
    const before = question.slice();
    mixCase(question, upper);
    expect(question).toStrictEqual(before);
  });
});

it.each([upper, lower])('nothing but letters of the name changes, whatever its octets', (random) => {
  const label = fc.uint8Array({ minLength: 1, maxLength: 63 });
  const code = fc.integer({ min: 0, max: 0xffff });
  fc.assert(
    fc.property(fc.array(label, { maxLength: 3 }), code, code, (labels, type, qclass) => {
      const wire = [...labels.flatMap((octets) => [octets.length, ...octets]), 0];
      const question = Uint8Array.of(...wire, type >> 8, type & 0xff, qclass >> 8, qclass & 0xff);
      const mixed = mixCase(question, random);
      const message = Uint8Array.of(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...mixed);
      expect(matchesQuestion(message, question, false)).toBe(true);
      mixed.forEach((octet, at) => {
        const [from, to] = random === upper ? [0x61, 0x7a] : [0x41, 0x5a];
        const inName = at < wire.length && !isLength(labels, at);
        if (inName) expect(octet >= from && octet <= to).toBe(false);
        else expect(octet).toBe(question[at]);
      });
    }),
  );
});

/** Whether the octet at this place of a name says how long a label is. */
function isLength(labels: readonly Uint8Array[], at: number): boolean {
  let place = 0;
  for (const { length } of labels) {
    if (at === place) return true;
    place += 1 + length;
  }
  return at === place;
}

it('a response gets the name back as it was asked, and other owners stay', () => {
  const question = { name: 'www.Example', type: 'A', class: 'IN' } as const;
  const mixed = { ...question, name: 'wWw.eXAMPLE' };
  const response = exampleResponse({
    questions: [mixed],
    answers: [exampleAddress('WwW.example', 1), exampleAddress('Other.example', 2)],
  });
  const { questions, answers } = restoreCase(response, question);
  expect(questions).toStrictEqual([question]);
  expect(answers.map(({ name }) => name)).toStrictEqual(['www.Example', 'Other.example']);
});
