import { describe, expect, it } from 'vitest';
import type { QueryLimit } from '../../src/testing/index.js';
import { everyName, type LimitedRun, runLimited } from './limited-batch.js';

const total = 4000;
const rate = 500;
const names = Array.from({ length: total }, (_, n) => `n${n}.example`);
/** Seconds that a server takes for all names; what it takes at once comes off. */
const least = (total - rate / 10) / rate;
const timeout = 120_000;

const kinds: readonly QueryLimit['by'][] = ['REFUSED', 'SERVFAIL', 'silence'];
const limited = (by: QueryLimit['by']) => everyName({ limit: { rate, by } });
const dead = everyName({ respond: () => ({ kind: 'drop' }) });
/** Silence is noticed late: more is lost until then. */
const spare = (by: QueryLimit['by']) => (by === 'silence' ? 1.1 : 1.05);

describe.each(kinds)('a limit by %s', (by) => {
  it(
    'loses no name, and costs neither time nor packets',
    async () => {
      const { statuses, received, busy } = await runLimited(names, [limited(by)]);
      expect(statuses).toStrictEqual({ NOERROR: total });
      expect(sum(received)).toBeLessThan(total * spare(by));
      expect(busy).toBeLessThan(least * 1.25);
      // The limit was in force.
      expect(busy).toBeGreaterThan(least * 0.7);
    },
    timeout,
  );

  it(
    'beside a dead server loses none either',
    async () => {
      const { statuses, received, busy } = await runLimited(names, [limited(by), dead]);
      expect(statuses).toStrictEqual({ NOERROR: total });
      expect(sum(received)).toBeLessThan(total * (spare(by) + 0.02));
      expect(busy).toBeLessThan(least * 1.25);
    },
    timeout,
  );

  it(
    'beside a healthy server leaves the rest to that one',
    async () => {
      const { statuses, received, busy } = await runLimited(names, [limited(by), everyName()]);
      expect(statuses).toStrictEqual({ NOERROR: total });
      expect(sum(received)).toBeLessThan(total * 1.1);
      expect(busy).toBeLessThan(least * 0.8);
    },
    timeout,
  );
});

describe('names that are always SERVFAIL', () => {
  const brokenOf = (part: (n: number) => boolean) =>
    names.map((name, n) => (part(n) ? `broken-${name}` : name));
  const healthy = everyName({
    respond: ({ name }) => (name.startsWith('broken') ? { kind: 'answer', rcode: 'SERVFAIL' } : undefined),
  });
  const run = (part: (n: number) => boolean): Promise<LimitedRun> => runLimited(brokenOf(part), [healthy]);

  it.each<[string, (n: number) => boolean, number]>([
    ['all of them', () => true, total],
    ['every other one', (n) => n % 2 === 1, total / 2],
    ['the second half', (n) => n >= total / 2, total / 2],
  ])(
    '%s: are asked three times each, and the server is not slowed',
    async (_what, part, broken) => {
      const { statuses, received, slowed } = await run(part);
      const expected = broken === total ? {} : { NOERROR: total - broken };
      expect(statuses).toStrictEqual({ ...expected, SERVFAIL: broken });
      // Some are asked once more, while the server is asked slowly to see whom to blame.
      expect(sum(received)).toBeLessThan((total + 2 * broken) * 1.1);
      expect(slowed).toBeLessThan(2);
    },
    timeout,
  );
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((left, right) => left + right, 0);
}
