import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Linked, LinkedList } from '../../src/observables/linked-list.js';

interface Item extends Linked<Item> {
  readonly name: number;
}

it('holds what an array would hold, wherever items leave it', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constant('append'), fc.nat(20))), (steps) => {
      const list = new LinkedList<Item>();
      const array: Item[] = [];
      for (const [name, step] of steps.entries()) {
        const item: Item = { name, before: undefined, after: undefined };
        if (step === 'append') {
          list.append(item);
          array.push(item);
        } else {
          for (const left of array.splice(Number(step), 1)) list.remove(left);
        }
        expect(list.toArray().map((one) => one.name)).toStrictEqual(array.map((one) => one.name));
        expect([list.size, list.first]).toStrictEqual([array.length, array[0]]);
      }
    }),
  );
});

it('leaves nothing in an item by which others could be reached', () => {
  const list = new LinkedList<Item>();
  const items = [0, 1, 2].map((name): Item => ({ name, before: undefined, after: undefined }));
  for (const item of items) list.append(item);
  const [, middle] = items;
  if (middle !== undefined) list.remove(middle);
  expect(middle).toStrictEqual({ name: 1, before: undefined, after: undefined });
});
