import { describe, expect, it } from 'vitest';
import type { CacheOptions } from '../../src/observables/cache.js';
import type { DnsResponse } from '../../src/observables/exchange.js';
import type { Outcome } from '../../src/observables/outcome.js';
import { queryEach } from '../../src/observables/query-each.js';
import { Resolver } from '../../src/resolver.js';
import { type FakeNetwork, fakeNetwork } from '../../src/testing/fake-network.js';
import type { ScriptedMessage } from '../../src/testing/fake-reply.js';
import { type MarbleContext, marbles } from '../../src/testing/marbles.js';
import { addressesFor, answerInTurn, no } from './caching-resolver.js';
import { scriptedResolver } from './scripted-resolver.js';
import { describeTtls, sentQuestions, TimedQuestions } from './timed-questions.js';

const servfail: ScriptedMessage = { rcode: 'SERVFAIL' };
const stale = { serveStale: true } as const;

/** What came, and whether it was stale. */
const describeStale = (response: DnsResponse) =>
  [describeTtls(response), ...(response.stale === true ? ['stale'] : [])].join(' ');

/** Questions to a server that gives these replies in turn, each after 5 ms. */
function ask(m: MarbleContext, network: FakeNetwork, cache: CacheOptions = stale) {
  const resolver = scriptedResolver(network, { cache, coalesce: true, timeout: 1000, tries: 1 });
  return { resolver, questions: new TimedQuestions(m.scheduler, resolver, describeStale) };
}

describe('what expired', () => {
  it.each<[string, ScriptedMessage, string]>([
    ['SERVFAIL', servfail, 'NOERROR 30 cached stale'],
    ['REFUSED', { rcode: 'REFUSED' }, 'NOERROR 30 cached stale'],
    ['an answer', addressesFor(60), 'NOERROR 60'],
    ['a "no"', no('NXDOMAIN', 60), 'NXDOMAIN'],
    ['NODATA', no('NOERROR', 60), 'NOERROR'],
  ])('is given only where servers fail: %s', (_what, reply, heard) => {
    marbles((m) => {
      const { questions } = ask(m, answerInTurn(fakeNetwork(), {}, [addressesFor(1), reply]));
      questions.ask(0, 'a.example').ask(1100, 'A.Example');
      m.flush();
      expect(questions.heard).toStrictEqual(['5 a.example: NOERROR 1', `1105 A.Example: ${heard}`]);
    })();
  });

  it('is not given unless it was asked for', () => {
    marbles((m) => {
      const network = answerInTurn(fakeNetwork(), {}, [addressesFor(1), servfail]);
      const { questions } = ask(m, network, {});
      questions.ask(0, 'a.example').ask(1100, 'a.example');
      m.flush();
      expect(questions.heard[1]).toBe('1105 a.example: SERVFAIL');
    })();
  });

  it.each(['refresh', 'bypass', 'only'] as const)('is not given in the mode %s', (mode) => {
    marbles((m) => {
      const { questions } = ask(m, answerInTurn(fakeNetwork(), {}, [addressesFor(1), servfail]));
      questions.ask(0, 'a.example').ask(1100, 'a.example', { cache: mode });
      m.flush();
      expect(questions.heard[1]).toBe(
        mode === 'only' ? '1100 a.example: ENODATA' : '1105 a.example: SERVFAIL',
      );
    })();
  });

  it('is given when nobody answers, with what is left of the records', () => {
    marbles((m) => {
      const network = fakeNetwork().answer({}, ['5ms a', '-'], { a: addressesFor(1, 9) });
      const { questions } = ask(m, network, { serveStale: { after: 5000 } });
      questions.ask(0, 'a.example').ask(2000, 'a.example');
      m.flush();
      expect(questions.heard[1]?.replace(/^\d+ /, '')).toBe('a.example: NOERROR 30 30 cached stale');
    })();
  });

  it('says what it is by an extended error, too', () => {
    marbles((m) => {
      const codes = (replies: readonly ScriptedMessage[]) => {
        const network = answerInTurn(fakeNetwork(), {}, replies);
        const resolver = scriptedResolver(network, { cache: stale, tries: 1 });
        const questions = new TimedQuestions(m.scheduler, resolver, ({ extendedErrors = [] }) =>
          extendedErrors.map(({ infoCode }) => infoCode).join(),
        );
        questions.ask(0, 'a.example').ask(1100, 'a.example');
        return questions;
      };
      const answer = codes([addressesFor(1), servfail]);
      const nxdomain = codes([no('NXDOMAIN', 1), servfail]);
      m.flush();
      expect([answer.heard[1], nxdomain.heard[1]]).toStrictEqual(['1105 a.example: 3', '1105 a.example: 19']);
    })();
  });
});

