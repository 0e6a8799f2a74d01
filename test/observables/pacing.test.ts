import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDue, nextPacing } from '../../src/observables/pacing.js';
import { type Completions, type PacingState, unpaced } from '../../src/observables/pacing-state.js';
import { leastRate } from '../../src/observables/pacing-trial.js';
import type { UsualShare } from '../../src/observables/usual-share.js';

const infinite = Number.POSITIVE_INFINITY;
const nothing: Completions = {
  elapsed: 100,
  answered: 0,
  failed: 0,
  refused: 0,
  doubt: { failed: 0, refused: 0 },
  waited: true,
};
const usually = (share: number): UsualShare => ({ share, of: 1000, most: share });
/** A server that is known for its answers, before it was ever slowed. */
const known: PacingState = {
  ...unpaced(0),
  usual: { failed: usually(0), refused: usually(0) },
  answered: 1000,
};
const halfBroken: PacingState = { ...known, usual: { failed: usually(0.5), refused: usually(0) } };
/** One that was slowed at 1,000 ms. */
const slowed: PacingState = { ...known, rate: 1000, good: 1000, since: 1000, waitedAt: 1000 };
const alarm = { failed: 0, refused: 18 };

describe('it is time to judge', () => {
  it.each<[string, PacingState, Partial<Completions>, boolean]>([
    ['20 came back in 100 ms', known, { answered: 20 }, true],
    ['19 came back in 100 ms', known, { answered: 19 }, false],
    ['20 came back in 99 ms', known, { answered: 20, elapsed: 99 }, false],
    ['1 came back in a second', known, { answered: 1, elapsed: 1000 }, true],
    ['nothing came back in a second', known, { elapsed: 1000 }, false],
    ['100 ms passed at a rate', slowed, {}, true],
    ['refusals came in a row', known, { answered: 79, refused: 5, elapsed: 1, doubt: alarm }, true],
    ['and what is counted is from before', slowed, { refused: 5, elapsed: -1, doubt: alarm }, false],
    ['half of them failed', known, { answered: 50, failed: 50, elapsed: 50 }, true],
    ['half of them failed in a heap', known, { answered: 50, failed: 50, elapsed: 49 }, false],
    ['as many failed as usual', halfBroken, { answered: 50, failed: 50, elapsed: 50 }, false],
  ])('%s: %#', (_what, state, completions, due) => {
    expect(isDue(state, { ...nothing, ...completions }, 1100)).toBe(due);
  });
});

describe('the rate', () => {
  it.each<[string, PacingState, Partial<Completions>, number]>([
    ['stays absent without loss', known, { answered: 500 }, infinite],
    ['falls below what was answered', known, { answered: 100, refused: 100 }, 850],
    ['falls for what names are not to blame for', halfBroken, { failed: 100, refused: 100 }, 850],
    ['does not fall for 2 %', known, { answered: 980, refused: 20 }, infinite],
    ['does not fall for what may be chance', unpaced(0), { answered: 94, refused: 6 }, infinite],
    ['does not fall for what is usual', halfBroken, { answered: 100, failed: 100 }, infinite],
    ['does not fall below 20', { ...slowed, answered: 0 }, { refused: 100 }, leastRate],
    ['falls to 100 at an alarm', known, { answered: 100, refused: 5, elapsed: 20, doubt: alarm }, 100],
    ['falls by what an alarm stands for', slowed, { answered: 100, refused: 5, doubt: alarm }, 595],
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
    expect([1100, 2001, 4000, 60_000].map(rise)).toStrictEqual([1010, 1020, 1040, 1320]);
  });
});

