import { describe, expect, it } from 'vitest';
import { Pace } from '../../src/cli/pace.js';

describe('Pace', () => {
  it('lets no more begin than the rate', () => {
    let now = 1000;
    const pace = new Pace(100, () => now);
    now += 500;
    expect([pace.wait(), pace.wait(), pace.wait()]).toStrictEqual([0, 10, 20]);
    now += 25;
    expect(pace.wait()).toBe(5);
  });

  it('makes up for a late timer, and not for a pause', () => {
    let now = 0;
    const pace = new Pace(100, () => now);
    pace.wait();
    now = 25;
    expect([pace.wait(), pace.wait(), pace.wait()]).toStrictEqual([0, 0, 5]);
    now = 10_000;
    const waits = Array.from({ length: 13 }, () => pace.wait());
    expect(waits).toStrictEqual([...Array(11).fill(0), 10, 20]);
  });

  it('ends a wait early on stop, and does not wait for what is due', async () => {
    const pace = new Pace(0.001);
    const stop = new AbortController();
    await pace.turn(stop.signal);
    const waiting = pace.turn(stop.signal);
    stop.abort();
    await expect(waiting).resolves.toBeUndefined();
  });
});
