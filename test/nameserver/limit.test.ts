import { describe, expect, it } from 'vitest';
import { QueryBucket } from '../../src/nameserver/limit.js';
import { startNameServer } from '../../src/testing/index.js';

describe('a bucket', () => {
  it('lets a burst through, and then as many as time has passed for', () => {
    let now = 0;
    const bucket = new QueryBucket({ rate: 100, burst: 3, by: 'REFUSED' }, () => now);
    const take = () => [1, 2, 3, 4].map(() => bucket.take());
    expect(take()).toStrictEqual([true, true, true, false]);
    now = 20;
    expect(take()).toStrictEqual([true, true, false, false]);
    now = 10_000;
    expect(take()).toStrictEqual([true, true, true, false]);
    expect(bucket.limited).toBe(4);
  });

  it('holds a tenth of a second unless it is told', () => {
    const bucket = new QueryBucket({ rate: 50, by: 'silence' }, () => 0);
    expect([1, 2, 3, 4, 5, 6].map(() => bucket.take())).toStrictEqual([true, true, true, true, true, false]);
  });
});

it.each([
  [{ rate: 0 }, 'limit.rate is 0; it has to be above 0'],
  [{ rate: Number.NaN }, 'limit.rate is NaN; it has to be above 0'],
  [{ rate: 5, burst: 0.5 }, 'limit.burst is 0.5; it has to be 1 or more'],
])('%j is no limit', async (limit, message) => {
  const start = startNameServer({ limit: { ...limit, by: 'REFUSED' } });
  await expect(start).rejects.toThrow(new RangeError(message));
});
