import { describe, expect, it } from 'vitest';
import { DnsError } from '../../src/errors.js';
import type { CacheMode } from '../../src/observables/exchange.js';
import { fakeNetwork } from '../../src/testing/fake-network.js';
import type { ScriptedMessage } from '../../src/testing/fake-reply.js';
import { marbles } from '../../src/testing/marbles.js';
import { addressesFor, answerInTurn, cachingResolver, no } from './caching-resolver.js';
import { scriptedResolver } from './scripted-resolver.js';
import { sentQuestions, TimedQuestions } from './timed-questions.js';

const servfail: ScriptedMessage = { rcode: 'SERVFAIL' };

describe('the mode', () => {
  it.each<[CacheMode, string, string]>([
    ['use', '10 a.example: NOERROR 300 cached', '20 a.example: NOERROR 300 cached'],
    ['refresh', '15 a.example: NOERROR 60', '20 a.example: NOERROR 60 cached'],
    ['bypass', '15 a.example: NOERROR 60', '20 a.example: NOERROR 300 cached'],
    ['only', '10 a.example: NOERROR 300 cached', '20 a.example: NOERROR 300 cached'],
  ])('%s, where there is something', (cache, heard, later) => {
    marbles((m) => {
      const { questions } = cachingResolver(m, [addressesFor(300), addressesFor(60)]);
      questions.ask(0, 'a.example').ask(10, 'a.example', { cache }).ask(20, 'a.example');
      m.flush();
      expect(questions.heard).toStrictEqual(['5 a.example: NOERROR 300', heard, later]);
    })();
  });

  it.each<[CacheMode, string, string]>([
    ['use', '5 a.example: NOERROR 300', '10 a.example: NOERROR 300 cached'],
    ['refresh', '5 a.example: NOERROR 300', '10 a.example: NOERROR 300 cached'],
    ['bypass', '5 a.example: NOERROR 300', '15 a.example: NOERROR 60'],
    ['only', '0 a.example: ENODATA', '15 a.example: NOERROR 300'],
  ])('%s, where there is nothing', (cache, heard, later) => {
    marbles((m) => {
      const { questions } = cachingResolver(m, [addressesFor(300), addressesFor(60)]);
      questions.ask(0, 'a.example', { cache }).ask(10, 'a.example');
      m.flush();
      expect(questions.heard).toStrictEqual([heard, later]);
    })();
  });

  it(
    'only errors without a query, and says why',
    marbles((m) => {
      const { resolver, network } = cachingResolver(m, [addressesFor(300)]);
      const question = { name: 'a.example', type: 'A', class: 'IN' } as const;
      const error = new DnsError('ENODATA', 'A a.example: not in the cache', { question });
      m.expect(resolver.query$('a.example', 'A', { cache: 'only' })).toBeObservable('#', undefined, error);
      m.flush();
      expect(network.connections).toStrictEqual([]);
    }),
  );

  it(
    'is bypass for a question to servers of its own',
    marbles((m) => {
      const { questions, network } = cachingResolver(m, [addressesFor(300), addressesFor(60)]);
      questions.ask(0, 'a.example', { servers: ['192.0.2.9'] }).ask(10, 'a.example');
      questions.ask(20, 'a.example', { servers: ['192.0.2.9'] }).ask(30, 'a.example');
      m.flush();
      expect(questions.heard.map((heard) => heard.endsWith('cached'))).toStrictEqual([
        false,
        false,
        false,
        true,
      ]);
      expect(network.sent.map(({ endpoint }) => endpoint.address.at(-1)).join('')).toBe('919');
    }),
  );
});

describe('what is newer', () => {
  it.each<[string, ScriptedMessage, ScriptedMessage, string]>([
    ['NXDOMAIN takes the place of addresses', addressesFor(300), no('NXDOMAIN', 60), 'NXDOMAIN cached'],
    ['addresses take the place of NXDOMAIN', no('NXDOMAIN', 60), addressesFor(300), 'NOERROR 300 cached'],
    ['an answer with TTL 0 takes the place of another', addressesFor(300), addressesFor(0), 'NOERROR 0'],
    ['a failure does not take the place of an answer', addressesFor(300), servfail, 'NOERROR 300 cached'],
    ['nor of a "no"', no('NXDOMAIN', 60), servfail, 'NXDOMAIN cached'],
  ])('%s', (_what, older, newer, then) => {
    marbles((m) => {
      const { questions } = cachingResolver(m, [older, newer]);
      questions.ask(0, 'a.example').ask(10, 'a.example', { cache: 'refresh' }).ask(40, 'a.example');
      m.flush();
      expect(questions.heard[2]?.replace(/^\d+ a.example: /, '')).toBe(then);
    })();
  });

  it(
    'an address that exists ends the NXDOMAIN of its name for other types',
    marbles((m) => {
      const { questions } = cachingResolver(m, [no('NXDOMAIN', 60), addressesFor(300), no('NOERROR', 60)]);
      questions.ask(0, 'a.example').ask(10, 'a.example', { cache: 'refresh' });
      questions.ask(20, 'a.example', { type: 'MX' });
      m.flush();
      expect(questions.heard[2]).toBe('25 a.example: NOERROR');
    }),
  );
});

