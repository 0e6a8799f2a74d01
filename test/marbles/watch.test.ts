import { describe, expect, it } from 'vitest';
import { DnsError } from '../../src/errors.js';
import { marbles } from '../../src/testing/marbles.js';
import { no } from './caching-resolver.js';
import { openConnections } from './host-network.js';
import { addresses, watchedResolver } from './watched-resolver.js';

const one = '192.0.2.1';
const two = '192.0.2.2';
const fails = { rcode: 'SERVFAIL' } as const;

describe('watch$', () => {
  it(
    'asks again as the TTL ends, and emits what changed',
    marbles((m) => {
      const { watch, asked } = watchedResolver(m, [
        addresses(60, one, two),
        addresses(30, two, one),
        addresses(300, two, '192.0.2.3'),
      ]);
      const { heard, subscription } = watch();
      expect(heard).toStrictEqual([]);
      m.scheduler.schedule(() => subscription.unsubscribe(), 100_000);
      m.flush();
      expect(asked()).toStrictEqual([0, 60_005, 90_010]);
      expect(heard).toStrictEqual([
        `5 NOERROR ${one} ${two} (60 s) +${one} +${two}`,
        `90015 NOERROR ${two} 192.0.2.3 (300 s) +192.0.2.3 -${one}`,
      ]);
    }),
  );

  it(
    'takes NODATA and NXDOMAIN for answers, and asks again when they end',
    marbles((m) => {
      const { watch, asked } = watchedResolver(m, [
        addresses(60, one),
        no('NOERROR', 20),
        no('NXDOMAIN', 10),
        no('NXDOMAIN', 30),
        { rcode: 'NXDOMAIN' },
        addresses(60, one),
      ]);
      const { heard, subscription } = watch();
      m.scheduler.schedule(() => subscription.unsubscribe(), 130_000);
      m.flush();
      // Without a SOA it says nothing of how long it holds.
      expect(asked()).toStrictEqual([0, 60_005, 80_010, 90_015, 120_020, 125_025]);
      expect(heard).toStrictEqual([
        `5 NOERROR ${one} (60 s) +${one}`,
        `60010 NODATA (20 s) -${one}`,
        '80015 NXDOMAIN (10 s)',
        `125030 NOERROR ${one} (60 s) +${one}`,
      ]);
    }),
  );

  it(
    'keeps the last set while servers fail, backs off, and tells when they are back',
    marbles((m) => {
      const failures = new Array(8).fill(fails);
      const { watch, asked } = watchedResolver(m, [
        addresses(60, one),
        ...failures,
        { rcode: 'REFUSED' },
        addresses(60, one),
      ]);
      const { heard, subscription } = watch();
      m.scheduler.schedule(() => subscription.unsubscribe(), 1_300_000);
      m.flush();
      const waits = asked().map((time, at, times) => (time - 5 - (times[at - 1] ?? 0)) / 1000);
      expect(waits.slice(1, 11)).toStrictEqual([60, 5, 10, 20, 40, 80, 160, 300, 300, 300]);
      expect(heard).toStrictEqual([
        `5 NOERROR ${one} (60 s) +${one}`,
        `60010 NOERROR ${one} (60 s) stale ESERVFAIL`,
        `975050 NOERROR ${one} (60 s) stale EREFUSED`,
        `1275055 NOERROR ${one} (60 s)`,
      ]);
    }),
  );

  it(
    'tells of a failure at the start, and begins to back off anew after an answer',
    marbles((m) => {
      const { watch, asked } = watchedResolver(m, [
        fails,
        fails,
        addresses(1, one),
        fails,
        addresses(60, one),
      ]);
      const { heard, subscription } = watch();
      m.scheduler.schedule(() => subscription.unsubscribe(), 30_000);
      m.flush();
      expect(asked()).toStrictEqual([0, 5005, 15_010, 20_015, 25_020]);
      expect(heard).toStrictEqual([
        '5 UNKNOWN (- s) stale ESERVFAIL',
        `15015 NOERROR ${one} (1 s) +${one}`,
        `20020 NOERROR ${one} (1 s) stale ESERVFAIL`,
        `25025 NOERROR ${one} (60 s)`,
      ]);
    }),
  );

  it(
    'tells apart failures of one code by their rcode',
    marbles((m) => {
      const { resolver } = watchedResolver(m, [fails, fails, { rcode: 'NOTAUTH' }]);
      const rcodes: unknown[] = [];
      const subscription = resolver
        .watch$('a.example', 'A')
        .subscribe(({ error }) => rcodes.push([error?.code, error?.rcode]));
      m.scheduler.schedule(() => subscription.unsubscribe(), 20_000);
      m.flush();
      expect(rcodes).toStrictEqual([
        ['ESERVFAIL', 'SERVFAIL'],
        ['ESERVFAIL', 'NOTAUTH'],
      ]);
    }),
  );

  it(
    'goes on after silence and without servers: neither ends the watch',
    marbles((m) => {
      const { watch, network, resolver } = watchedResolver(m, [addresses(60, one)], {
        timeout: 100,
        servers: [],
      });
      network.answer({ address: '192.0.2.9' }, '');
      const { heard, subscription } = watch();
      const at = (time: number, act: () => void) => m.scheduler.schedule(act, time);
      at(1000, () => {
        resolver.servers = ['192.0.2.9'];
      });
      at(6000, () => {
        resolver.servers = ['192.0.2.1'];
      });
      at(20_000, () => subscription.unsubscribe());
      m.flush();
      expect(heard).toStrictEqual([
        '0 UNKNOWN (- s) stale ENOSERVER',
        '5200 UNKNOWN (- s) stale ETIMEOUT',
        `15205 NOERROR ${one} (60 s) +${one}`,
      ]);
    }),
  );

  it(
    'has the error with its code, its response and its trail',
    marbles((m) => {
      const { resolver } = watchedResolver(m, [fails]);
      const errors: unknown[] = [];
      const subscription = resolver.watch$('a.example', 'A').subscribe(({ error }) => errors.push(error));
      m.scheduler.schedule(() => subscription.unsubscribe(), 10);
      m.flush();
      const [error] = errors;
      expect(error).toBeInstanceOf(DnsError);
      expect(error).toMatchObject({
        code: 'ESERVFAIL',
        rcode: 'SERVFAIL',
        question: { name: 'a.example', type: 'A' },
        attempts: [{ server: '192.0.2.1', transport: 'udp', outcome: 'SERVFAIL' }],
      });
    }),
  );

  it(
    'follows the CNAME chain, and compares what is at its end',
    marbles((m) => {
      const to = (target: string, address: string) => ({
        answers: [
          { type: 'CNAME', ttl: 40, target } as const,
          { type: 'A', name: target, ttl: 60, address } as const,
        ],
      });
      const { watch, asked } = watchedResolver(m, [to('b.example', one), to('c.example', one)]);
      const { heard, subscription } = watch();
      m.scheduler.schedule(() => subscription.unsubscribe(), 50_000);
      m.flush();
      expect(asked()).toStrictEqual([0, 40_005]);
      expect(heard).toStrictEqual([`5 NOERROR ${one} (40 s) +${one}`]);
    }),
  );

  it.each<[what: string, ttl: number, options: object, waits: readonly number[]]>([
    ['a TTL of 0 within the default bounds', 0, {}, [5000, 5000]],
    ['a TTL of two hours within the default bounds', 7200, {}, [3_600_000, 3_600_000]],
    ['a least interval', 1, { minInterval: 1500 }, [1500, 1500]],
    ['a greatest interval', 60, { maxInterval: 20_000 }, [20_000, 20_000]],
    ['a least interval above the default greatest', 60, { minInterval: 7_200_000 }, [7_200_000, 7_200_000]],
    ['the jitter that there is by default', 100, { jitter: undefined }, [105_000, 105_000]],
    [
      'a jitter of its own, on top of the greatest interval',
      100,
      { jitter: 1, maxInterval: 50 * 1000 },
      [75_000, 75_000],
    ],
  ])(
    'waits for %s',
    marbles((m, _what, ttl: number, options: object, waits: readonly number[]) => {
      const { watch, asked } = watchedResolver(m, [addresses(ttl, one)], { random: () => 2 ** 31 });
      const { subscription } = watch(options);
      const end = waits.reduce((sum, wait) => sum + wait + 5, 10);
      m.scheduler.schedule(() => subscription.unsubscribe(), end);
      m.flush();
      const times = asked();
      expect(times.slice(1).map((time, at) => time - 5 - (times[at] ?? 0))).toStrictEqual(waits);
    }),
  );
});

it(
  'leaves nothing behind when it is unsubscribed: no timer, no connection, no question',
  marbles((m) => {
    const { network, watch, asked } = watchedResolver(m, [addresses(60, one)]);
    const { subscription } = watch();
    m.scheduler.schedule(() => {
      // The second question is under way.
      expect(asked()).toStrictEqual([0, 60_005]);
      subscription.unsubscribe();
      expect(openConnections(network)).toBe(0);
    }, 60_007);
    m.flush();
    expect(asked()).toStrictEqual([0, 60_005]);
    expect(m.scheduler.now()).toBe(60_007);
  }),
);
