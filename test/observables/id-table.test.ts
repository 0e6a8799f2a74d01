import fc from 'fast-check';
import { expect, it } from 'vitest';
import { IdTable } from '../../src/observables/id-table.js';

// Many with the same low bits, so that they get into each other's way.
const id = fc.tuple(fc.nat(2), fc.nat(15)).map(([low, high]) => (high << 12) | low);
const steps = fc.array(fc.tuple(fc.boolean(), id), { minLength: 20, maxLength: 100 });

it('holds what a Map would hold', () => {
  fc.assert(
    fc.property(steps, (taken) => {
      const table = new IdTable<{ readonly id: number }>();
      const map = new Map<number, { readonly id: number }>();
      for (const [adds, next] of taken) {
        if (adds && !map.has(next)) {
          const entry = { id: next };
          table.add(entry);
          map.set(next, entry);
        } else if (!adds) {
          table.delete(next);
          map.delete(next);
        }
        for (const known of [next, ...map.keys()]) expect(table.get(known)).toBe(map.get(known));
        expect(table.size).toBe(map.size);
      }
      expect(new Set(table.entries())).toStrictEqual(new Set(map.values()));
    }),
  );
});

it('holds every id there is, until it is cleared', () => {
  const table = new IdTable<{ readonly id: number }>();
  for (let next = 0; next < 0x1_0000; next += 1) table.add({ id: next });
  expect([table.size, table.get(0)?.id, table.get(0xffff)?.id]).toStrictEqual([0x1_0000, 0, 0xffff]);
  table.clear();
  expect([table.size, table.get(0), table.entries()]).toStrictEqual([0, undefined, []]);
});
