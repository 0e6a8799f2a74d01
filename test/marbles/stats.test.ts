import { map } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import type { ResolverStats, ServerStats } from '../../src/observables/stats.js';
import type { ResolverOptions } from '../../src/options.js';
import { type FakeNetwork, fakeNetwork } from '../../src/testing/fake-network.js';
import { type MarbleContext, marbles } from '../../src/testing/marbles.js';
import { addressReply, scriptedResolver } from './scripted-resolver.js';
import { otherId } from './scripted-wire.js';
import { TimedQuestions } from './timed-questions.js';

const [first, second] = ['192.0.2.1', '192.0.2.2'];
const replies = { r: addressReply('192.0.2.10'), s: { rcode: 'SERVFAIL' } } as const;

/** A resolver, questions to it, and its statistics each time they come. */
function start(m: MarbleContext, network: FakeNetwork, options: ResolverOptions = {}) {
  const resolver = scriptedResolver(network, options);
  const questions = new TimedQuestions(m.scheduler, resolver);
  const seen: ResolverStats[] = [];
  resolver.stats$.subscribe((stats) => seen.push(stats));
  /** The last ones, when everything is over. */
  const finish = (): ResolverStats => {
    m.flush();
    const last = seen.at(-1);
    if (last === undefined) throw new Error('no statistics came');
    return last;
  };
  return { resolver, questions, finish };
}

describe('when they come', () => {
  const startedIn = ({ queries }: ResolverStats) => String(queries.started);

  it(
    'is at once, then once in an interval in which something changed, and at the end',
    marbles((m) => {
      const resolver = scriptedResolver(fakeNetwork().answer({}, '5ms r', replies), { statsInterval: 100 });
      const questions = new TimedQuestions(m.scheduler, resolver);
      // Two in the first interval, one in the second, one long after, and one shortly before the end.
      for (const time of [10, 20, 110, 400, 430]) questions.ask(time, 'a.example');
      m.scheduler.schedule(() => resolver.close$(), 450);
      m.expect(resolver.stats$.pipe(map(startedIn))).toBeObservable('0 99ms 2 99ms 3 199ms 4 49ms (5|)');
    }),
  );

  it(
    'is never inside subscribe, and after the end once more',
    marbles((m) => {
      const resolver = scriptedResolver(fakeNetwork());
      resolver.close$();
      const heard: string[] = [];
      resolver.stats$.subscribe({ next: () => heard.push('next'), complete: () => heard.push('complete') });
      heard.push('subscribed');
      m.flush();
      expect(heard).toStrictEqual(['subscribed', 'next', 'complete']);
    }),
  );

  it(
    'is not after whoever looked has gone, and no timer is left',
    marbles((m) => {
      const resolver = scriptedResolver(fakeNetwork().answer({}, '5ms r', replies));
      new TimedQuestions(m.scheduler, resolver).ask(10, 'a.example');
      m.expect(resolver.stats$.pipe(map(startedIn)), '^ 500ms !').toBeObservable('0');
      m.flush();
      expect(m.scheduler.now()).toBe(501);
    }),
  );

  it('is as often as an option says, which has bounds', () => {
    const options = { statsInterval: 0 };
    expect(() => scriptedResolver(fakeNetwork(), options)).toThrow(/statsInterval is 0/);
  });
});

