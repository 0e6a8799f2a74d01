import { expect, it } from 'vitest';
import { compareShares, type ShareVerdict } from '../../src/observables/share-test.js';

it.each<[number, number, number, number, ShareVerdict | undefined]>([
  // failed, of, before, usual
  [0, 6, 0.5, 0, undefined],
  [0, 7, 0.5, 0, 'gone'],
  [0, 48, 0.1, 0, undefined],
  [0, 49, 0.1, 0, 'gone'],
  [4, 40, 0.1, 0, undefined],
  [5, 40, 0.1, 0, 'same'],
  [10, 100, 0.1, 0, 'same'],
  [20, 99, 0.3, 0, undefined],
  [20, 100, 0.3, 0, 'same'],
  [17, 24, 0.9, 0, undefined],
  [35, 50, 0.9, 0, 'less'],
  [2, 4, 0.5, 0, undefined],
  [3, 5, 0.5, 0, 'same'],
  [20, 100, 0.6, 0, 'less'],
  [15, 20, 0.2, 0, 'more'],
  [10, 100, 0.5, 0.1, 'gone'],
  [25, 50, 0.5, 0.1, 'same'],
  [40, 1000, 0.05, 0.03, 'gone'],
])('%i failures of %i, at %d before and %d usually: %s', (failed, of, before, usual, verdict) => {
  expect(compareShares({ failed, of }, before, usual)).toBe(verdict);
});

/** The verdict on completions one by one, of which so many fail. */
function judge(draws: readonly number[], share: number, before: number): ShareVerdict | undefined {
  let failed = 0;
  for (const [n, draw] of draws.entries()) {
    if (draw < share) failed += 1;
    const verdict = compareShares({ failed, of: n + 1 }, before, 0);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

it.each([0.05, 0.1, 0.3, 0.6])(
  'a share of %d is told from none, wrong twice in a hundred at most',
  (share) => {
    // One long draw from a seed, cut into runs: each as long as any verdict takes.
    let state = 20_130 + share * 1000;
    const next = () => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      return state / 2 ** 31;
    };
    const runs = Array.from({ length: 500 }, () => Array.from({ length: 1000 }, next));
    const gone = (real: number) => runs.filter((run) => judge(run, real, share) === 'gone').length;
    expect(gone(share)).toBeLessThan(10);
    expect(gone(0.002)).toBeGreaterThan(490);
  },
);
