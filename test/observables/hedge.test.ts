import { describe, expect, it } from 'vitest';
import { afterAnswer, hedgeAfter, type ServerState, unknownServer } from '../../src/observables/servers.js';

/** The state after these round trips. */
function measure(roundTrips: readonly number[]): ServerState {
  return roundTrips.reduce<ServerState>(afterAnswer, unknownServer);
}

/** Numbers from 0 to 1 that look random and are the same in every run. */
function* fractions(): Generator<number, never> {
  for (let state = 1; ; state = (state * 48_271) % 0x7fff_ffff) yield state / 0x7fff_ffff;
}

describe('the time after which a hedging query goes on', () => {
  it.each([[[]], [[20]], [[20, 20]]])('is not known after round trips of %j ms', (roundTrips) => {
    expect(hedgeAfter(measure(roundTrips))).toBe(undefined);
  });

  it('is a millisecond at least', () => {
    expect(hedgeAfter(measure([0, 0, 0, 0]))).toBeGreaterThanOrEqual(1);
  });

  it.each([
    ['evenly from 10 to 110 ms', (fraction: number) => 10 + 100 * fraction],
    ['mostly 10 to 20 ms, one in ten 200 ms more', (f: number) => (f < 0.9 ? 10 + 10 * f : 200 + 10 * f)],
  ])('is longer than about 95 of 100 round trips: %s', (_what, roundTrip) => {
    const source = fractions();
    const draw = (count: number) => Array.from({ length: count }, () => roundTrip(source.next().value));
    let state = measure(draw(200));
    let below = 0;
    const later = draw(5000);
    for (const each of later) {
      if (each <= (hedgeAfter(state) ?? 0)) below += 1;
      state = afterAnswer(state, each);
    }
    expect(below / later.length).toBeGreaterThan(0.93);
    expect(below / later.length).toBeLessThan(0.97);
  });
});