describe('what is counted', () => {
  it(
    'are queries by how they ended, from the beginning on',
    marbles((m) => {
      const network = fakeNetwork()
        .answer({}, '5ms r', replies)
        .answer({ name: 's.example' }, '5ms s', replies)
        .answer({ name: 'x.example' }, '5ms x', { x: { rcode: 'NXDOMAIN' } })
        .answer({ name: 't.example' }, '');
      const resolver = scriptedResolver(network, { tries: 1, timeout: 100, coalesce: true, cache: {} });
      const questions = new TimedQuestions(m.scheduler, resolver);
      questions.ask(0, 'a.example').ask(1, 'a.example').ask(10, 'a.example').ask(0, 'x.example');
      questions.ask(0, 's.example').ask(0, 't.example').ask(0, 't.example', { until: 50, type: 'MX' });
      const seen: ResolverStats[] = [];
      m.scheduler.schedule(() => resolver.stats$.subscribe((stats) => seen.push(stats)), 60);
      m.scheduler.schedule(() => resolver.close$(), 500);
      m.flush();
      const before = { started: 7, answered: 4, failed: { SERVFAIL: 1 }, cancelled: 1, coalesced: 1 };
      expect(seen[0]?.queries).toStrictEqual({ ...before, outstanding: 1, waiting: 0 });
      const failed = { SERVFAIL: 1, TIMEOUT: 1 };
      expect(seen.at(-1)?.queries).toStrictEqual({ ...before, failed, outstanding: 0, waiting: 0 });
      expect(seen.at(-1)?.cache).toStrictEqual({ hits: 1, misses: 6, stale: 0, entries: 2 });
      // What was cancelled is no failure of the server.
      expect(seen.at(-1)?.servers[0]?.failed).toBe(0);
    }),
  );

  it(
    'are those answered with what had expired',
    marbles((m) => {
      const network = fakeNetwork().answer({}, ['5ms r', '5ms s'], replies);
      const { questions, finish } = start(m, network, { tries: 1, cache: { serveStale: true } });
      questions.ask(0, 'a.example').ask(310_000, 'a.example');
      const { cache, queries } = finish();
      expect(cache).toStrictEqual({ hits: 0, misses: 2, stale: 1, entries: 1 });
      expect([queries.answered, queries.failed]).toStrictEqual([2, {}]);
    }),
  );

  it(
    'are those that wait for a slot',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '5ms r', replies);
      const resolver = scriptedResolver(network, { maxOutstanding: 1, statsInterval: 2 });
      const questions = new TimedQuestions(m.scheduler, resolver);
      questions.ask(1, 'a.example').ask(1, 'b.example').ask(1, 'c.example');
      const counts$ = resolver.stats$.pipe(map(({ queries }) => `${queries.outstanding}${queries.waiting}`));
      const values = { a: '00', b: '12', c: '11', d: '10' };
      m.expect(counts$).toBeObservable('a-b---c-c--d-d--a', values);
    }),
  );

  it(
    'are attempts, retries, failovers, timeouts, fallbacks, drops and sockets',
    marbles((m) => {
      const truncated = { flags: { tc: true } } as const;
      const network = fakeNetwork()
        .answer({ address: first }, ['', 's'], replies)
        .answer({ address: second, transport: 'udp' }, ['s', 'o 4ms t'], {
          ...replies,
          o: otherId,
          t: truncated,
        })
        .answer({ address: second, transport: 'tcp' }, '5ms r', replies);
      const { questions, finish } = start(m, network, { servers: [first, second], timeout: 10 });
      questions.ask(0, 'a.example');
      const { attempts, drops, sockets } = finish();
      expect(attempts).toStrictEqual({
        ...{ started: 4, timeouts: 1, retries: 2, failovers: 1, fallbacks: 1, probes: 0 },
      });
      expect(drops).toStrictEqual({ 'unknown-id': 1 });
      // The TCP connection stays for the next one.
      expect(sockets).toStrictEqual({ open: 1, opened: 5 });
    }),
  );

  it(
    'are probes, and what became of the server',
    marbles((m) => {
      const network = fakeNetwork()
        .answer({}, '5ms r', replies)
        .answer({ address: first }, ['s', '', '5ms r'], replies);
      const options = { servers: [first, second], random: () => 0, timeout: 10, tries: 1 };
      const { questions, finish } = start(m, network, options);
      questions.ask(0, 'a.example').ask(6000, 'a.example').ask(12_000, 'a.example');
      const { attempts, servers } = finish();
      expect(attempts.probes).toBe(2);
      const { state, sent, answered, timedOut, lastFailure } = servers[0] ?? {};
      expect([state, sent, answered, timedOut]).toStrictEqual(['up', 3, 2, 1]);
      expect(lastFailure).toStrictEqual({ outcome: 'ETIMEOUT', at: 6010 });
    }),
  );
});

describe('what is counted for a server', () => {
  const none = { state: 'unknown', sent: 0, answered: 0, timedOut: 0, failed: 0, lastFailure: undefined };

  function trips(count: number, mean: number, [p50, p95, p99]: readonly [number, number, number]) {
    return { count, mean, p50, p95, p99 } satisfies ServerStats['roundTrips'];
  }

  it(
    'are round trips over answers alone',
    marbles((m) => {
      const network = fakeNetwork().answer({}, ['4ms r', '', '2ms s', '9ms r'], replies);
      const { questions, finish } = start(m, network, { tries: 1, timeout: 100 });
      questions.ask(0, 'a.example').ask(10, 'a.example').ask(300, 'a.example').ask(400, 'a.example');
      const [server] = finish().servers;
      expect(server).toStrictEqual({
        ...{ ...none, server: first, state: 'up', sent: 5, answered: 4, timedOut: 1 },
        roundTrips: trips(4, 6, [4, 9, 9]),
        // What came over TCP after the silence.
        lastFailure: { outcome: 'SERVFAIL', at: 112 },
      });
    }),
  );

  it(
    'are queries that ended with the connection, and those given up among wrong messages',
    marbles((m) => {
      const network = fakeNetwork()
        .accept({ address: first }, '5ms #')
        .answer({ address: second, transport: 'udp' }, 'o'.repeat(17), { o: otherId })
        .answer({ address: second, transport: 'tcp' }, '5ms r', replies);
      const { questions, finish } = start(m, network, { servers: [first, second] });
      questions.ask(0, 'a.example');
      expect(finish().servers).toStrictEqual([
        {
          ...{
            ...none,
            server: first,
            state: 'down',
            sent: 1,
            failed: 1,
            roundTrips: trips(0, 0, [0, 0, 0]),
          },
          lastFailure: { outcome: 'ECONNREFUSED', at: 5 },
        },
        {
          ...{ ...none, server: second, state: 'up', sent: 2, answered: 1, failed: 1 },
          roundTrips: trips(1, 5, [5, 5, 5]),
          lastFailure: { outcome: 'EBADRESP', at: 21 },
        },
      ]);
    }),
  );
});
