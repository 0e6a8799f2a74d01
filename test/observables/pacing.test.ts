import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Completions,
  isDue,
  leastRate,
  nextPacing,
  type PacingState,
  unpaced,
} from '../../src/observables/pacing.js';

const infinite = Number.POSITIVE_INFINITY;
const nothing: Completions = { elapsed: 100, answered: 0, failed: 0, refused: 0, waited: true };
/** A server that is known for its answers, before it was ever slowed. */
const known: PacingState = { ...unpaced(0), usualOf: 1000, answered: 1000 };
/** One that was slowed at 1,000 ms. */
const slowed: PacingState = { ...known, rate: 1000, good: 1000, since: 1000, waitedAt: 1000 };

describe('it is time to judge', () => {
  it.each<[string, PacingState, Partial<Completions>, boolean]>([
    ['20 came back in 100 ms', known, { answered: 20 }, true],
    ['19 came back in 100 ms', known, { answered: 19 }, false],
    ['20 came back in 99 ms', known, { answered: 20, elapsed: 99 }, false],
    ['1 came back in a second', known, { answered: 1, elapsed: 1000 }, true],
    ['nothing came back in a second', known, { elapsed: 1000 }, false],
    ['100 ms passed at a rate', slowed, {}, true],
    ['the first 20 came back', unpaced(0), { answered: 20, elapsed: 1 }, true],
    ['20 of 99 were refused', known, { answered: 79, refused: 20, elapsed: 1 }, true],
    ['20 of 100 were refused', known, { answered: 80, refused: 20, elapsed: 1 }, false],
    ['as many failed as usual', { ...known, usual: 0.5 }, { answered: 50, failed: 50, elapsed: 1 }, false],
    ['half of them failed', known, { answered: 50, failed: 50, elapsed: 1 }, true],
  ])('%s: %#', (_what, state, completions, due) => {
    expect(isDue(state, { ...nothing, ...completions })).toBe(due);
  });
});

describe('the rate', () => {
  it.each<[string, PacingState, Partial<Completions>, number]>([
    ['stays absent without loss', known, { answered: 500 }, infinite],
    ['falls below what was answered', known, { answered: 100, refused: 100 }, 970],
    ['does not fall for 2 %', known, { answered: 980, refused: 20 }, infinite],
    ['does not fall for what may be chance', known, { answered: 97, refused: 3 }, infinite],
    ['does not fall below 20', { ...known, answered: 0 }, { refused: 100 }, leastRate],
    ['rises up to the last good one', { ...slowed, rate: 960 }, { answered: 96 }, 1000],
    ['rises by 5 % towards it', { ...slowed, rate: 800 }, { answered: 80 }, 840],
    ['rises by half far below it', { ...slowed, rate: 400 }, { answered: 40 }, 600],
    ['rises by 1 % beyond it', slowed, { answered: 100 }, 1010],
    ['rises without completions', { ...slowed, rate: 800 }, {}, 840],
    ['stays where nothing waits for it', slowed, { answered: 50, waited: false }, 1000],
  ])('%s', (_what, state, completions, rate) => {
    const next = nextPacing(state, { ...nothing, ...completions }, 1100);
    expect(next.rate).toBeCloseTo(rate, 6);
  });

  it('is given up after ten seconds without a wait', () => {
    const idle = { ...nothing, answered: 5, waited: false };
    expect(nextPacing(slowed, idle, 10_999).rate).toBe(1000);
    expect(nextPacing(slowed, idle, 11_000).rate).toBe(infinite);
  });

  it('rises faster the longer nothing is lost', () => {
    const rise = (now: number) => nextPacing(slowed, { ...nothing, answered: 100 }, now).rate;
    expect([1100, 2001, 4000, 60_000].map(rise)).toStrictEqual([1010, 1020, 1030, 1050]);
  });
});

describe('failures', () => {
  const half: Completions = { ...nothing, answered: 100, failed: 100 };

  it('that came from the start are usual', () => {
    const first = nextPacing(unpaced(0), { ...half, answered: 0, failed: 20 }, 10);
    expect([first.rate, first.usual]).toStrictEqual([infinite, 1]);
    expect(nextPacing(first, { ...nothing, failed: 2000 }, 110).rate).toBe(infinite);
  });

  it('beyond the usual are tried slowly, and the names are to blame where they stay', () => {
    const trial = nextPacing(known, half, 1100);
    expect([trial.rate, trial.trial?.share]).toStrictEqual([100, 0.5]);
    const judged = nextPacing(trial, { ...nothing, answered: 10, failed: 10 }, 1300);
    expect([judged.rate, judged.usual, judged.trial]).toStrictEqual([infinite, 0.5, undefined]);
  });

  it('that go away show a limit, and then lower the rate without a trial three times', () => {
    const trial = nextPacing(known, half, 1100);
    let state = nextPacing(trial, { ...nothing, answered: 20 }, 1300);
    expect(state.rate).toBeCloseTo(970, 6);
    for (const now of [1400, 1500, 1600]) {
      state = nextPacing(state, { ...half, answered: 50, failed: 50 }, now);
      expect(state.trial).toBeUndefined();
    }
    expect(nextPacing(state, { ...half, answered: 50, failed: 50 }, 1700).trial?.share).toBe(0.5);
  });

  it('at a limit do not become the usual', () => {
    const next = nextPacing({ ...slowed, trusted: 3 }, { ...nothing, answered: 97, failed: 3 }, 1100);
    expect(next.usual).toBe(0);
  });
});

it('whatever comes back, the rate is 20 or more, and none is slowed by answers alone', () => {
  const count = fc.nat(3000);
  const step = fc.record({
    elapsed: fc.integer({ min: 1, max: 5000 }),
    answered: count,
    failed: count,
    refused: count,
    waited: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let state = unpaced(0);
      let plain = unpaced(0);
      let now = 0;
      for (const completions of steps) {
        now += completions.elapsed;
        if (isDue(state, completions)) state = nextPacing(state, completions, now);
        const answers = { ...completions, failed: 0, refused: 0 };
        if (isDue(plain, answers)) plain = nextPacing(plain, answers, now);
        expect(state.rate).toBeGreaterThanOrEqual(leastRate);
        expect(state.usual).toBeGreaterThanOrEqual(0);
        expect(state.usual).toBeLessThanOrEqual(1);
        expect(plain.rate).toBe(infinite);
      }
    }),
  );
});
