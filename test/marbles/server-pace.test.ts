import { describe, expect, it } from 'vitest';
import { Deadlines } from '../../src/observables/deadlines.js';
import { type ServerLimits, ServerPace } from '../../src/observables/server-pace.js';
import { type MarbleContext, marbles } from '../../src/testing/marbles.js';
import { noLimits } from './no-limits.js';

function createPace({ scheduler }: MarbleContext, limits: Partial<ServerLimits> = {}) {
  const rates: string[] = [];
  const starts: number[] = [];
  const pace = new ServerPace({
    deadlines: new Deadlines(scheduler),
    limits: { ...noLimits, ...limits },
    now: () => scheduler.now(),
    onSpeaks: () => undefined,
    onRate: (rate) => rates.push(`${scheduler.now()} ${rate}`),
  });
  const ask = () => {
    const start = () => starts.push(scheduler.now());
    if (!pace.claim()) return pace.line(start);
    start();
    return undefined;
  };
  const askMany = (count: number) => Array.from({ length: count }, ask);
  return { pace, rates, starts, ask, askMany };
}

describe('turns', () => {
  it(
    'are there at once without a rate',
    marbles((m) => {
      const { pace, askMany } = createPace(m);
      expect(askMany(1000)).toStrictEqual(new Array(1000).fill(undefined));
      expect(pace.wait).toBe(0);
    }),
  );

  it(
    'come at the rate, in order, and a late start is made up for by 50 ms at most',
    marbles((m) => {
      const { starts, askMany } = createPace(m, { rate: 100 });
      m.scheduler.schedule(() => askMany(9), 1000);
      m.flush();
      expect(starts).toStrictEqual([1000, 1000, 1000, 1000, 1000, 1000, 1010, 1020, 1030]);
    }),
  );

  it(
    'that are left are taken by those behind, and the last leaves no timer',
    marbles((m) => {
      const { pace, starts, askMany } = createPace(m, { rate: 100 });
      const turns = askMany(5);
      turns[1]?.cancel();
      turns[3]?.cancel();
      m.flush();
      expect(starts).toStrictEqual([0, 10, 20]);
      const rest = askMany(3);
      for (const turn of rest) turn?.cancel();
      expect(m.scheduler.actions.length).toBe(0);
      expect(pace.wait).toBeGreaterThan(0);
    }),
  );

  it(
    'wait for those under way where they are bounded',
    marbles((m) => {
      const { pace, starts, askMany } = createPace(m, { concurrency: 2 });
      askMany(4);
      expect(starts.length).toBe(2);
      m.scheduler.schedule(() => pace.release(), 30);
      m.scheduler.schedule(() => pace.release(), 70);
      m.flush();
      expect(starts).toStrictEqual([0, 0, 30, 70]);
    }),
  );
});

it(
  'one decrease for what was sent before it',
  marbles((m) => {
    const { pace, rates, askMany } = createPace(m);
    askMany(400);
    const noteMany = (count: number, outcome: 'answered' | 'refused') => {
      for (let n = 0; n < count; n += 1) pace.note(outcome, 0, m.scheduler.now());
    };
    m.scheduler.schedule(() => {
      noteMany(100, 'answered');
      noteMany(300, 'refused');
    }, 5);
    m.scheduler.schedule(() => noteMany(300, 'refused'), 120);
    m.flush();
    expect(rates).toStrictEqual(['5 100']);
    expect(pace.rate).toBe(100);
  }),
);

it(
  'a server is gone after three silences in a row, and back with its first word',
  marbles((m) => {
    const { pace, askMany } = createPace(m);
    askMany(16);
    expect(pace.isUnproven).toBe(true);
    pace.presence.silent();
    pace.presence.silent();
    expect(pace.presence.isGone).toBe(false);
    pace.presence.silent();
    expect(pace.presence.isGone).toBe(true);
    pace.presence.heard();
    expect([pace.presence.isGone, pace.isUnproven]).toStrictEqual([false, false]);
  }),
);
