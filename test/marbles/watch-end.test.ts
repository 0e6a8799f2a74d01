import { finalize, retry, take } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { DnsError } from '../../src/errors.js';
import type { WatchOptions } from '../../src/options.js';
import { marbles } from '../../src/testing/marbles.js';
import { hear, openConnections } from './host-network.js';
import { addresses, changeText, endBy, watchedResolver } from './watched-resolver.js';

const one = '192.0.2.1';
const two = '192.0.2.2';
const replies = [addresses(60, one), addresses(60, two)];
const first = `5 NOERROR ${one} (60 s) +${one}`;

describe('a watch ends', () => {
  it.each(['cancel', 'close$', 'abort'])(
    'by %s with ECANCELLED, while it waits and while it asks',
    marbles((m, end: string) => {
      for (const at of [3, 30_000]) {
        const { network, resolver, watch, asked } = watchedResolver(m, replies);
        const controller = new AbortController();
        const watched = watch({ signal: controller.signal });
        const start = m.scheduler.now();
        m.scheduler.schedule(() => {
          endBy(end, resolver, controller);
          expect(openConnections(network)).toBe(0);
        }, at);
        m.flush();
        expect(watched.heard.at(-1)).toBe(`${start + at} ECANCELLED`);
        expect(watched.heard.length).toBe(at === 3 ? 1 : 2);
        expect(asked().length).toBe(1);
        expect(m.scheduler.now()).toBe(start + at);
      }
    }),
  );

  it(
    'for one of two by its own signal: the schedule goes on',
    marbles((m) => {
      const { watch, asked } = watchedResolver(m, replies);
      const controller = new AbortController();
      const aborted = watch({ signal: controller.signal });
      const other = watch();
      m.scheduler.schedule(() => controller.abort(), 1000);
      m.scheduler.schedule(() => other.subscription.unsubscribe(), 61_000);
      m.flush();
      expect(aborted.heard).toStrictEqual([first, '1000 ECANCELLED']);
      expect(other.heard).toStrictEqual([first, `60010 NOERROR ${two} (60 s) +${two} -${one}`]);
      expect(asked()).toStrictEqual([0, 60_005]);
    }),
  );

  it(
    'with EDESTRUCTION after close, and with what is wrong about the question',
    marbles((m) => {
      const { resolver, asked } = watchedResolver(m, replies);
      const dots = hear(m.scheduler, resolver.watch$('a..example', 'A'));
      const server = hear(m.scheduler, resolver.watch$('a.example', 'A', { servers: ['nowhere'] }));
      m.flush();
      resolver.close$();
      const late = hear(m.scheduler, resolver.watch$('a.example', 'A'));
      m.flush();
      const heard = [dots, server, late].map((each) => each.heard);
      expect(heard).toStrictEqual([['0 EBADNAME'], ['0 EBADSTR'], ['0 EDESTRUCTION']]);
      expect(asked()).toStrictEqual([]);
    }),
  );
});

describe('re-entrancy', () => {
  it(
    'unsubscribing inside next',
    marbles((m) => {
      const { resolver, asked } = watchedResolver(m, replies);
      let ended = 0;
      const watch$ = resolver.watch$('a.example', 'A').pipe(
        finalize(() => {
          ended += 1;
        }),
        take(1),
      );
      const { heard } = hear(m.scheduler, watch$, changeText);
      m.flush();
      expect(heard).toStrictEqual([first, '5 end']);
      expect([ended, asked(), m.scheduler.now()]).toStrictEqual([1, [0], 5]);
    }),
  );

  it(
    'another watcher that is unsubscribed, and one that comes, inside next',
    marbles((m) => {
      const { resolver, watch, asked } = watchedResolver(m, replies);
      const heard: string[] = [];
      const outer = resolver.watch$('a.example', 'A', { jitter: 0 }).subscribe(() => {
        other.subscription.unsubscribe();
        const inner = resolver.watch$('a.example', 'A', { jitter: 0 }).subscribe((change) => {
          heard.push(`${m.scheduler.now()} ${changeText(change)}`);
          inner.unsubscribe();
          outer.unsubscribe();
        });
        expect(heard).toStrictEqual([]);
      });
      const other = watch();
      m.flush();
      expect(other.heard).toStrictEqual([]);
      expect(heard).toStrictEqual([first]);
      expect([asked(), m.scheduler.now()]).toStrictEqual([[0], 5]);
    }),
  );

  it.each(['cancel', 'close$'])(
    '%s inside next: each watcher ends once',
    marbles((m, end: string) => {
      const { resolver, watch, asked } = watchedResolver(m, replies);
      const told: string[] = [];
      resolver.watch$('a.example', 'A', { jitter: 0 }).subscribe({
        next: () => (end === 'cancel' ? resolver.cancel() : resolver.close$()),
        error: ({ code }: DnsError) => told.push(code),
      });
      const other = watch();
      m.flush();
      expect(told).toStrictEqual(['ECANCELLED']);
      expect(other.heard).toStrictEqual(['5 ECANCELLED']);
      expect([asked(), m.scheduler.now()]).toStrictEqual([[0], 5]);
    }),
  );

  it(
    'watched again where cancel ends it: a new schedule',
    marbles((m) => {
      const { resolver, asked } = watchedResolver(m, replies, { cache: false });
      const { heard, subscription } = hear(
        m.scheduler,
        resolver.watch$('a.example', 'A').pipe(retry(1)),
        changeText,
      );
      m.scheduler.schedule(() => resolver.cancel(), 30);
      m.scheduler.schedule(() => subscription.unsubscribe(), 100);
      m.flush();
      expect(heard).toStrictEqual([first, `35 NOERROR ${two} (60 s) +${two}`]);
      expect(asked()).toStrictEqual([0, 30]);
    }),
  );
});

it.each<[options: WatchOptions, message: string]>([
  [{ minInterval: 0 }, 'minInterval is 0; it has to be an integer from 1 to 604800000'],
  [{ minInterval: 1.5 }, 'minInterval is 1.5; it has to be an integer from 1 to 604800000'],
  [{ minInterval: 604_800_001 }, 'minInterval is 604800001; it has to be an integer from 1 to 604800000'],
  [{ maxInterval: 4999 }, 'maxInterval is 4999; it has to be an integer from 5000 to 604800000'],
  [
    { minInterval: 10, maxInterval: Number.POSITIVE_INFINITY },
    'maxInterval is Infinity; it has to be an integer from 10 to 604800000',
  ],
  [{ jitter: -0.1 }, 'jitter is -0.1; it has to be a number from 0 to 1'],
  [{ jitter: 1.01 }, 'jitter is 1.01; it has to be a number from 0 to 1'],
  [{ jitter: Number.NaN }, 'jitter is NaN; it has to be a number from 0 to 1'],
  [{ tries: 4 }, 'tries is 4; it has to be an integer from 1 to 3'],
])(
  'throws for %o at once',
  marbles((m, options: WatchOptions, message: string) => {
    const { resolver } = watchedResolver(m, replies);
    expect(() => resolver.watch$('a.example', 'A', options)).toThrow(new RangeError(message));
  }),
);
