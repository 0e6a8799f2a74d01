import { describe, expect, it } from 'vitest';
import { Outbox, type Way } from '../../src/observables/outbox.js';
import { Slots } from '../../src/observables/slots.js';
import { Turns } from './turns.js';

/** A way that notes what goes on it, and sends nothing that was cancelled. */
class NotingWay implements Way<string> {
  readonly cancelled = new Set<string>();
  readonly #sent: string[];
  readonly #prefix: string;
  onTransmit: (query: string) => void = () => undefined;

  constructor(sent: string[], prefix = '') {
    this.#sent = sent;
    this.#prefix = prefix;
  }

  transmit(query: string): void {
    if (this.cancelled.has(query)) return;
    this.#sent.push(`${this.#prefix}${query}`);
    this.onTransmit(query);
  }
}

/** An outbox where so many queries are under way. */
function start(underWay = 10) {
  const turns = new Turns();
  const slots = new Slots(Number.POSITIVE_INFINITY);
  for (let n = 0; n < underWay; n += 1) slots.take({ start: () => undefined });
  const sent: string[] = [];
  const outbox = new Outbox<string>(slots, turns.afterArrivals);
  return { turns, slots, sent, outbox, way: new NotingWay(sent) };
}

/** Queries by number, the first included, the last not. */
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `${from + n}`);

describe('queries', () => {
  it('leave in the order they were sent, whatever their ways, once the turn ends', () => {
    const { turns, sent, outbox, way } = start();
    const other = new NotingWay(sent, 'other ');
    outbox.send('a', way);
    outbox.send('b', other);
    outbox.send('c', way);
    expect(sent).toStrictEqual([]);
    turns.end();
    expect(sent).toStrictEqual(['a', 'other b', 'c']);
    turns.end();
    expect(sent.length).toBe(3);
  });

  it('of the next turn leave with it', () => {
    const { turns, sent, outbox, way } = start();
    for (const query of ['a', 'b']) {
      outbox.send(query, way);
      turns.end();
    }
    expect(sent).toStrictEqual(['a', 'b']);
    expect(turns.asked).toBe(2);
  });

  it.each([1, 3])('leave at once where %i are under way', (underWay) => {
    const { turns, sent, outbox, way } = start(underWay);
    outbox.send('a', way);
    expect([sent, turns.asked]).toStrictEqual([['a'], 0]);
  });

  it('wait for others from 4 under way on', () => {
    const { turns, sent, outbox, way } = start(4);
    outbox.send('a', way);
    expect([sent, turns.asked]).toStrictEqual([[], 1]);
  });

  it('leave at once where there are no turns, as in virtual time', () => {
    const sent: string[] = [];
    const slots = new Slots(100);
    for (let n = 0; n < 50; n += 1) slots.take({ start: () => undefined });
    new Outbox<string>(slots).send('a', new NotingWay(sent));
    expect(sent).toStrictEqual(['a']);
  });
});

describe('many', () => {
  it('leave 32 together, and the rest as the turn ends', () => {
    const { turns, sent, outbox, way } = start();
    const counts: number[] = [];
    for (const query of numbers(0, 70)) {
      outbox.send(query, way);
      counts.push(sent.length);
    }
    expect([counts[30], counts[31], counts[62], counts[63], counts[69]]).toStrictEqual([0, 32, 32, 64, 64]);
    turns.end();
    expect(sent).toStrictEqual(numbers(0, 70));
  });

  it('ask for one callback in a turn', () => {
    const { turns, outbox, way } = start();
    for (const query of numbers(0, 100)) outbox.send(query, way);
    expect(turns.asked).toBe(1);
    turns.end();
    outbox.send('next', way);
    expect(turns.asked).toBe(2);
  });
});

describe('a query that was cancelled meanwhile', () => {
  it('does not leave', () => {
    const { turns, sent, outbox, way } = start();
    for (const query of ['a', 'b', 'c']) outbox.send(query, way);
    way.cancelled.add('b');
    turns.end();
    expect(sent).toStrictEqual(['a', 'c']);
  });

  it('leaves on the way on which it was sent again, and on no other', () => {
    const { turns, sent, outbox, way } = start();
    const other = new NotingWay(sent, 'other ');
    outbox.send('a', way);
    way.cancelled.add('a');
    outbox.send('a', other);
    turns.end();
    expect(sent).toStrictEqual(['other a']);
  });

  it('by what left before it, does not leave', () => {
    const { turns, sent, outbox, way } = start();
    way.onTransmit = (query) => query === 'a' && way.cancelled.add('b');
    for (const query of ['a', 'b', 'c']) outbox.send(query, way);
    turns.end();
    expect(sent).toStrictEqual(['a', 'c']);
  });
});

describe('what is sent while others are sent', () => {
  it('leaves behind them', () => {
    const { turns, sent, outbox, way } = start();
    const other = new NotingWay(sent, 'other ');
    way.onTransmit = (query) => query === 'a' && outbox.send('a', other);
    for (const query of ['a', 'b']) outbox.send(query, way);
    turns.end();
    expect(sent).toStrictEqual(['a', 'b', 'other a']);
    outbox.send('c', way);
    turns.end();
    expect(sent.slice(3)).toStrictEqual(['c']);
  });

  it.each([20, 32, 40])('leaves once where it makes %i more', (count) => {
    const { turns, sent, outbox, way } = start();
    const other = new NotingWay(sent, 'other ');
    way.onTransmit = (query) => outbox.send(query, other);
    for (const query of numbers(0, count)) outbox.send(query, way);
    turns.end();
    const again = numbers(0, count).map((query) => `other ${query}`);
    expect([...sent].sort()).toStrictEqual([...numbers(0, count), ...again].sort());
  });

  it('leaves at once where fewer than 4 are left under way', () => {
    const { turns, slots, sent, outbox, way } = start(4);
    const other = new NotingWay(sent, 'other ');
    way.onTransmit = (query) => {
      slots.release();
      outbox.send(query, other);
    };
    outbox.send('a', way);
    turns.end();
    expect(sent).toStrictEqual(['a', 'other a']);
  });
});
