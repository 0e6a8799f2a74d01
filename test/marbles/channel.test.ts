import { merge, range } from 'rxjs';
import { map, mergeMap, toArray } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import { DnsError } from '../../src/errors.js';
import { fakeNetwork } from '../../src/testing/fake-network.js';
import type { SentQuery } from '../../src/testing/fake-reply.js';
import { marbles } from '../../src/testing/marbles.js';
import { garbage, otherId, rcode, scriptWire, spentBudget } from './scripted-wire.js';

describe('over UDP', () => {
  it(
    'each query leaves from a port of its own, which is closed behind its answer',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '5ms r', { r: {} });
      const { ask } = scriptWire(m, network);
      m.expect(merge(ask('a'), ask('b'), ask('c')).pipe(map(rcode))).toBeObservable('5ms (aaa|)', {
        a: 'NOERROR',
      });
      m.flush();
      expect(network.connections.map(({ opened, closed }) => [opened, closed])).toStrictEqual([
        [0, 5],
        [0, 5],
        [0, 5],
      ]);
    }),
  );

  it(
    'what is no answer is dropped, and the query goes on',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '-g-i-q-o-r', {
        g: garbage,
        i: otherId,
        q: { questions: [{ name: 'other', type: 'A', class: 'IN' }] },
        o: { opcode: 'NOTIFY' },
        r: {},
      });
      const { ask, dropped } = scriptWire(m, network);
      m.expect(ask('a').pipe(map(rcode))).toBeObservable('---------(r|)', { r: 'NOERROR' });
      m.flush();
      expect(dropped).toStrictEqual(['1 short', '3 unknown-id', '5 question', '7 opcode']);
      expect(network.sent.length).toBe(1);
    }),
  );

  it.each([
    [16, '(r|)'],
    [17, '#'],
  ])('%i wrong messages in front of the answer', (wrong, outcome) => {
    marbles((m) => {
      const network = fakeNetwork().answer({}, `${'i'.repeat(wrong)}r`, { i: otherId, r: {} });
      const { ask } = scriptWire(m, network);
      const message = 'too many wrong messages as if from 192.0.2.1';
      const error = new DnsError('EBADRESP', message, { elapsed: 16 });
      m.expect(ask('a').pipe(map(rcode))).toBeObservable(`16ms ${outcome}`, { r: 'NOERROR' }, error);
      m.flush();
      expect(network.connections.map(({ closed }) => closed)).toStrictEqual([16]);
    })();
  });

  it(
    'a refused port is an error at once, with its cause',
    marbles((m) => {
      const cause = Object.assign(new Error('connect ECONNREFUSED 192.0.2.1:53'), { code: 'ECONNREFUSED' });
      const { ask } = scriptWire(m, fakeNetwork().answer({}, '5ms #', {}, cause));
      const error = new DnsError('ECONNREFUSED', `no connection to 192.0.2.1: ${cause.message}`, { cause });
      m.expect(ask('a')).toBeObservable('5ms #', {}, error);
    }),
  );

  it(
    'beyond the budget ports are shared, by 128 queries at most',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '5ms r', { r: {} });
      const { ask } = scriptWire(m, network, spentBudget());
      const answers$ = range(300).pipe(
        mergeMap((n) => ask(`n${n}`)),
        toArray(),
      );
      m.expect(answers$.pipe(map(({ length }) => length))).toBeObservable('5ms (n|)', { n: 300 });
      m.flush();
      expect(countBy(network.sent)).toStrictEqual([128, 128, 44]);
      const ids = network.sent.map(({ connection, message }) => `${connection} ${message.id}`);
      expect(new Set(ids).size).toBe(300);
    }),
  );

  it(
    'a shared port is retired after 1,000 queries',
    marbles((m) => {
      const network = fakeNetwork().answer({}, 'r', { r: {} });
      // Time stands still for the budget: not a port more.
      const budget = spentBudget();
      budget.take = () => false;
      const { ask } = scriptWire(m, network, budget);
      const answers$ = range(1100).pipe(
        mergeMap((n) => ask(`n${n}`), 1),
        toArray(),
      );
      m.expect(answers$.pipe(map(({ length }) => length))).toBeObservable('(n|)', { n: 1100 });
      m.flush();
      expect(countBy(network.sent)).toStrictEqual([1000, 100]);
      expect(network.connections.map(({ idle, closed }) => [idle, closed !== undefined])).toStrictEqual([
        [false, true],
        [true, false],
      ]);
    }),
  );
});

it(
  'closing closes every connection at once',
  marbles((m) => {
    const network = fakeNetwork().answer({}, '');
    const { ask, close } = scriptWire(m, network);
    m.scheduler.schedule(close, 7);
    for (const transport of ['udp', 'tcp'] as const)
      m.expect(ask('a', { transport }), '^ 9ms !').toBeObservable('');
    m.flush();
    expect(network.connections.map(({ closed }) => closed)).toStrictEqual([7, 7]);
  }),
);

/** Queries by connection. */
function countBy(sent: readonly SentQuery[]): readonly number[] {
  const counts: number[] = [];
  for (const { connection } of sent) counts[connection] = (counts[connection] ?? 0) + 1;
  return counts;
}
