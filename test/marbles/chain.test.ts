import { map } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import { DnsError, isDnsError } from '../../src/errors.js';
import type { ResolverOptions } from '../../src/options.js';
import { type FakeNetwork, fakeNetwork } from '../../src/testing/fake-network.js';
import type { ScriptedRecord } from '../../src/testing/fake-reply.js';
import { type MarbleContext, marbles } from '../../src/testing/marbles.js';
import { answerInTurn, no } from './caching-resolver.js';
import { scriptedResolver } from './scripted-resolver.js';
import { sentQuestions } from './timed-questions.js';

function alias(name: string, target: string, ttl = 300): ScriptedRecord {
  return { name, type: 'CNAME', target, ttl };
}

function address(name: string, ttl = 300): ScriptedRecord {
  return { name, type: 'A', address: '192.0.2.7', ttl };
}

/** A server with these answer sections, each after 5 ms. */
function serve(answers: Readonly<Record<string, readonly ScriptedRecord[]>>): FakeNetwork {
  const network = fakeNetwork().answer({}, '5ms r', { r: {} });
  for (const [name, records] of Object.entries(answers))
    answerInTurn(network, { name }, [{ answers: records }]);
  return network;
}

/** What becomes of the question for the addresses of `a`: time and TTLs, or time, code and chain. */
function ask(m: MarbleContext, network: FakeNetwork, options: ResolverOptions = {}): readonly string[] {
  const told: string[] = [];
  const tell = (what: string) => told.push(`${m.scheduler.now()} ${what}`);
  scriptedResolver(network, options)
    .query$('a', 'A')
    .pipe(map((records) => records.map(({ name, ttl }) => `${name} ${ttl}`).join()))
    .subscribe({
      next: tell,
      error: (error: unknown) => tell(isDnsError(error) ? `${error.code} ${error.attempts.length}` : 'a bug'),
    });
  m.flush();
  return told;
}