describe('bounds', () => {
  it.each([
    ['an answer', addressesFor(300)],
    ['a "no"', no('NXDOMAIN', 300)],
  ])('maxTtl bounds %s', (_what, reply) => {
    marbles((m) => {
      const { questions, network } = cachingResolver(m, [reply], { cache: { maxTtl: 2 } });
      for (const at of [0, 2004, 2005]) questions.ask(at, 'a.example');
      m.flush();
      expect(sentQuestions(network)).toStrictEqual(['0 a.example A', '2005 a.example A']);
    })();
  });

  it(
    'maxTtl is an hour unless it is set, and 0 keeps nothing',
    marbles((m) => {
      const { resolver, questions } = cachingResolver(m, [addressesFor(86_400)]);
      questions.ask(0, 'a.example');
      const none = cachingResolver(m, [addressesFor(86_400)], { cache: { maxTtl: 0 } });
      none.questions.ask(0, 'a.example');
      m.flush();
      expect(resolver.cache.entries().map(({ ttl }) => ttl)).toStrictEqual([3600]);
      expect(none.resolver.cache.entries()).toStrictEqual([]);
    }),
  );

  it(
    'beyond maxEntries the least recently used goes',
    marbles((m) => {
      const { resolver, questions } = cachingResolver(m, [addressesFor(300)], { cache: { maxEntries: 2 } });
      questions.ask(0, 'a').ask(10, 'b').ask(20, 'a').ask(30, 'c').ask(40, 'b');
      m.flush();
      expect(questions.heard.map((heard) => heard.endsWith('cached'))).toStrictEqual([
        false,
        false,
        true,
        false,
        false,
      ]);
      expect(resolver.cache.entries().map(({ question }) => question.name)).toStrictEqual(['c', 'b']);
    }),
  );
});

describe('the entries', () => {
  it(
    'are what is kept and for how long, without what expired',
    marbles((m) => {
      const { resolver, questions } = cachingResolver(m, [addressesFor(60), addressesFor(1)]);
      questions.ask(0, 'a.example').ask(0, 'b.example');
      const seen: unknown[] = [];
      const look = () =>
        seen.push(resolver.cache.entries().map(({ question, ttl }) => [question.name, question.type, ttl]));
      for (const at of [1, 6, 1005]) m.scheduler.schedule(look, at);
      m.flush();
      expect(seen).toStrictEqual([
        [],
        [
          ['a.example', 'A', 59.999],
          ['b.example', 'A', 0.999],
        ],
        [['a.example', 'A', 59]],
      ]);
    }),
  );

  it.each([
    ['a name', 'a.example', ['b.example']],
    ['a name in another case', 'A.Example', ['b.example']],
    ['a name with a trailing dot', 'a.example.', ['b.example']],
    ['a name that is not there', 'c.example', ['a.example', 'a.example', 'b.example']],
    ['nothing in particular', undefined, []],
  ])('are flushed by %s', (_what, name, left) => {
    marbles((m) => {
      const { resolver, questions } = cachingResolver(m, [addressesFor(60)]);
      questions.ask(0, 'a.example').ask(0, 'a.example', { checkingDisabled: true }).ask(0, 'b.example');
      m.flush();
      resolver.cache.flush(name);
      expect(resolver.cache.entries().map(({ question }) => question.name)).toStrictEqual(left);
    })();
  });

  it(
    'are flushed when the servers change, and what was asked of the old ones is not kept',
    marbles((m) => {
      const network = answerInTurn(fakeNetwork(), {}, [addressesFor(60)]);
      const resolver = scriptedResolver(network, { cache: {} });
      const questions = new TimedQuestions(m.scheduler, resolver);
      questions.ask(0, 'a.example').ask(8, 'b.example');
      m.scheduler.schedule(() => {
        resolver.servers = ['192.0.2.2'];
      }, 10);
      m.flush();
      expect(questions.heard).toStrictEqual(['5 a.example: NOERROR 60', '13 b.example: NOERROR 60']);
      expect(resolver.cache.entries()).toStrictEqual([]);
    }),
  );

  it(
    'stay when new servers are no servers',
    marbles((m) => {
      const { resolver, questions } = cachingResolver(m, [addressesFor(60)]);
      questions.ask(0, 'a.example');
      m.flush();
      expect(() => {
        resolver.servers = ['nonsense'];
      }).toThrow(expect.objectContaining({ code: 'EBADSTR' }));
      expect(resolver.cache.entries().length).toBe(1);
    }),
  );

  it(
    'can be written down and put into another resolver, with the time they have left',
    marbles((m) => {
      const { resolver, questions } = cachingResolver(m, [addressesFor(60)]);
      questions.ask(0, 'a.example');
      const other = cachingResolver(m, [addressesFor(10)]);
      m.scheduler.schedule(() => {
        const snapshot = resolver.cache.snapshot();
        expect(JSON.parse(JSON.stringify(snapshot))).toStrictEqual(snapshot);
        other.resolver.cache.restore(snapshot);
      }, 10_005);
      for (const at of [10_010, 60_004, 60_005]) other.questions.ask(at, 'A.example');
      m.flush();
      expect(other.questions.heard).toStrictEqual([
        '10010 A.example: NOERROR 50 cached',
        '60004 A.example: NOERROR 1 cached',
        '60010 A.example: NOERROR 10',
      ]);
    }),
  );

  it(
    'keep their "no" for every type where they are put',
    marbles((m) => {
      const { resolver, questions } = cachingResolver(m, [no('NXDOMAIN', 60)]);
      questions.ask(0, 'a.example');
      m.flush();
      const other = cachingResolver(m, [no('NXDOMAIN', 10)]);
      other.resolver.cache.restore(resolver.cache.snapshot());
      other.questions.ask(5, 'a.example', { type: 'MX' });
      m.flush();
      expect(other.questions.heard).toStrictEqual(['10 a.example: NXDOMAIN cached']);
    }),
  );
});
