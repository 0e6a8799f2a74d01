import { expect, test } from 'vitest';
import { RecentMap } from '../../src/observables/recent-map.js';

test('the oldest of more than 10,000 entries is forgotten, and no other', () => {
  const map = new RecentMap<number>();
  for (let n = 0; n < 10_000; n += 1) map.set(`${n}`, n);
  map.set('0', 1);
  expect([map.size, map.get('0'), map.get('1')]).toStrictEqual([10_000, 1, 1]);
  map.set('new', 2);
  expect([map.size, map.get('0'), map.get('1'), map.get('new')]).toStrictEqual([10_000, undefined, 1, 2]);
});
