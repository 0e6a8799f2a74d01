import { expect, it } from 'vitest';
import { type Deadline, Deadlines } from '../../src/observables/deadlines.js';
import { type MarbleContext, marbles } from '../../src/testing/marbles.js';
import { CountingScheduler } from './counting-scheduler.js';

/** Deadlines in virtual time, and what fell due: `time name`. */
function start(m: MarbleContext) {
  const scheduler = new CountingScheduler(m.scheduler);
  const deadlines = new Deadlines(scheduler);
  const due: string[] = [];
  const set = (name: string, duration: number, onDue?: () => void): Deadline =>
    deadlines.after(duration, () => {
      due.push(`${m.scheduler.now()} ${name}`);
      onDue?.();
    });
  const at = (time: number, act: () => void) => m.scheduler.schedule(act, time);
  return { scheduler, deadlines, due, set, at };
}

it(
  'deadlines fall due at their time, each once, whatever the order they were set in',
  marbles((m) => {
    const { due, set, at, scheduler } = start(m);
    set('c', 30);
    set('a', 10);
    at(5, () => set('b', 10));
    at(5, () => set('d', 30));
    m.flush();
    expect(due).toStrictEqual(['10 a', '15 b', '30 c', '35 d']);
    expect(scheduler.armed).toBe(0);
  }),
);

it(
  'those of one duration share a timer, and fall due in the order they were set',
  marbles((m) => {
    const { due, set, at, scheduler } = start(m);
    for (const name of ['a', 'b', 'c']) set(name, 10);
    at(4, () => set('d', 10));
    expect(scheduler.armed).toBe(1);
    m.flush();
    expect(due).toStrictEqual(['10 a', '10 b', '10 c', '14 d']);
    expect(scheduler.made).toBe(2);
  }),
);

it(
  'a thousand that are answered in time arm one timer',
  marbles((m) => {
    const { due, set, scheduler } = start(m);
    const keep = set('kept', 2000);
    for (let n = 0; n < 1000; n += 1) set('answered', 2000).cancel();
    expect(scheduler.made).toBe(1);
    keep.cancel();
    m.flush();
    expect(due).toStrictEqual([]);
  }),
);

it.each([
  ['the first', [0], ['10 b', '10 c']],
  ['one in the middle', [1], ['10 a', '10 c']],
  ['the last', [2], ['10 a', '10 b']],
  ['the first two', [0, 1], ['10 c']],
  ['the last two', [2, 1], ['10 a']],
  ['both ends', [0, 2], ['10 b']],
  ['one twice', [1, 1], ['10 a', '10 c']],
  ['one again after another', [0, 1, 0], ['10 c']],
  ['all', [1, 0, 2], []],
])('cancelling %s leaves the others', (_what, cancelled, left) => {
  marbles((m) => {
    const { due, set, scheduler } = start(m);
    const all = ['a', 'b', 'c'].map((name) => set(name, 10));
    for (const n of cancelled) all[n]?.cancel();
    expect(scheduler.armed).toBe(left.length === 0 ? 0 : 1);
    m.flush();
    expect(due).toStrictEqual(left);
    expect(scheduler.armed).toBe(0);
  })();
});

it(
  'one that is set after all were cancelled falls due',
  marbles((m) => {
    const { due, set, at } = start(m);
    const first = set('first', 10);
    at(6, () => {
      first.cancel();
      set('second', 10);
    });
    m.flush();
    expect(due).toStrictEqual(['16 second']);
  }),
);

it(
  'one can be set from inside another, with the same duration and with none',
  marbles((m) => {
    const { due, set, scheduler } = start(m);
    set('a', 10, () => {
      set('again', 10);
      set('now', 0);
    });
    set('b', 10, () => set('b again', 10));
    m.flush();
    expect(due).toStrictEqual(['10 a', '10 b', '10 now', '20 again', '20 b again']);
    expect(scheduler.armed).toBe(0);
  }),
);

it(
  'one can be cancelled from inside another that falls due with it',
  marbles((m) => {
    const { due, set, scheduler } = start(m);
    set('a', 10, () => {
      b.cancel();
      d.cancel();
    });
    const b = set('b', 10);
    set('c', 10);
    const d = set('d', 10);
    m.flush();
    expect(due).toStrictEqual(['10 a', '10 c']);
    expect(scheduler.armed).toBe(0);
  }),
);

it(
  'all can be cancelled from inside one, and new ones set there',
  marbles((m) => {
    const { due, set, scheduler } = start(m);
    const rest: Deadline[] = [];
    set('a', 10, () => {
      for (const deadline of rest) deadline.cancel();
      set('new', 10);
    });
    rest.push(set('b', 10), set('c', 10));
    m.flush();
    expect(due).toStrictEqual(['10 a', '20 new']);
    expect(scheduler.armed).toBe(0);
  }),
);

it(
  'one can be cancelled from inside itself, and afterwards',
  marbles((m) => {
    const { due, set, at, scheduler } = start(m);
    const own = set('own', 10, () => own.cancel());
    const other = set('other', 20);
    at(15, () => own.cancel());
    at(25, () => other.cancel());
    m.flush();
    expect(due).toStrictEqual(['10 own', '20 other']);
    expect(scheduler.armed).toBe(0);
  }),
);

it(
  'durations are rounded up to milliseconds, and are never negative',
  marbles((m) => {
    const { due, set } = start(m);
    set('b', 10.2);
    set('c', 10.9);
    set('a', -5);
    m.flush();
    expect(due).toStrictEqual(['0 a', '11 b', '11 c']);
  }),
);
