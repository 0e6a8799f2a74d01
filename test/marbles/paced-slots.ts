import { Deadlines } from '../../src/observables/deadlines.js';
import { Slots } from '../../src/observables/slots.js';
import type { MarbleContext } from '../../src/testing/marbles.js';
import { Turns } from '../observables/turns.js';
import { CountingScheduler } from './counting-scheduler.js';

/** Slots with a pace, and the numbers of those that were started, in order. */
export function pacedSlots(m: MarbleContext, max = 10_000) {
  const scheduler = new CountingScheduler(m.scheduler);
  const turns = new Turns();
  const slots = new Slots(max, {
    afterArrivals: turns.afterArrivals,
    deadlines: new Deadlines(scheduler),
  });
  const started: number[] = [];
  let asked = 0;
  const take = (count: number, onStart: () => void = () => undefined) => {
    for (let n = 0; n < count; n += 1) {
      const own = asked++;
      const start = () => {
        started.push(own);
        onStart();
      };
      slots.take({ start });
    }
  };
  /** So many answers, each in a turn of its own. */
  const release = (count: number) => {
    for (let n = 0; n < count; n += 1) {
      slots.release();
      turns.settle();
    }
  };
  /** Answers everything: time does not end while somebody waits. */
  const drain = () => {
    while (slots.taken > 0) release(slots.taken);
  };
  const at = (time: number, act: () => void) => m.scheduler.schedule(act, time);
  return { scheduler, turns, slots, started, take, release, drain, at };
}