describe('a chain that the server cut', () => {
  it(
    'is asked for from its end on, and its TTL is the least of the whole chain',
    marbles((m) => {
      const network = serve({
        a: [alias('a', 'b', 50), alias('b', 'c')],
        c: [alias('c', 'd', 40)],
        d: [address('d', 60)],
      });
      expect(ask(m, network)).toStrictEqual(['15 d 40']);
      expect(sentQuestions(network)).toStrictEqual(['0 a A', '5 c A', '10 d A']);
    }),
  );

  it(
    'is followed in any case of the letters, in any order of the records',
    marbles((m) => {
      const network = serve({ a: [alias('B', 'C'), alias('A', 'b')], c: [address('c')] });
      expect(ask(m, network)).toStrictEqual(['10 c 300']);
    }),
  );

  it(
    'to a name without records of the type is ENODATA, with the trail of all questions',
    marbles((m) => {
      // The deadline is for a resolver that asks on and on.
      expect(ask(m, serve({ a: [alias('a', 'b')] }), { deadline: 1000 })).toStrictEqual(['10 ENODATA 2']);
    }),
  );

  it(
    'to a name that does not exist is ENOTFOUND',
    marbles((m) => {
      const network = serve({ a: [alias('a', 'b')] });
      answerInTurn(network, { name: 'b' }, [no('NXDOMAIN', 60)]);
      expect(ask(m, network)).toStrictEqual(['10 ENOTFOUND 2']);
    }),
  );

  it.each([
    ['two answers', { a: [alias('a', 'b')], b: [alias('b', 'a')] }, ['0 a A', '5 b A']],
    ['one answer', { a: [alias('a', 'b'), alias('b', 'a')] }, ['0 a A']],
    ['one name', { a: [alias('a', 'a')] }, ['0 a A']],
  ])('and comes back to itself in %s is ENODATA at once', (_what, answers, sent) => {
    marbles((m) => {
      const network = serve(answers);
      expect(ask(m, network)).toStrictEqual([`${5 * sent.length} ENODATA ${sent.length}`]);
      expect(sentQuestions(network)).toStrictEqual(sent);
    })();
  });

  it.each([
    [16, '85 n16 300'],
    [17, '85 ENODATA 17'],
  ])('after each of %i links', (links, outcome) => {
    marbles((m) => {
      const names = Array.from({ length: links + 1 }, (_, n) => (n === 0 ? 'a' : `n${n}`));
      const answers = names.map((name, n) => {
        const next = names[n + 1];
        return [name, [next === undefined ? address(name) : alias(name, next)]] as const;
      });
      const network = serve(Object.fromEntries(answers));
      expect(ask(m, network)).toStrictEqual([outcome]);
      expect(network.sent.length).toBe(17);
    })();
  });

  it.each([
    [40, '40 ETIMEOUT 4'],
    [12, '12 ETIMEOUT 3'],
    [4, '4 ETIMEOUT 1'],
  ])('is followed within the deadline of %i ms', (deadline, outcome) => {
    marbles((m) => {
      const network = serve({ a: [alias('a', 'b')], b: [alias('b', 'c')], c: [alias('c', 'd')] });
      network.answer({ name: 'd' }, '');
      expect(ask(m, network, { deadline })).toStrictEqual([outcome]);
    })();
  });

  it(
    'and then cannot be asked for: the error is about the whole lookup',
    marbles((m) => {
      const cause = Object.assign(new Error('no way'), { code: 'ENETUNREACH' });
      const network = serve({ a: [alias('a', 'b')] }).answer({ name: 'b' }, '7ms #', {}, cause);
      const lookup$ = scriptedResolver(network, { tries: 1 }).query$('a', 'A');
      const server = '192.0.2.1';
      const error = new DnsError('ECONNREFUSED', 'A b: no server could be reached (1 attempt)', {
        question: { name: 'a', type: 'A', class: 'IN' },
        attempts: [
          { server, transport: 'udp', elapsed: 5, outcome: 'NOERROR' },
          { server, transport: 'udp', elapsed: 7, outcome: 'ENETUNREACH' },
        ],
        elapsed: 12,
        cause,
      });
      m.expect(lookup$).toBeObservable('12ms #', undefined, error);
    }),
  );

  it(
    'that a SOA ends is not asked for',
    marbles((m) => {
      const network = fakeNetwork();
      answerInTurn(network, {}, [{ ...no('NOERROR', 60), answers: [alias('a', 'b')] }]);
      expect(ask(m, network)).toStrictEqual(['5 ENODATA 1']);
      expect(network.sent.length).toBe(1);
    }),
  );

  it(
    'is not followed for CNAME, ANY, or a whole response',
    marbles((m) => {
      const network = serve({ a: [alias('a', 'b')] });
      const resolver = scriptedResolver(network);
      const count$ = resolver.query$('a', 'CNAME').pipe(map(({ length }) => length));
      m.expect(count$).toBeObservable('5ms (c|)', { c: 1 });
      m.expect(resolver.query$('a', 'ANY').pipe(map(({ length }) => length))).toBeObservable('5ms (c|)', {
        c: 1,
      });
      const answers$ = resolver.response$('a', 'A').pipe(map(({ answers }) => answers.length));
      m.expect(answers$).toBeObservable('5ms (c|)', { c: 1 });
      m.flush();
      expect(network.sent.length).toBe(3);
    }),
  );

  it(
    'takes the part that is in the cache from there',
    marbles((m) => {
      const network = serve({ a: [alias('a', 'b')], b: [address('b')] });
      const resolver = scriptedResolver(network, { cache: {} });
      const length$ = resolver.query$('a', 'A').pipe(map(({ length }) => length));
      m.expect(length$).toBeObservable('10ms (l|)', { l: 1 });
      m.scheduler.schedule(() => resolver.query$('b', 'A').subscribe(), 12);
      m.scheduler.schedule(() => resolver.query$('a', 'A').subscribe(), 20);
      m.flush();
      expect(sentQuestions(network)).toStrictEqual(['0 a A', '5 b A', '20 a A']);
    }),
  );

  it(
    'ends when nobody waits',
    marbles((m) => {
      const network = serve({ a: [alias('a', 'b')] }).answer({ name: 'b' }, '50ms r', { r: {} });
      m.expect(scriptedResolver(network).query$('a', 'A'), '^ 9ms !').toBeObservable('');
      m.flush();
      expect(network.connections.map(({ closed }) => closed)).toStrictEqual([5, 10]);
    }),
  );
});
