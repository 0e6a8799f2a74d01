import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Hashed, HashTable } from '../../src/observables/hash-table.js';

interface Item extends Hashed<Item> {
  readonly name: string;
}

const makeItem = (hash: number, name = ''): Item => ({ hash, name, behind: undefined });

/** What is found by walking the chain of a hash. */
function found(table: HashTable<Item>, hash: number): readonly Item[] {
  const items: Item[] = [];
  for (let item = table.chain(hash); item !== undefined; item = item.behind)
    if (item.hash === hash) items.push(item);
  return items;
}

// Hashes are signed. Many have the same low bits, and some all of them.
const hash = fc.tuple(fc.integer({ min: -3, max: 3 }), fc.nat(7)).map(([high, low]) => (high << 20) | low);
// Mostly added, so that the table grows beyond its first places more than once.
const steps = fc.array(fc.tuple(fc.nat(3), hash, fc.nat(99)), { minLength: 50, maxLength: 200 });

it('holds what a Map of lists would hold, while items come and go', () => {
  fc.assert(
    fc.property(steps, (taken) => {
      const table = new HashTable<Item>();
      const map = new Map<number, Set<Item>>();
      const held: Item[] = [];
      for (const [way, next, at] of taken) {
        if (way > 0) {
          const item = makeItem(next);
          table.add(item);
          held.push(item);
          map.set(next, (map.get(next) ?? new Set()).add(item));
        } else {
          for (const item of held.splice(at % (held.length + 1), 1)) {
            expect(table.delete(item)).toBe(true);
            map.get(item.hash)?.delete(item);
            expect([table.delete(item), item.behind]).toStrictEqual([false, undefined]);
          }
        }
        expect(table.size).toBe(held.length);
      }
      for (const [known, items] of map) {
        const chain = found(table, known);
        expect(chain.length).toBe(items.size);
        expect(chain.every((item) => items.has(item))).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

it('finds each of 10,000, in chains that stay short', () => {
  const table = new HashTable<Item>();
  const items = Array.from({ length: 10_000 }, (_, n) => makeItem(Math.imul(n, 0x9e37_79b1)));
  for (const item of items) table.add(item);
  let walked = 0;
  for (const item of items) {
    let other = table.chain(item.hash);
    for (; other !== undefined && other !== item; other = other.behind) walked += 1;
    expect(other).toBe(item);
  }
  expect(walked).toBeLessThan(10_000);
});

it.each([
  ['the first', 2],
  ['one in the middle', 1],
  ['the last', 0],
])('takes %s out of a chain, and leaves the others in it', (_what, at) => {
  const table = new HashTable<Item>();
  const items = ['a', 'b', 'c'].map((name) => makeItem(0x70, name));
  for (const item of items) table.add(item);
  for (const item of items.splice(at, 1)) table.delete(item);
  expect(new Set(found(table, 0x70))).toStrictEqual(new Set(items));
  expect(table.size).toBe(2);
});

it('keeps what it has when an item of another table is to leave', () => {
  const table = new HashTable<Item>();
  const other = new HashTable<Item>();
  const [own, foreign, lone] = [makeItem(5, 'own'), makeItem(5, 'foreign'), makeItem(6, 'lone')];
  const behind = makeItem(5, 'behind');
  table.add(own);
  other.add(behind);
  other.add(foreign);
  expect([table.delete(foreign), table.delete(lone)]).toStrictEqual([false, false]);
  expect([table.size, found(table, 5), other.size]).toStrictEqual([1, [own], 2]);
  // The other table has lost nothing either.
  expect(found(other, 5)).toStrictEqual([foreign, behind]);
});

it('leaves nothing in an item by which others could be reached', () => {
  const table = new HashTable<Item>();
  const items = ['a', 'b', 'c'].map((name) => makeItem(1, name));
  for (const item of items) table.add(item);
  const [, middle] = items;
  if (middle !== undefined) table.delete(middle);
  expect(middle).toStrictEqual(makeItem(1, 'b'));
});
