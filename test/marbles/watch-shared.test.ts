import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WatchOptions } from '../../src/options.js';
import { marbles } from '../../src/testing/marbles.js';
import { openConnections } from './host-network.js';
import { addresses, watchedResolver } from './watched-resolver.js';

const one = '192.0.2.1';
const two = '192.0.2.2';
const first = `NOERROR ${one} (60 s) +${one}`;
const changed = `NOERROR ${two} (60 s) +${two} -${one}`;

describe('watches of the same question', () => {
  it(
    'share one schedule; who comes late gets what is known at once, and not inside subscribe()',
    marbles((m) => {
      const replies = [addresses(60, one), addresses(50, one), addresses(60, two)];
      const { watch, asked } = watchedResolver(m, replies);
      const early = [watch(), watch({ jitter: 0, minInterval: undefined })];
      m.scheduler.schedule(() => early[0]?.subscription.unsubscribe(), 100);
      m.scheduler.schedule(() => {
        const late = watch();
        expect(late.heard).toStrictEqual([]);
        early.push(late);
      }, 100_000);
      m.scheduler.schedule(() => {
        for (const { subscription } of early) subscription.unsubscribe();
      }, 111_000);
      m.flush();
      expect(asked()).toStrictEqual([0, 60_005, 110_010]);
      expect(early.map(({ heard }) => heard)).toStrictEqual([
        [`5 ${first}`],
        [`5 ${first}`, `110015 ${changed}`],
        // Its TTL is that of the latest answer.
        [`100000 NOERROR ${one} (50 s) +${one}`, `110015 ${changed}`],
      ]);
    }),
  );

  it(
    'begin anew after the last has left: with a question, and not with what was known',
    marbles((m) => {
      const { watch, asked } = watchedResolver(m, [addresses(60, one), addresses(60, two)], { cache: false });
      const gone = watch();
      m.scheduler.schedule(() => gone.subscription.unsubscribe(), 1000);
      m.scheduler.schedule(() => {
        const { heard, subscription } = watch();
        m.scheduler.schedule(() => {
          subscription.unsubscribe();
          expect(heard).toStrictEqual([`2005 NOERROR ${two} (60 s) +${two}`]);
        }, 10);
      }, 2000);
      m.flush();
      expect(asked()).toStrictEqual([0, 2000]);
      expect(m.scheduler.now()).toBe(2010);
    }),
  );

  it.each<[what: string, own: WatchOptions]>([
    ['another interval', { minInterval: 6000 }],
    ['other servers', { servers: ['192.0.2.7'] }],
    ['another class', { class: 'CH' }],
    ['another bit', { dnssec: true }],
    ['a deadline', { deadline: 1000 }],
    ['an EDNS option', { ednsOptions: [{ code: 65_001, data: Uint8Array.of(1) }] }],
  ])(
    'have a schedule of their own with %s',
    marbles((m, _what, own: WatchOptions) => {
      const { watch, asked } = watchedResolver(m, [addresses(60, one)], { cache: false });
      const watches = [watch(own), watch(own)];
      m.scheduler.schedule(() => watches.push(watch()), 1000);
      m.scheduler.schedule(() => {
        for (const { subscription } of watches) subscription.unsubscribe();
      }, 2000);
      m.flush();
      expect(asked()).toStrictEqual([0, 1000]);
    }),
  );

  it(
    'are those of one name however it is written, and in whatever order its options are',
    marbles((m) => {
      const { resolver, asked } = watchedResolver(m, [addresses(60, one)], { cache: false });
      const watches = [
        resolver.watch$('a.example', 'A', { timeout: 100, tries: 2 }).subscribe(),
        resolver
          .watch$('A.EXAMPLE.', 'A', { tries: 2, timeout: 100, signal: AbortSignal.any([]) })
          .subscribe(),
      ];
      m.scheduler.schedule(() => {
        for (const subscription of watches) subscription.unsubscribe();
      }, 100);
      m.flush();
      expect(asked()).toStrictEqual([0]);
    }),
  );
});

it('for any watchers: nothing is asked but while there is one, and each hears all that comes then', () => {
  const check = (visits: readonly (readonly [number, number])[]) =>
    marbles((m) => {
      const { network, watch, asked } = watchedResolver(m, [], { cache: false });
      const answered: number[] = [];
      network.answer({}, '5ms r', {
        r: () => {
          answered.push(m.scheduler.now());
          // No answer is like the one before.
          return addresses(answered.length % 20, `192.0.2.${answered.length % 256}`);
        },
      });
      const heard = visits.map(([from, length]) => {
        const lines: (readonly string[])[] = [];
        m.scheduler.schedule(() => {
          const watched = watch();
          lines.push(watched.heard);
          m.scheduler.schedule(() => watched.subscription.unsubscribe(), length);
        }, from);
        return lines;
      });
      m.flush();
      const alone = (time: number) => visits.every(([from, length]) => time < from || time > from + length);
      expect(asked().filter(alone)).toStrictEqual([]);
      expect(openConnections(network)).toBe(0);
      for (const [at, [from, length]] of visits.entries()) {
        const within = (time: number) => time > from && time < from + length;
        const times = (heard[at]?.[0] ?? []).map((line) => Number(line.split(' ')[0]));
        expect(times.filter(within)).toStrictEqual(answered.filter(within));
      }
    })();
  fc.assert(fc.property(fc.array(visit, { minLength: 1, maxLength: 5 }), check), { numRuns: 60 });
});

/** A watcher comes at one time, and stays for another. */
const visit = fc.tuple(fc.nat(150_000), fc.nat(150_000));
