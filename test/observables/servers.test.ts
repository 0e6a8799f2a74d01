import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterAnswer,
  afterFailure,
  retransmitAfter,
  type ServerState,
  ServerStates,
  unknownServer,
} from '../../src/observables/servers.js';
import { parseServer } from '../../src/server-string.js';

/** The state after these round trips. */
function measure(...roundTrips: readonly number[]): ServerState {
  return roundTrips.reduce<ServerState>(afterAnswer, unknownServer);
}

describe('the mean round trip', () => {
  it.each([
    [[40], 40],
    [[40, 20], 30],
    [[40, 20, 30], 30],
    [[8, 8, 8, 8, 8, 8, 8, 16], 9],
    [[8, 8, 8, 8, 8, 8, 8, 8, 16], 9],
  ])('of %j ms is %i ms', (roundTrips, mean) => {
    const state = measure(...roundTrips);
    expect(state.meanRoundTrip).toBeCloseTo(mean, 9);
    expect(state.samples).toBe(roundTrips.length);
  });

  it('stays between the least and the greatest', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60_000), { minLength: 1 }), (roundTrips) => {
        const { meanRoundTrip } = measure(...roundTrips);
        expect(meanRoundTrip).toBeGreaterThanOrEqual(Math.min(...roundTrips) - 1e-6);
        expect(meanRoundTrip).toBeLessThanOrEqual(Math.max(...roundTrips) + 1e-6);
      }),
    );
  });
});

describe('failures', () => {
  it('count up to 16, and keep when the last was', () => {
    let state = measure(40);
    for (let now = 1; now <= 20; now += 1) state = afterFailure(state, now);
    expect(state).toStrictEqual({ ...measure(40), failures: 16, failedAt: 20 });
  });

  it('are cleared by an answer', () => {
    expect(afterAnswer(afterFailure(unknownServer, 5), 40)).toStrictEqual({ ...measure(40), failedAt: 5 });
  });
});

it('an answer without a round trip clears failures alone', () => {
  const failed = afterFailure(measure(40), 5);
  expect(afterAnswer(failed, undefined)).toStrictEqual({ ...failed, failures: 0 });
});

describe('sending again early', () => {
  it.each<[readonly number[], number | undefined]>([
    [[], undefined],
    [[40], undefined],
    [[40, 40], undefined],
    [[40, 40, 40], 200],
    [[1, 1, 1], 100],
    [[20, 20, 20], 100],
    [[21, 21, 21], 105],
  ])('after round trips of %j ms: %s ms', (roundTrips, expected) => {
    expect(retransmitAfter(measure(...roundTrips))).toBe(expected);
  });
});

describe('the order', () => {
  const servers = ['192.0.2.1', '192.0.2.2', '192.0.2.3'].map(parseServer);

  it.each<[string, readonly (readonly [failures: number, failedAt: number])[], string]>([
    [
      'all are unknown',
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      '123',
    ],
    [
      'the first failed',
      [
        [1, 5],
        [0, 0],
        [0, 0],
      ],
      '231',
    ],
    [
      'fewest failures come first',
      [
        [2, 1],
        [1, 9],
        [3, 0],
      ],
      '213',
    ],
    [
      'the least recently failed comes first',
      [
        [1, 9],
        [1, 5],
        [1, 7],
      ],
      '231',
    ],
    [
      'equal ones stay in configured order',
      [
        [1, 5],
        [1, 5],
        [1, 5],
      ],
      '123',
    ],
    [
      'failures long cleared do not count',
      [
        [0, 9],
        [0, 5],
        [1, 1],
      ],
      '123',
    ],
  ])('when %s', (_what, known, order) => {
    const states = new ServerStates();
    known.forEach(([failures, failedAt], n) => {
      const server = servers[n];
      if (server !== undefined) states.set(server, { ...unknownServer, failures, failedAt });
    });
    expect(
      states
        .order(servers)
        .map(({ text }) => text.at(-1))
        .join(''),
    ).toBe(order);
    expect(servers.map(({ text }) => text.at(-1)).join('')).toBe('123');
  });

  it('of none is none', () => {
    expect(new ServerStates().order([])).toStrictEqual([]);
  });

  it('knows a server by its text', () => {
    const states = new ServerStates();
    const failed = afterFailure(unknownServer, 1);
    states.set(parseServer('192.0.2.1'), failed);
    expect(states.get(parseServer('dns://192.0.2.1:53'))).toBe(failed);
    expect(states.get(parseServer('tcp://192.0.2.1'))).toBe(unknownServer);
  });
});
