import { describe, expect, it } from 'vitest';
import { nextPacing } from '../../src/observables/pacing.js';
import type { Completions, PacingState } from '../../src/observables/pacing-state.js';
import { infinite, known, nothing, slowed, usually } from './paced-states.js';

describe('a decrease without a rate before', () => {
  const half: Completions = { ...nothing, answered: 100, refused: 100 };
  const tried = nextPacing(known, half, 1100);

  it('holds until it shows what became of the share', () => {
    expect([tried.rate, tried.trial?.share]).toStrictEqual([500, 0.5]);
    const next = nextPacing(tried, { ...nothing, answered: 3 }, 1200);
    expect([next.rate, next.trial?.of]).toStrictEqual([500, 3]);
  });

  it('is where the limit is felt for from, where the share is gone', () => {
    const judged = nextPacing(tried, { ...nothing, answered: 20 }, 1200);
    expect(judged).toMatchObject({ rate: 500, good: infinite, isLimited: true, trial: undefined });
    expect(judged.usual.refused.share).toBe(0);
    expect(nextPacing(judged, { ...nothing, answered: 50 }, 1300).rate).toBe(1000);
  });

  it('ends at what was answered where the share is what it was, and that is usual then', () => {
    const judged = nextPacing(tried, { ...nothing, answered: 10, refused: 10 }, 1200);
    expect(judged).toMatchObject({ rate: 970, isLimited: false, trial: undefined });
    expect(judged.usual.refused.share).toBe(0.5);
    expect(nextPacing(judged, half, 1300).rate).toBe(1940);
  });

  it('goes on where there is less, or more', () => {
    const less = nextPacing(tried, { ...nothing, answered: 80, refused: 20 }, 1200);
    expect([less.trial?.share, less.trial?.rate]).toStrictEqual([0.2, 500]);
    expect(less.rate).toBeCloseTo(0.97 * 500 * 0.8, 6);
    const more = nextPacing(tried, { ...nothing, answered: 2, refused: 48 }, 1200);
    expect([more.trial?.share, more.trial?.rate, more.rate]).toStrictEqual([0.96, infinite, 100]);
  });
});

describe('what is asked once more', () => {
  const half: Completions = { ...nothing, answered: 100, refused: 100 };
  const tried = nextPacing(known, half, 1100);
  const judge = (again: Completions['again'], answered: number) =>
    nextPacing(tried, { ...nothing, answered, refused: again.failed, again }, 1200);

  it('and fails again is a name to blame, whatever the share', () => {
    expect(judge({ answered: 0, failed: 7 }, 20).trial).toBeDefined();
    expect(judge({ answered: 0, failed: 8 }, 20)).toMatchObject({ isLimited: false, trial: undefined });
  });

  it('says nothing of silence', () => {
    const late = { ...nothing, answered: 20, refused: 8, again: { answered: 0, failed: 8 }, isLate: true };
    expect(nextPacing(tried, late, 1200).trial).toBeDefined();
  });

  it('and is answered then shows a limit', () => {
    expect(judge({ answered: 2, failed: 1 }, 30)).toMatchObject({ isLimited: true, trial: undefined });
  });

  it('is waited for no longer than for 100', () => {
    expect(judge({ answered: 0, failed: 1 }, 98).trial).toBeDefined();
    expect(judge({ answered: 0, failed: 1 }, 99)).toMatchObject({ isLimited: true, trial: undefined });
  });
});

describe('a decrease of a rate', () => {
  const climbed: PacingState = { ...slowed, good: 1500, answered: 850 };
  const tried = (refused: number, now: number, state = climbed) =>
    nextPacing(state, { ...nothing, answered: 100 - refused, refused }, now);
  const gone = (state: PacingState) => nextPacing(state, { ...nothing, answered: 50 }, 1300);

  it('stays below what was answered, halfway to a good rate that is far', () => {
    expect(gone(tried(15, 1200))).toMatchObject({ rate: 0.97 * 850, good: (1500 + 0.97 * 850) / 2 });
    expect(gone(tried(15, 1200, { ...climbed, good: 950 })).good).toBe(0.97 * 850);
    expect(gone(tried(15, 1200, { ...climbed, good: infinite })).good).toBe(1.2 * 0.97 * 850);
  });

  it('is taken back where the share is what it was', () => {
    const judged = nextPacing(tried(50, 1200), { ...nothing, answered: 25, refused: 25 }, 1300);
    expect(judged).toMatchObject({ rate: 1000, good: 1500, usual: { refused: { share: 0.5 } } });
  });

  it('for a great part at once, close to the good rate, says that more may be borne', () => {
    const close = { ...climbed, good: 1100 };
    expect(gone(tried(31, 1200, close)).good).toBe(2200);
    expect(gone(tried(29, 1200, close)).good).toBeLessThan(1100);
    expect(gone(tried(31, 1200)).good).toBeLessThan(1500);
  });
});

describe('what was taken for usual', () => {
  const rested = (times: number, share = 0.5): PacingState => ({
    ...slowed,
    usual: { ...known.usual, refused: usually(share) },
    rest: { ...known.rest, refused: { until: 5000, times } },
  });
  const half: Completions = { ...nothing, answered: 50, refused: 50 };

  it('is tried anew after a rest, at half the speed', () => {
    expect(nextPacing(rested(1), half, 4999).rate).toBe(1040);
    expect(nextPacing(rested(0), half, 5000).rate).toBe(1040);
    const tried = nextPacing(rested(1), half, 5000);
    expect(tried.rate).toBe(500);
    expect(tried.usual.refused.share).toBe(0);
  });

  it('is tried half as often each time, once in a minute at least', () => {
    const restOf = (times: number, at: number) =>
      nextPacing(nextPacing(rested(times), half, at), half, at + 100).rest.refused;
    expect(restOf(1, 5000)).toStrictEqual({ until: 5100 + 20 * 100 * 2, times: 2 });
    expect(restOf(2, 5000)).toStrictEqual({ until: 5100 + 20 * 100 * 4, times: 3 });
    expect(restOf(9, 5000)).toStrictEqual({ until: 5100 + 60_000, times: 10 });
    expect(restOf(9, 65_000).times).toBe(1);
  });

  it('is tried at once when it falls by itself', () => {
    const fallen = nextPacing(rested(1), { ...nothing, answered: 80, refused: 20 }, 4000);
    expect(fallen.usual.refused.share).toBe(0.2);
    expect(nextPacing(fallen, { ...nothing, answered: 80, refused: 20 }, 4100).trial?.kind).toBe('refused');
  });

  it('is tried further where a limit is found above it', () => {
    const tried = nextPacing(rested(3, 0.3), { ...nothing, answered: 40, refused: 60 }, 4000);
    const judged = nextPacing(tried, { ...nothing, answered: 140, refused: 60 }, 4100);
    expect(judged).toMatchObject({ isLimited: true, trial: undefined, rest: { refused: { times: 3 } } });
  });

  it('is over for good where a limit is found', () => {
    const tried = nextPacing(rested(3), half, 6000);
    expect(nextPacing(tried, { ...nothing, answered: 30 }, 6100).rest.refused.times).toBe(0);
  });
});
