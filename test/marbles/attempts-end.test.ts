import { map } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import { DnsError } from '../../src/errors.js';
import { afterAnswer, afterFailure, type ServerState, unknownServer } from '../../src/observables/servers.js';
import { parseServer } from '../../src/server-string.js';
import { marbles } from '../../src/testing/marbles.js';
import { exampleQuery, first, second } from '../observables/example.js';
import { scriptAttempts } from './scripted-attempts.js';

const one = exampleQuery({ timeout: 1000 });
const two = exampleQuery({ timeout: 1000, servers: [first, second] });
/** A server whose three answers took 40 ms each: 200 ms without one, and the query is sent again. */
const known: ServerState = [40, 40, 40].reduce<ServerState>(afterAnswer, unknownServer);

describe('the last round, over TCP', () => {
  const silent = ['', '', '', '', '', ''];

  it(
    'answers where UDP is lost',
    marbles((m) => {
      const { tell } = scriptAttempts(m, ['', '', '', '7ms a']);
      m.expect(tell(one)).toBeObservable('7007ms (a|)', {
        a: 'NOERROR 7007: ETIMEOUT udp 1 1000, ETIMEOUT udp 1 2000, ETIMEOUT udp 1 4000, NOERROR tcp 1 7',
      });
    }),
  );

  it.each([
    ['a failed connection', '#'],
    ['SERVFAIL', 's'],
  ])('is not made after %s', (_what, letter) => {
    marbles((m) => {
      const { sent, tell } = scriptAttempts(m, ['', letter, '']);
      m.expect(tell(one).pipe(map(() => 'end'))).toBeObservable('5s (e|)', { e: 'end' });
      m.flush();
      expect(sent.map((attempt) => attempt.split(' ')[1])).toStrictEqual(['udp', 'udp', 'udp']);
    })();
  });

  it.each([
    ['refuses', '5ms #'],
    ['fails', '5ms s'],
    ['is silent', ''],
  ])('goes on to the second server when the first %s', (_what, script) => {
    marbles((m) => {
      const { sent, tell } = scriptAttempts(m, [...silent, script, '5ms a']);
      const end = script === '' ? 15_005 : 14_010;
      m.expect(tell(two).pipe(map((told) => told.split(':')[0]))).toBeObservable(`${end}ms (a|)`, {
        a: `NOERROR ${end}`,
      });
      m.flush();
      expect(sent.slice(6).map((attempt) => attempt.slice(-5))).toStrictEqual(['tcp 1', 'tcp 2']);
    })();
  });

  it(
    'that is refused leaves the error that of the silence before it',
    marbles((m) => {
      const { tell } = scriptAttempts(m, ['', '5ms #']);
      const trail = 'ETIMEOUT udp 1 1000, ECONNREFUSED tcp 1 5';
      m.expect(tell(exampleQuery({ timeout: 1000, tries: 1 }))).toBeObservable('1005ms (e|)', {
        e: `ETIMEOUT 1005: ${trail}`,
      });
    }),
  );

  it(
    'leaves out servers that were asked over TCP all along',
    marbles((m) => {
      const servers = [parseServer('tcp://192.0.2.3'), first];
      const { sent, tell } = scriptAttempts(m, ['']);
      m.expect(
        tell(exampleQuery({ timeout: 1000, servers, tries: 1 })).pipe(map(() => 'end')),
      ).toBeObservable('3s (e|)', {
        e: 'end',
      });
      m.flush();
      expect(sent).toStrictEqual(['0 tcp 3', '1000 udp 1', '2000 tcp 1']);
    }),
  );
});

