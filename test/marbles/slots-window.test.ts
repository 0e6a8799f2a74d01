import { describe, expect, it } from 'vitest';
import { type MarbleContext, marbles } from '../../src/testing/marbles.js';
import { pacedSlots } from './paced-slots.js';

/** How much is under way at these times, when 20,000 are waiting and this happens meanwhile. */
function underWay(m: MarbleContext, max: number, times: readonly number[], released: Released) {
  const { turns, slots, take, release, drain, at } = pacedSlots(m, max);
  const seen: number[] = [];
  take(20_000);
  turns.settle();
  for (const [time, count] of Object.entries(released)) at(Number(time), () => release(count));
  for (const time of times)
    at(time, () => {
      turns.settle();
      seen.push(slots.taken);
    });
  at(200, drain);
  m.flush();
  return seen;
}

/** How many are answered at a time. */
type Released = Readonly<Record<number, number>>;

describe('the window', () => {
  it(
    'is 256 at first, and what is released makes room in it',
    marbles((m) => {
      const { turns, slots, started, take, release, drain } = pacedSlots(m);
      const seen: (readonly number[])[] = [];
      const look = () => seen.push([slots.taken, started.length]);
      take(1000);
      turns.settle();
      look();
      release(10);
      look();
      drain();
      expect(seen).toStrictEqual([
        [256, 256],
        [256, 266],
      ]);
    }),
  );

  it.each<[string, number, readonly number[], Released, readonly number[]]>([
    [
      'doubles every 50 ms while nothing is answered',
      10_000,
      [49, 51, 99, 101, 151],
      {},
      [256, 512, 512, 1024, 2048],
    ],
    ['is no larger than the bound', 700, [49, 51, 101, 151], {}, [256, 512, 700, 700]],
    ['is the bound where that is smaller', 100, [0, 51, 101], {}, [100, 100, 100]],
    [
      'stays where all of them are answered within 50 ms',
      10_000,
      [51, 101],
      { 40: 300, 90: 300 },
      [256, 256],
    ],
    ['grows where a tenth of them is', 10_000, [51, 101], { 40: 25, 90: 25 }, [512, 1024]],
    [
      'shrinks again where they are answered faster',
      10_000,
      [51, 101, 151],
      { 90: 1000, 140: 1000 },
      [512, 512, 256],
    ],
    ['never shrinks below 256', 10_000, [51, 101], { 40: 5000, 90: 5000 }, [256, 256]],
  ])('%s', (_what, max, times, released, expected) => {
    marbles((m) => expect(underWay(m, max, times, released)).toStrictEqual(expected))();
  });

  it(
    'is 256 again once nothing is under way',
    marbles((m) => {
      const { turns, slots, take, drain, at } = pacedSlots(m);
      const seen: number[] = [];
      take(3000);
      at(160, () => {
        turns.settle();
        seen.push(slots.taken);
        drain();
        take(1000);
        turns.settle();
        seen.push(slots.taken);
        drain();
      });
      m.flush();
      expect(seen).toStrictEqual([2048, 256]);
    }),
  );

  it(
    'shrinks where nobody waits any more',
    marbles((m) => {
      const { turns, slots, take, release, drain, at } = pacedSlots(m);
      const seen: number[] = [];
      take(1500);
      at(110, () => {
        turns.settle();
        seen.push(slots.taken);
        // Those that wait take the room, and then there are none.
        release(1000);
      });
      at(160, () => {
        take(1000);
        turns.settle();
        seen.push(slots.taken);
        drain();
      });
      m.flush();
      expect(seen).toStrictEqual([1024, 512]);
    }),
  );
});
