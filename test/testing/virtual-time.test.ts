import { asyncScheduler, interval, take, timer } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { virtualTime } from '../../src/testing/virtual-time.js';
import { watch } from './collecting-resolver.js';

describe('advance', () => {
  it(
    'lets happen what is due by then, and nothing else',
    virtualTime((clock) => {
      const seen = watch(interval(10).pipe(take(3)));
      expect(clock.now).toBe(0);
      clock.advance(9);
      expect(seen).toStrictEqual([]);
      clock.advance(1);
      expect(seen).toStrictEqual([0]);
      clock.advance(1000);
      expect(seen).toStrictEqual([0, 1, 2, 'complete']);
      expect(clock.now).toBe(1010);
      expect(asyncScheduler.now()).toBe(1010);
    }),
  );

  it(
    'counts from where the clock stands, also for what is scheduled in between',
    virtualTime((clock) => {
      clock.advance(1500);
      const seen = watch(timer(500));
      clock.advance(499);
      expect(seen).toStrictEqual([]);
      clock.advance(1);
      expect(seen).toStrictEqual([0, 'complete']);
    }),
  );

  it(
    'by nothing lets happen what is due now',
    virtualTime((clock) => {
      const seen = watch(timer(0));
      clock.advance(0);
      expect(seen).toStrictEqual([0, 'complete']);
    }),
  );

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d milliseconds', (milliseconds) => {
    expect(virtualTime((clock) => clock.advance(milliseconds))).toThrow(RangeError);
  });

  it('hands on what is thrown meanwhile', () => {
    const test = virtualTime((clock) => {
      timer(5).subscribe(() => {
        throw new Error('from inside');
      });
      clock.advance(5);
    });
    expect(test).toThrow('from inside');
  });
});

describe('the test', () => {
  it('ends where its clock stands', () => {
    const seen: unknown[] = [];
    virtualTime((clock) => {
      interval(10).subscribe((value) => seen.push(value));
      clock.advance(25);
    })();
    expect(seen).toStrictEqual([0, 1]);
  });

  it('lets nothing happen by its end that it did not wait for', () => {
    const seen: unknown[] = [];
    virtualTime(() => {
      timer(0).subscribe(() => seen.push('now'));
      timer(10).subscribe(() => seen.push('later'));
    })();
    expect(seen).toStrictEqual(['now']);
  });

  it('gets what the runner passes, and is not taken for one with a callback', () => {
    const seen: unknown[] = [];
    const test = virtualTime((_clock, ...rest: readonly [string, number]) => {
      seen.push(...rest);
    });
    test('a', 1);
    expect(seen).toStrictEqual(['a', 1]);
    expect(test.length).toBe(0);
  });

  it('must not be async', () => {
    const test: () => unknown = () => Promise.resolve();
    expect(virtualTime(test)).toThrow(TypeError);
  });
});
