import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDue, nextPacing } from '../../src/observables/pacing.js';
import { type Completions, type PacingState, unpaced } from '../../src/observables/pacing-state.js';
import { leastRate } from '../../src/observables/pacing-trial.js';
import { halfBroken, infinite, known, nothing, slowed } from './paced-states.js';

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
    ['falls to half of what was answered', known, { answered: 100, refused: 100 }, 500],
    ['falls at a rate to less than was answered', slowed, { answered: 80, refused: 20 }, 680],
    ['falls for what names are not to blame for', halfBroken, { failed: 100, refused: 100 }, 500],
    ['does not fall where nothing else comes', known, { refused: 200 }, infinite],
    ['does not fall for 2 %', known, { answered: 980, refused: 20 }, infinite],
    ['does not fall for what may be chance', unpaced(0), { answered: 94, refused: 6 }, infinite],
    ['does not fall for what is usual', halfBroken, { answered: 100, failed: 100 }, infinite],
    ['does not fall below 20', { ...slowed, answered: 0 }, { refused: 100 }, leastRate],
    ['falls to 100 at an alarm', known, { answered: 100, refused: 5, elapsed: 20, doubt: alarm }, 100],
    ['falls by what an alarm stands for', slowed, { answered: 100, refused: 5, doubt: alarm }, 595],
    [
      'falls to half what was answered, at a later alarm',
      known,
      { answered: 100, refused: 5, doubt: alarm },
      500,
    ],
    ['rises up to the last good one', { ...slowed, rate: 960 }, { answered: 96 }, 1000],
    ['rises by 5 % towards it', { ...slowed, rate: 800 }, { answered: 80 }, 840],
    ['rises by half far below it', { ...slowed, rate: 400 }, { answered: 40 }, 600],
    ['rises by 0.5 % beyond it', slowed, { answered: 100 }, 1005],
    ['doubles while none is known', { ...slowed, good: infinite }, { answered: 100 }, 2000],
    [
      'rises slower where loss shows late',
      { ...slowed, good: infinite },
      { answered: 9, isLate: true },
      1250,
    ],
    ['rises without completions', { ...slowed, rate: 800 }, {}, 840],
    ['stays where nothing waits for it', slowed, { answered: 50, waited: false }, 1000],
  ])('%s', (_what, state, completions, rate) => {
    const next = nextPacing(state, { ...nothing, ...completions }, 1100);
    expect(next.rate).toBeCloseTo(rate, 6);
  });

  it('is given up after ten seconds without a wait, or 0.3 where it is no limit', () => {
    const idle = { ...nothing, answered: 5, waited: false };
    expect(nextPacing(slowed, idle, 10_999).rate).toBe(1000);
    expect(nextPacing(slowed, idle, 11_000)).toMatchObject({
      rate: infinite,
      good: infinite,
      isLimited: false,
    });
    const open = { ...slowed, good: infinite, isLimited: false };
    expect(nextPacing(open, idle, 1299).rate).toBe(1000);
    expect(nextPacing(open, idle, 1300).rate).toBe(infinite);
  });

  it('rises faster the longer nothing is lost', () => {
    const rise = (now: number) => Math.round(nextPacing(slowed, { ...nothing, answered: 100 }, now).rate);
    expect([1100, 2001, 4000, 60_000].map(rise)).toStrictEqual([1005, 1010, 1020, 1160]);
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
    again: fc.record({ answered: fc.nat(20), failed: fc.nat(20) }),
    isLate: fc.boolean(),
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
