import { TestScheduler } from 'rxjs/testing';
import { expect, it } from 'vitest';
import { Deadlines } from '../../src/observables/deadlines.js';
import { ServerPace } from '../../src/observables/server-pace.js';
import { StartRate } from '../../src/observables/start-rate.js';

/** A scheduler whose clock a test sets. */
class SetClock extends TestScheduler {
  time = 1_000_000;

  constructor() {
    super(() => true);
  }

  override now = (): number => this.time;
}

it('starts come at their rate, and a late one is made up for', () => {
  const clock = new SetClock();
  const rate = new StartRate(10, clock);
  expect(rate.wait).toBe(0);
  rate.pass();
  expect(rate.wait).toBe(50);
  clock.time += 50;
  expect(rate.wait).toBe(0);
  rate.pass();
  expect(rate.wait).toBe(100);
  expect(new StartRate(Number.POSITIVE_INFINITY, clock).wait).toBe(0);
});

it('a clock that is set back an hour delays the next start by one gap at most', () => {
  const clock = new SetClock();
  const rate = new StartRate(10, clock);
  rate.pass();
  rate.pass();
  clock.time -= 3_600_000;
  expect(rate.wait).toBe(100);
  clock.time += 100;
  expect(rate.wait).toBe(0);
});

it('a clock that is set back an hour delays the turn at a server by one gap at most', () => {
  const clock = new SetClock();
  const pace = new ServerPace({
    deadlines: new Deadlines(clock),
    limits: { concurrency: Number.POSITIVE_INFINITY, rate: 10, adaptive: false },
    now: () => clock.time,
    onSpeaks: () => undefined,
    onRate: () => undefined,
  });
  expect(pace.claim()).toBe(true);
  clock.time -= 3_600_000;
  expect([pace.claim(), pace.wait]).toStrictEqual([false, 100]);
  clock.time += 100;
  expect(pace.claim()).toBe(true);
});
