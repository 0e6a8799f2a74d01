import { filter, map, switchMap, take } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import { fakeNetwork } from '../../src/testing/fake-network.js';
import { marbles } from '../../src/testing/marbles.js';
import { addressReply, scriptedResolver } from './scripted-resolver.js';
import { startTold as start } from './told-events.js';

const first = '192.0.2.1';
const reply = addressReply('192.0.2.10');

describe('a server', () => {
  it(
    'is up when it answers first, down from its first failure on, and up again',
    marbles((m) => {
      const network = fakeNetwork().answer({}, ['5ms r', '5ms s', '5ms s', '5ms r', '5ms r'], {
        r: reply,
        s: { rcode: 'SERVFAIL' },
      });
      const { told, questions } = start(m, network, ['server-state'], { tries: 1 });
      for (const time of [0, 10, 20, 30, 40]) questions.ask(time, 'a.example');
      m.flush();
      expect(told).toStrictEqual([
        [5, { type: 'server-state', server: first, state: 'up' }],
        [15, { type: 'server-state', server: first, state: 'down' }],
        [35, { type: 'server-state', server: first, state: 'up' }],
      ]);
    }),
  );
});

describe('a socket', () => {
  const types = ['socket-open', 'socket-close'] as const;
  const socket = {
    server: first,
    transport: 'udp',
    localAddress: '192.0.2.99',
    localPort: undefined,
  } as const;

  it(
    'is told when it is open and when it is closed',
    marbles((m) => {
      const network = fakeNetwork({ localAddress: () => '192.0.2.99' })
        .accept({}, '2ms o')
        .answer({}, '5ms r', { r: reply });
      const { told, questions } = start(m, network, types);
      questions.ask(0, 'a.example');
      m.flush();
      expect(told).toStrictEqual([
        [2, { type: 'socket-open', ...socket }],
        [7, { type: 'socket-close', ...socket }],
      ]);
    }),
  );

  it(
    'that close$ closes is told before events$ completes',
    marbles((m) => {
      const resolver = scriptedResolver(fakeNetwork().answer({}, '5ms r', { r: reply }));
      const told: string[] = [];
      resolver.events$.subscribe({
        next: ({ type }) => told.push(type),
        complete: () => told.push(`complete ${m.scheduler.now()}`),
      });
      resolver.query$('a.example', 'A', { useTcp: true }).subscribe();
      m.scheduler.schedule(() => resolver.close$(), 10);
      m.flush();
      expect(told.slice(-3)).toStrictEqual(['query-end', 'socket-close', 'complete 10']);
    }),
  );

  it(
    'that never opened is not told',
    marbles((m) => {
      const { told, questions } = start(m, fakeNetwork().accept({}, '5ms #'), types, { tries: 1 });
      questions.ask(0, 'a.example');
      m.flush();
      expect(told).toStrictEqual([]);
    }),
  );

  it(
    'that a server ended is told when its place is free: who then asks gets another one',
    marbles((m) => {
      const network = fakeNetwork().answer({}, ['5ms r 10ms |', '5ms r'], { r: reply });
      const { resolver, told } = start(m, network, types, { useTcp: true, tries: 1 });
      const again$ = resolver.events$.pipe(
        filter(({ type }) => type === 'socket-close'),
        take(1),
        switchMap(() => resolver.outcome$('b.example', 'A')),
        map(({ status, attempts }) => `${status} ${attempts.length}`),
      );
      resolver.query$('a.example', 'A').subscribe();
      m.expect(again$).toBeObservable('21ms (a|)', { a: 'NOERROR 1' });
      m.flush();
      expect(told.map(([time, { type }]) => `${time} ${type}`)).toStrictEqual([
        '0 socket-open',
        '16 socket-close',
        '16 socket-open',
      ]);
    }),
  );
});
