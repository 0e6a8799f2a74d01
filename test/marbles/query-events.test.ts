import { describe, expect, it } from 'vitest';
import type { ResolverEvent } from '../../src/observables/resolver-event.js';
import { fakeNetwork } from '../../src/testing/fake-network.js';
import { marbles } from '../../src/testing/marbles.js';
import { addressReply, scriptedResolver } from './scripted-resolver.js';
import { startTold as start } from './told-events.js';

const [first, second] = ['192.0.2.1', '192.0.2.2'];
const reply = addressReply('192.0.2.10');
const question = { name: 'a.example', type: 'A', class: 'IN' } as const;
const started: ResolverEvent = { type: 'query-start', question };

function ended(status: string, elapsed: number, server: string | undefined, cached = false): ResolverEvent {
  return { type: 'query-end', question, status, elapsed, cached, server };
}

describe('a query', () => {
  const both = ['query-start', 'query-end'] as const;

  it.each([
    ['NOERROR', { r: reply }],
    ['NODATA', { r: {} }],
    ['NXDOMAIN', { r: { rcode: 'NXDOMAIN' } }],
    ['SERVFAIL', { r: { rcode: 'SERVFAIL' } }],
  ] as const)('is told to have started, and to have ended with %s', (status, replies) => {
    marbles((m) => {
      const network = fakeNetwork().answer({}, '5ms r', replies);
      const { told, questions } = start(m, network, both, { tries: 1 });
      questions.ask(3, 'a.example');
      m.flush();
      expect(told).toStrictEqual([
        [3, started],
        [8, ended(status, 5, first)],
      ]);
    })();
  });

  it(
    'that no server answered is told to have ended so',
    marbles((m) => {
      const { told, questions } = start(m, fakeNetwork().answer({}, ''), both, { tries: 1, timeout: 10 });
      questions.ask(0, 'a.example');
      m.flush();
      expect(told.at(-1)).toStrictEqual([20, ended('TIMEOUT', 20, undefined)]);
    }),
  );

  it(
    'that the cache answers is told with both ends at once',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '5ms r', { r: reply });
      const { told, questions } = start(m, network, [...both, 'cache-hit'], { cache: {} });
      questions.ask(0, 'a.example').ask(10, 'a.example');
      m.flush();
      expect(told.slice(2)).toStrictEqual([
        [10, started],
        [10, { type: 'cache-hit', question }],
        [10, ended('NOERROR', 0, first, true)],
      ]);
    }),
  );

  it(
    'that nobody is asked for ends locally, and what is no name is none',
    marbles((m) => {
      const { told, questions } = start(m, fakeNetwork(), both);
      questions.ask(0, 'localhost').ask(1, 'a..b');
      m.flush();
      const local = { name: 'localhost', type: 'A', class: 'IN' } as const;
      expect(told).toStrictEqual([
        [0, { type: 'query-start', question: local }],
        [0, { ...ended('NOERROR', 0, 'local'), question: local }],
      ]);
    }),
  );

  it(
    'that is cancelled is told as cancelled, once',
    marbles((m) => {
      const { told, questions } = start(m, fakeNetwork().answer({}, ''), both);
      questions.ask(0, 'a.example', { until: 7 });
      m.flush();
      expect(told).toStrictEqual([
        [0, started],
        [7, ended('CANCELLED', 7, undefined)],
      ]);
    }),
  );

  it(
    'has the same question in all its events, and another than an equal query',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '5ms r', { r: reply });
      const { told, questions } = start(m, network, [...both, 'attempt']);
      questions.ask(0, 'a.example').ask(1, 'a.example');
      m.flush();
      const asked = told.map(([, event]) => ('question' in event ? event.question : undefined));
      expect(new Set(asked).size).toBe(2);
      expect(asked.filter((each) => each === asked[0]).length).toBe(3);
    }),
  );

  it(
    'whose start nobody heard has no end either',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '5ms r', { r: reply });
      const resolver = scriptedResolver(network);
      const told: string[] = [];
      resolver.query$('a.example', 'A').subscribe();
      m.scheduler.schedule(() => resolver.events$.subscribe(({ type }) => told.push(type)), 2);
      m.flush();
      expect(told).toStrictEqual(['attempt', 'server-state']);
    }),
  );
});

describe('the next attempt', () => {
  const types = ['timeout', 'retry', 'failover', 'attempt'] as const;
  const at = (server: string) => ({ question, server, transport: 'udp' }) as const;
  const attempt = (server: string, elapsed: number, outcome: string): ResolverEvent => ({
    type: 'attempt',
    question,
    attempt: { server, transport: 'udp', elapsed, outcome },
  });

  it(
    'at another server is a failover, and at the same one a retry',
    marbles((m) => {
      const network = fakeNetwork()
        .answer({ address: first }, ['', '5ms r'], { r: reply })
        .answer({ address: second }, '5ms s', { s: { rcode: 'SERVFAIL' } });
      const { told, questions } = start(m, network, types, { servers: [first, second], timeout: 10 });
      questions.ask(0, 'a.example');
      m.flush();
      expect(told).toStrictEqual([
        [10, { type: 'timeout', ...at(first), elapsed: 10 }],
        [10, attempt(first, 10, 'ETIMEOUT')],
        [10, { type: 'failover', ...at(second), from: first, early: false }],
        [15, attempt(second, 5, 'SERVFAIL')],
        [15, { type: 'retry', ...at(first), early: false }],
        [20, attempt(first, 5, 'NOERROR')],
      ]);
    }),
  );

  it(
    'that starts while the one before may still be answered is early',
    marbles((m) => {
      const network = fakeNetwork().answer({}, ['5ms r', '5ms r', '5ms r', '', '5ms r'], { r: reply });
      const { told, questions } = start(m, network, ['retry']);
      questions.ask(0, 'a.example').ask(10, 'a.example').ask(20, 'a.example').ask(1000, 'a.example');
      m.flush();
      expect(told).toStrictEqual([[1100, { type: 'retry', ...at(first), early: true }]]);
    }),
  );

  it(
    'of a race is neither',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '5ms r', { r: reply });
      const options = { servers: [first, second], strategy: 'race' } as const;
      const { told, questions } = start(m, network, types, options);
      questions.ask(0, 'a.example');
      m.flush();
      expect(told.map(([, { type }]) => type)).toStrictEqual(['attempt', 'attempt']);
    }),
  );

  it(
    'over TCP after silence is a retry, over TCP',
    marbles((m) => {
      const network = fakeNetwork()
        .answer({ transport: 'udp' }, '')
        .answer({ transport: 'tcp' }, '5ms r', { r: reply });
      const { told, questions } = start(m, network, ['retry'], { tries: 1, timeout: 10 });
      questions.ask(0, 'a.example');
      m.flush();
      expect(told).toStrictEqual([
        [10, { type: 'retry', question, server: first, transport: 'tcp', early: false }],
      ]);
    }),
  );
});
