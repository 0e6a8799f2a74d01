import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RoundTrips } from '../../src/observables/round-trips.js';

function roundTrips(...milliseconds: readonly number[]): RoundTrips {
  const trips = new RoundTrips();
  for (const each of milliseconds) trips.add(each);
  return trips;
}

describe('round trips', () => {
  it('without any are 0', () => {
    const trips = roundTrips();
    expect([trips.count, trips.mean, trips.quantile(0.5)]).toStrictEqual([0, 0, 0]);
  });

  it('below 16 ms are exact', () => {
    const trips = roundTrips(1, 2, 3, 15);
    expect([trips.count, trips.mean]).toStrictEqual([4, 5.25]);
    expect([0, 0.25, 0.5, 0.75, 0.76, 1].map((share) => trips.quantile(share))).toStrictEqual([
      1, 1, 2, 3, 15, 15,
    ]);
  });

  it('beyond two minutes, or below nothing where the clock was set back, count as the nearest place', () => {
    expect(roundTrips(10_000_000).quantile(1)).toBe(126_975.5);
    expect(roundTrips(-5).quantile(1)).toBe(0);
  });

  it('have quantiles that are off by 6 % at most', () => {
    const times = fc.array(fc.integer({ min: 0, max: 131_071 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(times, fc.double({ min: 0, max: 1, noNaN: true }), (milliseconds, share) => {
        const sorted = milliseconds.toSorted((left, right) => left - right);
        const exact = sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? Number.NaN;
        expect(Math.abs(roundTrips(...milliseconds).quantile(share) - exact)).toBeLessThanOrEqual(exact / 16);
      }),
    );
  });
});
