import { describe, expect, it } from 'vitest';
import { marbles } from '../../src/testing/marbles.js';
import { pacedSlots } from './paced-slots.js';

describe('a turn', () => {
  it(
    'starts 64, in the order they came',
    marbles((m) => {
      const { turns, started, take } = pacedSlots(m);
      take(200);
      const counts = [started.length];
      for (let n = 0; n < 4; n += 1) {
        turns.end();
        counts.push(started.length);
      }
      expect(counts).toStrictEqual([64, 128, 192, 200, 200]);
      expect(started).toStrictEqual(Array.from({ length: 200 }, (_, n) => n));
    }),
  );

  it(
    'lets nobody past who comes when the next one has begun',
    marbles((m) => {
      const { turns, started, take } = pacedSlots(m);
      take(100);
      turns.end();
      take(40);
      turns.settle();
      expect(started).toStrictEqual(Array.from({ length: 140 }, (_, n) => n));
    }),
  );

  it(
    'starts 64 as well where each makes room at once, and calls none from inside another',
    marbles((m) => {
      const { turns, slots, started, take } = pacedSlots(m);
      let depth = 0;
      let deepest = 0;
      take(1000, () => {
        depth += 1;
        deepest = Math.max(deepest, depth);
        slots.release();
        depth -= 1;
      });
      expect(started.length).toBe(64);
      turns.end();
      expect(started.length).toBe(128);
      turns.settle();
      expect(started).toStrictEqual(Array.from({ length: 1000 }, (_, n) => n));
      expect([deepest, slots.taken]).toStrictEqual([1, 0]);
    }),
  );

  it(
    'is waited for once, from the fourth on',
    marbles((m) => {
      const { turns, take } = pacedSlots(m);
      const asked = [3, 1, 20].map((count) => {
        take(count);
        return turns.asked;
      });
      expect(asked).toStrictEqual([0, 1, 1]);
      turns.end();
      take(4);
      expect(turns.asked).toBe(2);
    }),
  );
});

describe('the timer', () => {
  it(
    'is not there without a line',
    marbles((m) => {
      const { scheduler, turns, take, drain } = pacedSlots(m);
      take(64);
      turns.settle();
      take(64);
      turns.settle();
      drain();
      expect(scheduler.made).toBe(0);
    }),
  );

  it(
    'goes off once more after the line, and then no longer',
    marbles((m) => {
      const { scheduler, turns, take, drain, at } = pacedSlots(m);
      const armed: number[] = [];
      take(200);
      for (const time of [0, 49, 51, 200])
        at(time, () => {
          turns.settle();
          armed.push(scheduler.armed);
        });
      at(201, drain);
      m.flush();
      expect([armed, scheduler.made]).toStrictEqual([[1, 1, 0, 0], 1]);
    }),
  );

  it(
    'is gone as soon as nothing is under way, and there again with the next line',
    marbles((m) => {
      const { scheduler, turns, take, drain } = pacedSlots(m);
      take(300);
      turns.settle();
      const armed = [scheduler.armed];
      drain();
      armed.push(scheduler.armed);
      take(300);
      armed.push(scheduler.armed);
      drain();
      armed.push(scheduler.armed);
      expect(armed).toStrictEqual([1, 0, 1, 0]);
    }),
  );

  it(
    'is gone where all that waited made room at once',
    marbles((m) => {
      const { scheduler, turns, slots, take } = pacedSlots(m);
      take(1000, () => slots.release());
      const armed = [scheduler.armed];
      turns.settle();
      armed.push(scheduler.armed);
      expect(armed).toStrictEqual([1, 0]);
    }),
  );
});