describe('a server whose round trips are known', () => {
  it(
    'is sent the query again early, and may still answer the first',
    marbles((m) => {
      const { states, sent, tell } = scriptAttempts(m, ['300ms a', '']);
      states.set(first, known);
      m.expect(tell(one)).toBeObservable('300ms (a|)', {
        a: 'NOERROR 300: ETIMEOUT udp 1 100, NOERROR udp 1 300',
      });
      m.flush();
      expect(sent).toStrictEqual(['0 udp 1', '200 udp 1']);
    }),
  );

  it.each([
    ['one round trip too few', [40, 40].reduce<ServerState>(afterAnswer, unknownServer)],
    ['round trips so long that the timeout comes first', { ...known, meanRoundTrip: 200 }],
  ])('is not with %s', (_what, state) => {
    marbles((m) => {
      const { states, sent, tell } = scriptAttempts(m, ['', '5ms a']);
      states.set(first, state);
      m.expect(tell(one).pipe(map(() => 'end'))).toBeObservable('1005ms (e|)', { e: 'end' });
      m.flush();
      expect(sent).toStrictEqual(['0 udp 1', '1000 udp 1']);
    })();
  });

  it(
    'waits twice as long in each round, and for the timeouts of all at the end',
    marbles((m) => {
      const { states, sent, tell } = scriptAttempts(m, ['']);
      states.set(first, known);
      m.expect(tell(one).pipe(map((told) => told.split(':')[0]))).toBeObservable('4600ms (e|)', {
        e: 'ETIMEOUT 4600',
      });
      m.flush();
      expect(sent).toStrictEqual(['0 udp 1', '200 udp 1', '600 udp 1', '1400 tcp 1']);
    }),
  );

  it(
    'that fails after it was overtaken starts no attempt of its own',
    marbles((m) => {
      const { states, sent, tell } = scriptAttempts(m, ['250ms s', '300ms a']);
      states.set(first, known);
      m.expect(tell(two).pipe(map(() => 'end'))).toBeObservable('500ms (e|)', { e: 'end' });
      m.flush();
      expect(sent).toStrictEqual(['0 udp 1', '200 udp 2']);
    }),
  );

  it(
    'is a failed one when another had to answer; one asked a moment ago is not',
    marbles((m) => {
      const slow = scriptAttempts(m, ['', '5ms a']);
      slow.states.set(first, known);
      m.expect(slow.tell(two).pipe(map(() => 'end'))).toBeObservable('205ms (e|)', { e: 'end' });
      const late = scriptAttempts(m, ['205ms a', '']);
      late.states.set(first, known);
      m.expect(late.tell(two).pipe(map(() => 'end'))).toBeObservable('205ms (e|)', { e: 'end' });
      m.flush();
      const failures = [slow, late].map(({ states }) => [
        states.get(first).failures,
        states.get(second).failures,
      ]);
      expect(failures).toStrictEqual([
        [1, 0],
        [0, 0],
      ]);
    }),
  );
});

describe('what is learnt about servers', () => {
  it(
    'the one that failed is asked last by the next query',
    marbles((m) => {
      const { states, sent, tell } = scriptAttempts(m, ['5ms s', '5ms n', '5ms a']);
      const third = parseServer('192.0.2.3');
      const three = exampleQuery({ timeout: 1000, servers: [first, second, third] });
      m.expect(tell(three).pipe(map(() => 'end'))).toBeObservable('15ms (e|)', { e: 'end' });
      m.flush();
      expect(sent).toStrictEqual(['0 udp 1', '5 udp 2', '10 udp 3']);
      expect(states.order(three.settings.servers)).toStrictEqual([third, first, second]);
      expect(states.get(first)).toStrictEqual({ ...unknownServer, failures: 1, failedAt: 5 });
      expect(states.get(third)).toStrictEqual(afterAnswer(unknownServer, 5));
    }),
  );

  it(
    'an answer over TCP clears its failures, but is no measure of its round trip',
    marbles((m) => {
      const { states, tell } = scriptAttempts(m, ['5ms a']);
      states.set(first, afterFailure(known, 1));
      m.expect(tell(exampleQuery({ timeout: 1000, useTcp: true })).pipe(map(() => 'end'))).toBeObservable(
        '5ms (e|)',
        {
          e: 'end',
        },
      );
      m.flush();
      expect(states.get(first)).toStrictEqual({ ...known, failedAt: 1 });
    }),
  );
});

describe('the end', () => {
  it(
    'is ENOSERVER where there is nobody to ask',
    marbles((m) => {
      const { ask } = scriptAttempts(m, ['']);
      const message = 'A example.com: no servers are configured (0 attempts)';
      const error = new DnsError('ENOSERVER', message, { question: one.question });
      m.expect(ask(exampleQuery({ timeout: 1000, servers: [] }))).toBeObservable('#', {}, error);
    }),
  );

  it(
    'comes with unsubscribing: every attempt under way, and nothing is sent afterwards',
    marbles((m) => {
      const scripted = scriptAttempts(m, ['']);
      scripted.states.set(first, known);
      m.expect(scripted.ask(one), '^ 699ms !').toBeObservable('');
      m.scheduler.schedule(() => expect(scripted.live).toBe(3), 699);
      m.flush();
      expect(scripted.sent).toStrictEqual(['0 udp 1', '200 udp 1', '600 udp 1']);
      expect(scripted.live).toBe(0);
    }),
  );

  it(
    'has come for every attempt when the answer is handed over',
    marbles((m) => {
      const scripted = scriptAttempts(m, ['300ms a', '']);
      scripted.states.set(first, known);
      const live$ = scripted.ask(one).pipe(map(() => scripted.live));
      m.expect(live$).toBeObservable('300ms (l|)', { l: 0 });
    }),
  );
});
