import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attemptTimeout, patience } from '../../src/observables/attempt-timeout.js';
import { afterAnswer, unknownServer } from '../../src/observables/servers.js';
import { exampleServerQuery } from './example.js';

const least = () => 0;
const greatest = () => 2 ** 32 - 1;
const middle = () => 2 ** 31;
const unbounded = Number.POSITIVE_INFINITY;

it.each([
  { what: 'the first round is exact', round: 0, random: greatest, expected: 2000 },
  { what: 'the second doubles', round: 1, random: least, expected: 4000 },
  { what: 'the third doubles again', round: 2, random: least, expected: 8000 },
  { what: 'half of half is taken off', round: 2, random: middle, expected: 6000 },
  { what: 'maxTimeout bounds it', maxTimeout: 5000, round: 2, random: least, expected: 5000 },
  { what: 'maxTimeout bounds the first round', maxTimeout: 500, round: 0, random: least, expected: 500 },
  { what: 'maxTimeout below the base wins', maxTimeout: 500, round: 1, random: greatest, expected: 500 },
])('$what', ({ maxTimeout = unbounded, round, random, expected }) => {
  expect(attemptTimeout({ timeout: 2000, maxTimeout }, round, random)).toBe(expected);
});

it('takes half off at most, and nothing below the base', () => {
  const number = fc.nat(2 ** 32 - 1);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60_000 }), fc.nat(2), number, (timeout, round, random) => {
      const milliseconds = attemptTimeout({ timeout, maxTimeout: unbounded }, round, () => random);
      expect(milliseconds).toBeGreaterThanOrEqual(Math.max(timeout, (timeout * 2 ** round) / 2));
      expect(milliseconds).toBeLessThanOrEqual(timeout * 2 ** round);
    }),
  );
});

it('never asks a timer for more than it can wait', () => {
  const longest = 2 ** 31 - 1;
  expect(attemptTimeout({ timeout: longest, maxTimeout: unbounded }, 2, least)).toBe(longest);
});

it('is patient for a multiple of ten milliseconds, whatever the mean round trip', () => {
  const known = [33, 33, 33].reduce<typeof unknownServer>(afterAnswer, unknownServer);
  const planned = { query: exampleServerQuery(), round: 0, lastInRound: true, lastResort: false };
  expect([0, 1].map((round) => patience({ ...planned, round }, known))).toStrictEqual([170, 330]);
});
