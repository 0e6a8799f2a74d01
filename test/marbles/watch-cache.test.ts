import { describe, expect, it } from 'vitest';
import { marbles } from '../../src/testing/marbles.js';
import { addresses, watchedResolver } from './watched-resolver.js';

const one = '192.0.2.1';
const two = '192.0.2.2';

describe('the cache of a watch', () => {
  it(
    'answers the first question alone, and keeps the answers to all',
    marbles((m) => {
      const { resolver, watch, asked } = watchedResolver(m, [addresses(60, one), addresses(60, two)]);
      const at = (time: number, act: () => void) => m.scheduler.schedule(act, time);
      resolver.query$('a.example', 'A').subscribe();
      const heard: string[] = [];
      at(20_000, () => {
        const watched = watch();
        at(50_000, () => {
          heard.push(...watched.heard);
          resolver.query$('a.example', 'A').subscribe(([record]) => heard.push(String(record?.address)));
          watched.subscription.unsubscribe();
        });
      });
      m.flush();
      // The cache has 41 s left: it counts whole ones.
      expect(asked()).toStrictEqual([0, 61_000]);
      expect(heard).toStrictEqual([
        `20000 NOERROR ${one} (41 s) +${one}`,
        `61005 NOERROR ${two} (60 s) +${two} -${one}`,
        two,
      ]);
    }),
  );

  it(
    'does not answer a question that is asked again while it still holds',
    marbles((m) => {
      const { watch, asked } = watchedResolver(m, [addresses(60, one), addresses(60, two)]);
      const { heard, subscription } = watch({ maxInterval: 10_000 });
      m.scheduler.schedule(() => subscription.unsubscribe(), 10_020);
      m.flush();
      expect(asked()).toStrictEqual([0, 10_005]);
      expect(heard[1]).toBe(`10010 NOERROR ${two} (60 s) +${two} -${one}`);
    }),
  );

  it.each([
    ['switched off', { cache: false } as const, {}],
    ['passed by for servers of its own', {}, { servers: ['192.0.2.2'] }],
  ])(
    'keeps nothing where it is %s',
    marbles((m, _what, options: object, own: object) => {
      const { resolver, watch, asked } = watchedResolver(m, [addresses(6, one)], options);
      const { subscription } = watch(own);
      m.scheduler.schedule(() => subscription.unsubscribe(), 10_000);
      m.flush();
      expect(asked()).toStrictEqual([0, 6005]);
      expect(resolver.cache.entries()).toStrictEqual([]);
    }),
  );
});
