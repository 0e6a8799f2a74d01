import { merge } from 'rxjs';
import { map, tap } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import { DnsError } from '../../src/errors.js';
import type { QueryOptions } from '../../src/options.js';
import type { RecordType } from '../../src/records/record-map.js';
import { fakeNetwork } from '../../src/testing/fake-network.js';
import { type MarbleContext, marbles } from '../../src/testing/marbles.js';
import { addressReply, openFor, scriptedResolver } from './scripted-resolver.js';
import { sentQuestions, TimedQuestions } from './timed-questions.js';

const reply = addressReply('192.0.2.10');

/** A resolver that shares wire queries and keeps nothing, above a server that answers each after 30 ms. */
function start(m: MarbleContext) {
  const network = fakeNetwork().answer({}, '30ms r', { r: reply });
  const resolver = scriptedResolver(network, { coalesce: true });
  return { network, resolver, questions: new TimedQuestions(m.scheduler, resolver) };
}

describe('what shares a wire query', () => {
  it.each<[string, { readonly name?: string; readonly type?: RecordType } & QueryOptions, number]>([
    ['the same question', {}, 1],
    ['another case of the name', { name: 'A.eXample' }, 1],
    ['a trailing dot', { name: 'a.example.' }, 1],
    ['escapes for the same octets', { name: '\\097.example' }, 1],
    ['a deadline', { deadline: 1000 }, 1],
    ['the same options', { timeout: 2000, servers: ['192.0.2.1'] }, 1],
    ['another name', { name: 'b.example' }, 2],
    ['another type', { type: 'AAAA' }, 2],
    ['another class', { class: 'CH' }, 2],
    ['another server', { servers: ['192.0.2.2'] }, 2],
    ['more servers', { servers: ['192.0.2.1', '192.0.2.2'] }, 2],
    ['RD off', { recurse: false }, 2],
    ['CD on', { checkingDisabled: true }, 2],
    ['DO on', { dnssec: true }, 2],
    ['TCP', { useTcp: true }, 2],
    ['an EDNS option', { ednsOptions: [{ code: 3, data: new Uint8Array() }] }, 2],
    ['another timeout', { timeout: 500 }, 2],
    ['another number of tries', { tries: 1 }, 2],
    ['another strategy', { strategy: 'race' }, 2],
  ])('%s', (_what, { name = 'a.example', type = 'A', ...options }, queries) => {
    marbles((m) => {
      const { network, questions } = start(m);
      questions.ask(0, 'a.example').ask(10, name, { type, ...options });
      m.flush();
      expect(questions.heard).toStrictEqual([
        '30 a.example: NOERROR 300',
        `${queries === 1 ? 30 : 40} ${name}: NOERROR 300`,
      ]);
      expect(network.sent.length).toBe(queries);
    })();
  });

  it(
    'nothing does with coalesce: false',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '30ms r', { r: reply });
      const resolver = scriptedResolver(network, { coalesce: false });
      const count$ = resolver.query$('a.example', 'A').pipe(map(({ length }) => length));
      m.expect(merge(count$, count$)).toBeObservable('30ms (rr|)', { r: 1 });
      m.flush();
      expect(network.sent.length).toBe(2);
    }),
  );

  it(
    'an answered question does not: the next one is asked anew',
    marbles((m) => {
      const { network, questions } = start(m);
      questions.ask(0, 'a.example').ask(31, 'a.example');
      m.flush();
      expect(sentQuestions(network)).toStrictEqual(['0 a.example A', '31 a.example A']);
    }),
  );
});

