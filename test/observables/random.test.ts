import { expect, it } from 'vitest';
import { fraction, secureRandom } from '../../src/observables/random.js';

it('gives integers of 32 bits that spread over the whole range', () => {
  const random = secureRandom();
  const numbers = Array.from({ length: 10_000 }, random);
  expect(numbers.every((number) => Number.isInteger(number) && number >= 0 && number < 2 ** 32)).toBe(true);
  // The chance that 10,000 fair draws miss one of these is below 10^-60.
  expect(new Set(numbers.map((number) => number >>> 28)).size).toBe(16);
  expect(new Set(numbers.map((number) => number & 0xf)).size).toBe(16);
});

it('never gives a block twice', () => {
  const random = secureRandom();
  // Two blocks and a bit; among 2,100 draws of 32 bits four equal ones happen less than once in 10^15.
  expect(new Set(Array.from({ length: 2100 }, random)).size).toBeGreaterThan(2096);
});

it('two sources differ', () => {
  const [one, other] = [secureRandom(), secureRandom()];
  const draw = () => [one() === other(), one() === other(), one() === other()];
  expect(draw()).not.toStrictEqual([true, true, true]);
});

it('fractions are at least 0 and less than 1', () => {
  expect([0, 2 ** 31, 2 ** 32 - 1].map((number) => fraction(() => number))).toStrictEqual([
    0,
    0.5,
    1 - 2 ** -32,
  ]);
});