it('is marked in outcomes, too, in those of a batch as well', () => {
  marbles((m) => {
    const network = answerInTurn(fakeNetwork(), {}, [addressesFor(1), servfail]);
    const resolver = scriptedResolver(network, { cache: stale, tries: 1 });
    const seen: unknown[] = [];
    const note = ({ status, ttl, stale: isStale, error }: Outcome) =>
      seen.push([m.scheduler.now(), status, ttl, isStale, error]);
    resolver.outcome$('a.example', 'A').subscribe(note);
    m.scheduler.schedule(() => {
      resolver.outcome$('a.example', 'A').subscribe(note);
      queryEach.from(resolver, ['a.example'], 'A').subscribe(note);
    }, 1100);
    m.flush();
    expect(seen).toStrictEqual([
      [5, 'NOERROR', 1, undefined, undefined],
      [1105, 'NOERROR', 30, true, undefined],
      [1105, 'NOERROR', 30, true, undefined],
    ]);
  })();
});

describe('time', () => {
  it('gives it after 1.8 s at the latest, and the answer that comes later is kept', () => {
    marbles((m) => {
      const network = fakeNetwork().answer({}, ['5ms a', '2500ms b'], {
        a: addressesFor(1),
        b: addressesFor(60),
      });
      const resolver = scriptedResolver(network, { cache: stale, timeout: 5000, tries: 1 });
      const questions = new TimedQuestions(m.scheduler, resolver, describeStale);
      questions.ask(0, 'a.example').ask(2000, 'a.example').ask(4600, 'a.example');
      m.flush();
      expect(questions.heard).toStrictEqual([
        '5 a.example: NOERROR 1',
        '3800 a.example: NOERROR 30 cached stale',
        '4600 a.example: NOERROR 60 cached',
      ]);
    })();
  });

  it('asks servers that failed again after 30 s, and gives it at once until then', () => {
    marbles((m) => {
      const network = answerInTurn(fakeNetwork(), {}, [addressesFor(1), servfail, addressesFor(60)]);
      const { questions } = ask(m, network);
      for (const at of [0, 2000, 10_000, 32_004, 32_006]) questions.ask(at, 'a.example');
      m.flush();
      expect(questions.heard).toStrictEqual([
        '5 a.example: NOERROR 1',
        '2005 a.example: NOERROR 30 cached stale',
        '10000 a.example: NOERROR 30 cached stale',
        '32004 a.example: NOERROR 30 cached stale',
        '32011 a.example: NOERROR 60',
      ]);
      expect(sentQuestions(network).length).toBe(3);
    })();
  });

  it.each([
    [3, 4004, 'NOERROR 30 cached stale'],
    [3, 4005, 'SERVFAIL'],
    [undefined, 86_401_004, 'NOERROR 30 cached stale'],
    [undefined, 86_401_006, 'SERVFAIL'],
  ])('forgets it %j seconds after it expired, asked at %i', (maxStale, at, heard) => {
    marbles((m) => {
      const network = answerInTurn(fakeNetwork(), {}, [addressesFor(1), servfail]);
      const { questions } = ask(m, network, { serveStale: { maxStale } });
      questions.ask(0, 'a.example').ask(at, 'a.example');
      m.flush();
      expect(questions.heard[1]?.replace(/^\d+ a.example: /, '')).toBe(heard);
    })();
  });
});

describe('the end', () => {
  it('of who waits for it ends the question, and of the resolver what goes on for the cache', () => {
    marbles((m) => {
      const network = fakeNetwork().answer({}, ['5ms a', '-'], { a: addressesFor(1) });
      const resolver = scriptedResolver(network, { cache: stale, timeout: 9000, tries: 1 });
      const questions = new TimedQuestions(m.scheduler, resolver, describeStale);
      questions.ask(0, 'a.example').ask(2000, 'a.example', { until: 2500 }).ask(3000, 'a.example');
      m.scheduler.schedule(() => resolver.close$().subscribe(), 6000);
      m.flush();
      expect(questions.heard).toStrictEqual([
        '5 a.example: NOERROR 1',
        '4800 a.example: NOERROR 30 cached stale',
      ]);
      expect(network.connections.map(({ opened, closed }) => [opened, closed])).toStrictEqual([
        [0, 5],
        [2000, 2500],
        [3000, 6000],
      ]);
    })();
  });
});

describe('bounds', () => {
  it.each([
    [{ maxStale: 0 }, 'cache.serveStale.maxStale'],
    [{ maxStale: 604_801 }, 'cache.serveStale.maxStale'],
    [{ after: -1 }, 'cache.serveStale.after'],
    [{ after: 2 ** 31 }, 'cache.serveStale.after'],
  ])('are checked: %j', (serveStale, option) => {
    expect(() => new Resolver({ cache: { serveStale } })).toThrow(
      expect.objectContaining({ name: 'RangeError', message: expect.stringContaining(option) }),
    );
  });
});