describe('a decrease', () => {
  const half: Completions = { ...nothing, answered: 100, refused: 100 };
  const tried = nextPacing(known, half, 1100);

  it('holds until it shows what became of the share', () => {
    expect([tried.rate, tried.trial?.share, tried.trial?.then]).toStrictEqual([850, 0.5, 970]);
    const next = nextPacing(tried, { ...nothing, answered: 3 }, 1200);
    expect([next.rate, next.trial?.of]).toStrictEqual([850, 3]);
  });

  it('stays where the share is gone, and the loss is remembered', () => {
    const judged = nextPacing(tried, { ...nothing, answered: 20 }, 1200);
    expect([judged.rate, judged.good, judged.trial]).toStrictEqual([970, infinite, undefined]);
    expect(judged.lossy).toStrictEqual({ rate: 2000, kind: 'refused' });
    expect(judged.usual.refused.share).toBe(0);
  });

  it('is taken back where the share is what it was, and that is usual then', () => {
    const judged = nextPacing(tried, { ...nothing, answered: 10, refused: 10 }, 1200);
    expect([judged.rate, judged.usual.refused.share, judged.trial]).toStrictEqual([infinite, 0.5, undefined]);
    expect(nextPacing(judged, half, 1300).rate).toBe(infinite);
  });

  it('goes on where there is less, and no further up than here', () => {
    const judged = nextPacing(tried, { ...nothing, answered: 80, refused: 20 }, 1200);
    expect([judged.trial?.share, judged.trial?.rate]).toStrictEqual([0.2, 850]);
    expect(judged.rate).toBeCloseTo(0.97 * 850 * 0.8, 6);
  });

  it('goes on where there is more, and all the way up if in vain', () => {
    const judged = nextPacing(tried, { ...nothing, answered: 2, refused: 48 }, 1200);
    expect([judged.trial?.share, judged.trial?.rate, judged.rate]).toStrictEqual([0.96, infinite, 100]);
  });

  it('is disproved by twice the rate without loss', () => {
    const climbing = { ...slowed, rate: 2001, good: infinite, left: 500 };
    const lossy = { rate: 1000, kind: 'refused' } as const;
    const next = nextPacing({ ...climbing, lossy }, { ...nothing, answered: 200 }, 1500);
    expect(next.rate).toBe(infinite);
    expect(next.rest.refused).toStrictEqual({ until: 1500 + 20 * 1000, times: 2 });
    expect(nextPacing({ ...climbing, rate: 1900, lossy }, { ...nothing, answered: 200 }, 1500).rate).toBe(
      2850,
    );
  });
});

describe('a rest after decreases in vain', () => {
  const resting = (times: number): PacingState => ({
    ...known,
    rest: { ...known.rest, refused: { until: 5000, times } },
  });
  const share = (refused: number): Completions => ({ ...nothing, answered: 200 - refused, refused });

  it.each([
    [2, 99, false],
    [2, 102, true],
    [3, 149, false],
    [3, 152, true],
  ])('after %i of them, %i refusals of 200 are tried: %s', (times, refused, isTried) => {
    expect(nextPacing(resting(times), share(refused), 4999).rate < infinite).toBe(isTried);
  });

  it('ends, and is twice as long the next time, a minute at most', () => {
    expect(nextPacing(resting(1), share(50), 5000).rate).toBeLessThan(infinite);
    const restOf = (times: number, at: number) => {
      const tried = nextPacing(resting(times), share(150 + 40), at);
      return nextPacing(tried, { ...nothing, answered: 2, refused: 38 }, at + 100).rest.refused;
    };
    expect(restOf(1, 5000)).toStrictEqual({ until: 5100 + 20 * 100 * 2, times: 2 });
    expect(restOf(2, 5000)).toStrictEqual({ until: 5100 + 20 * 100 * 4, times: 3 });
    expect(restOf(9, 5000)).toStrictEqual({ until: 5100 + 60_000, times: 10 });
    expect(restOf(9, 65_000).times).toBe(1);
  });

  it('is over for good where a limit is found at a rate', () => {
    const tried = nextPacing({ ...slowed, rest: resting(3).rest }, share(190), 6000);
    expect(nextPacing(tried, { ...nothing, answered: 30 }, 6100).rest.refused.times).toBe(0);
  });
});

it('at a limit a share of failures does not become usual, but may be again what it was', () => {
  const failing = { ...nothing, answered: 97, failed: 3 };
  expect(nextPacing(slowed, failing, 1100).usual.failed.share).toBe(0);
  const before = { share: 0.01, of: 1000, most: 0.1 };
  const next = nextPacing({ ...slowed, usual: { ...slowed.usual, failed: before } }, failing, 1100);
  expect(next.usual.failed.share).toBeGreaterThan(0.01);
});

it('whatever comes back, the rate is 20 or more, and none is slowed by answers alone', () => {
  const count = fc.nat(3000);
  const step = fc.record({
    elapsed: fc.integer({ min: 1, max: 5000 }),
    doubt: fc.record({ failed: fc.nat(40), refused: fc.nat(40) }),
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
        if (isDue(state, completions, now)) state = nextPacing(state, completions, now);
        const answers = { ...completions, failed: 0, refused: 0, doubt: nothing.doubt };
        if (isDue(plain, answers, now)) plain = nextPacing(plain, answers, now);
        expect(state.rate).toBeGreaterThanOrEqual(leastRate);
        for (const { share } of Object.values(state.usual)) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
        expect(plain.rate).toBe(infinite);
      }
    }),
  );
});