describe('subscribers of one wire query', () => {
  it(
    'have each their own deadline',
    marbles((m) => {
      const { network, questions } = start(m);
      questions.ask(0, 'a.example', { deadline: 20 }).ask(5, 'a.example', { deadline: 10 });
      questions.ask(5, 'a.example');
      m.flush();
      const { heard } = questions;
      expect(heard).toStrictEqual([
        '15 a.example: ETIMEOUT',
        '20 a.example: ETIMEOUT',
        '30 a.example: NOERROR 300',
      ]);
      expect(openFor(network)).toStrictEqual(['0 to 30']);
    }),
  );

  it(
    'leave alone: the others go on, and the last one ends the wire query in the same frame',
    marbles((m) => {
      const { network, questions } = start(m);
      questions.ask(0, 'a.example', { until: 10 }).ask(5, 'a.example', { until: 20 });
      m.flush();
      expect(questions.heard).toStrictEqual([]);
      expect(openFor(network)).toStrictEqual(['0 to 20']);
    }),
  );

  it(
    'are new when all have left',
    marbles((m) => {
      const { network, questions } = start(m);
      questions.ask(0, 'a.example', { until: 10 }).ask(11, 'a.example').ask(15, 'a.example');
      m.flush();
      expect(questions.heard).toStrictEqual(['41 a.example: NOERROR 300', '41 a.example: NOERROR 300']);
      expect(openFor(network)).toStrictEqual(['0 to 10', '11 to 41']);
    }),
  );

  it(
    'hear a failure once each',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '5ms #');
      const resolver = scriptedResolver(network, { coalesce: true });
      const questions = new TimedQuestions(m.scheduler, resolver);
      for (let n = 0; n < 3; n += 1) questions.ask(0, 'a.example');
      m.flush();
      expect(questions.heard).toStrictEqual(Array(3).fill('15 a.example: ECONNREFUSED'));
      expect(network.sent.length).toBe(3);
    }),
  );

  it(
    'one that unsubscribes the others when it has its value is the last to hear',
    marbles((m) => {
      const { resolver } = start(m);
      const heard: number[] = [];
      const query$ = resolver.query$('a.example', 'A');
      const first = query$.subscribe(() => {
        heard.push(1);
        second.unsubscribe();
      });
      const second = query$.subscribe(() => heard.push(2));
      m.flush();
      expect(heard).toStrictEqual([1]);
      expect([first.closed, second.closed]).toStrictEqual([true, true]);
    }),
  );
});

describe('a question asked from inside', () => {
  it.each(['next', 'complete'] as const)('%s of the same one is new', (place) => {
    marbles((m) => {
      const { network, resolver, questions } = start(m);
      const ends: number[] = [];
      const query$ = resolver.query$('a.example', 'A');
      query$.pipe(tap({ [place]: () => query$.subscribe(() => ends.push(m.scheduler.now())) })).subscribe();
      questions.ask(0, 'a.example');
      m.flush();
      expect(sentQuestions(network)).toStrictEqual(['0 a.example A', '30 a.example A']);
      expect(questions.heard).toStrictEqual(['30 a.example: NOERROR 300']);
      expect(ends).toStrictEqual([60]);
    })();
  });

  it(
    'error of the same one is new',
    marbles((m) => {
      const network = fakeNetwork().answer({}, ['5ms #', '5ms r'], { r: reply });
      const resolver = scriptedResolver(network, { coalesce: true, tries: 1 });
      const ends: string[] = [];
      const again = () =>
        resolver.query$('a.example', 'A').subscribe(() => ends.push(`${m.scheduler.now()}`));
      resolver.query$('a.example', 'A').subscribe({ error: again });
      m.flush();
      expect(ends).toStrictEqual(['10']);
    }),
  );
});

describe('a deadline', () => {
  it(
    'has every attempt so far in the trail of its error',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '');
      const resolver = scriptedResolver(network, { timeout: 10 });
      const server = '192.0.2.1';
      const error = new DnsError('ETIMEOUT', 'A a.example: no answer within the deadline of 25 ms', {
        question: { name: 'a.example', type: 'A', class: 'IN' },
        attempts: [
          { server, transport: 'udp', elapsed: 10, outcome: 'ETIMEOUT' },
          { server, transport: 'udp', elapsed: 15, outcome: 'ECANCELLED' },
        ],
        elapsed: 25,
      });
      m.expect(resolver.query$('a.example', 'A', { deadline: 25 })).toBeObservable(
        '25ms #',
        undefined,
        error,
      );
      m.flush();
      expect(openFor(network)).toStrictEqual(['0 to 10', '10 to 25']);
    }),
  );

  it(
    'that is over before the connection is open sends nothing',
    marbles((m) => {
      const network = fakeNetwork().accept({}, '50ms o');
      const questions = new TimedQuestions(m.scheduler, scriptedResolver(network, { deadline: 20 }));
      questions.ask(0, 'a.example');
      m.flush();
      expect(questions.heard).toStrictEqual(['20 a.example: ETIMEOUT']);
      expect(network.sent).toStrictEqual([]);
    }),
  );

  it(
    'leaves no timer behind an answer',
    marbles((m) => {
      const { resolver } = start(m);
      resolver.query$('a.example', 'A', { deadline: 60_000 }).subscribe();
      m.flush();
      expect(m.scheduler.now()).toBe(30);
    }),
  );
});

it(
  'nothing is asked before subscribe',
  marbles((m) => {
    const { network, resolver } = start(m);
    resolver.query$('a.example', 'A');
    m.flush();
    expect(network.sent).toStrictEqual([]);
  }),
);
