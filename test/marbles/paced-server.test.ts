import { VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { askServer, type PacedServer } from './paced-server.js';

const infinite = Number.POSITIVE_INFINITY;

/** What was answered in each second, and how many questions that took, of a server asked for so many seconds. */
function run(server: PacedServer, seconds: number) {
  const scheduler = new VirtualTimeScheduler(undefined, infinite);
  const { pace, answered, sentSoFar } = askServer(scheduler, server, seconds * 1000);
  scheduler.flush();
  return { rate: pace.rate, answered, sent: sentSoFar() };
}

const sum = (numbers: readonly number[]) => numbers.reduce((left, right) => left + right, 0);

describe('a way that loses', () => {
  it.each([0.01, 0.05, 0.1, 0.3])('a share of %d is left alone after a trial', (loss) => {
    const { answered } = run({ loss: () => loss }, 4);
    // What 64 can ask of it at a time, less a trial in the first second, and one more of the usual share later.
    const most = (64 * 1000 * (1 - loss)) / (100 * loss + 5 * (1 - loss));
    expect(sum(answered.slice(1))).toBeGreaterThan(most * 3 * 0.95);
    expect(sum(answered)).toBeGreaterThan(most * 4 * 0.88);
  });

  it('leaves room to find the limit behind it', () => {
    for (const by of ['silent', 'refused'] as const) {
      const { answered, sent } = run({ loss: () => 0.1, limit: () => 400, by }, 20);
      // A few losses by chance at the start may look like a lower limit for some seconds.
      expect(sum(answered.slice(10)) / 10).toBeGreaterThan(400 * 0.93);
      expect(sent).toBeLessThan((sum(answered) / 0.9) * 1.12);
    }
  });

  it.each([
    [2000, 200, 0.3],
    [1000, 150, 0.08],
  ])('in gusts, each %i ms for %i ms, is taken for a limit: %d of the speed is left', (every, last, left) => {
    const { answered } = run({ loss: (now) => (now % every < last ? 0.6 : 0) }, 40);
    const calm = (64 * 1000 * (1 - last / every)) / 5;
    expect(sum(answered.slice(20)) / 20).toBeGreaterThan(calm * left);
  });
});

describe('no rate is the last', () => {
  it.each<[string, PacedServer]>([
    ['a limit that goes', { limit: (now) => (now < 5000 ? 30 : infinite) }],
    [
      'a limit that goes, on a way that loses',
      { limit: (now) => (now < 5000 ? 30 : infinite), loss: () => 0.1 },
    ],
    ['an outage', { loss: (now) => (now < 3000 ? 1 : 0) }],
    ['an outage on a way that loses', { loss: (now) => (now < 3000 ? 1 : 0.1) }],
    ['some names refused', { refused: 0.2 }],
    ['most names refused', { refused: 0.9 }],
  ])('after %s', (_what, server) => {
    const { rate, answered } = run(server, 20);
    const open = run({ loss: () => server.loss?.(10_000) ?? 0 }, 4).answered[3] ?? 0;
    expect(Math.min(rate, open * 2)).toBeGreaterThan(open * 0.95);
    expect(answered[19]).toBeGreaterThan(open * (1 - (server.refused ?? 0)) * 0.9);
  });
});

it.each(['refused', 'failed', 'silent'] as const)('a limit by %s that goes down later is found', (by) => {
  const { answered, sent } = run({ limit: (now) => (now < 3000 ? 2000 : 300), by }, 12);
  expect(sum(answered.slice(0, 3)) / 3).toBeGreaterThan(2000 * 0.85);
  expect(sum(answered.slice(5)) / 7).toBeGreaterThan(300 * 0.93);
  expect(sent).toBeLessThan(sum(answered) * 1.2);
});
