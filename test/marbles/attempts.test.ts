import { type Observable, throwError } from 'rxjs';
import { map } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import { DnsError } from '../../src/errors.js';
import { attempts } from '../../src/observables/attempts.js';
import type { DnsResponse } from '../../src/observables/exchange.js';
import { parseServer } from '../../src/server-string.js';
import { marbles } from '../../src/testing/marbles.js';
import { exampleQuery, first, second } from '../observables/example.js';
import { attemptServices, refusal, scriptAttempts } from './scripted-attempts.js';

const one = exampleQuery({ timeout: 1000 });
const two = exampleQuery({ timeout: 1000, servers: [first, second] });

describe('rounds', () => {
  it(
    'an answer is taken as it is',
    marbles((m) => {
      const { sent, tell } = scriptAttempts(m, ['20ms a']);
      m.expect(tell(one)).toBeObservable('20ms (a|)', { a: 'NOERROR 20: NOERROR udp 1 20' });
      m.flush();
      expect(sent).toStrictEqual(['0 udp 1']);
    }),
  );

  it(
    'every server once, then again with doubled timeouts, then over TCP',
    marbles((m) => {
      const { sent, tell } = scriptAttempts(m, ['']);
      const trail = [
        'ETIMEOUT udp 1 1000, ETIMEOUT udp 2 1000',
        'ETIMEOUT udp 1 2000, ETIMEOUT udp 2 2000',
        'ETIMEOUT udp 1 4000, ETIMEOUT udp 2 4000',
        'ETIMEOUT tcp 1 1000, ETIMEOUT tcp 2 1000',
      ].join(', ');
      m.expect(tell(two)).toBeObservable('16s (e|)', { e: `ETIMEOUT 16000: ${trail}` });
      m.flush();
      expect(sent).toStrictEqual([
        '0 udp 1',
        '1000 udp 2',
        '2000 udp 1',
        '4000 udp 2',
        '6000 udp 1',
        '10000 udp 2',
        '14000 tcp 1',
        '15000 tcp 2',
      ]);
    }),
  );

  it(
    'half of a doubled timeout is random, and maxTimeout bounds it',
    marbles((m) => {
      const random = () => 2 ** 31;
      const { sent, tell } = scriptAttempts(m, ['', '', '', '5ms a'], { random });
      m.expect(
        tell(exampleQuery({ timeout: 1000, maxTimeout: 1800 })).pipe(map((told) => told.slice(0, 12))),
      ).toBeObservable('4305ms (a|)', { a: 'NOERROR 4305' });
      m.flush();
      expect(sent).toStrictEqual(['0 udp 1', '1000 udp 1', '2500 udp 1', '4300 tcp 1']);
    }),
  );

  it(
    'useTcp asks over TCP from the start, with timeouts that double too, and no last round',
    marbles((m) => {
      const { sent, tell } = scriptAttempts(m, ['']);
      m.expect(
        tell(exampleQuery({ timeout: 1000, useTcp: true })).pipe(map((told) => told.slice(0, 13))),
      ).toBeObservable('7s (e|)', {
        e: 'ETIMEOUT 7000',
      });
      m.flush();
      expect(sent).toStrictEqual(['0 tcp 1', '1000 tcp 1', '3000 tcp 1']);
    }),
  );

  it(
    'an answer later in the trail comes with the trail',
    marbles((m) => {
      const { tell } = scriptAttempts(m, ['', '5ms s', '5ms #', '9ms a']);
      m.expect(tell(two)).toBeObservable('1019ms (a|)', {
        a: 'NOERROR 1019: ETIMEOUT udp 1 1000, SERVFAIL udp 2 5, ECONNREFUSED udp 1 5, NOERROR udp 2 9',
      });
    }),
  );
});

describe('what moves on', () => {
  it.each([
    ['s', 'SERVFAIL'],
    ['n', 'NOTIMP'],
    ['r', 'REFUSED'],
  ])('%s: %s, to the next server at once', (letter, rcode) => {
    marbles((m) => {
      const { sent, tell } = scriptAttempts(m, [`5ms ${letter}`, '5ms a']);
      m.expect(tell(two)).toBeObservable('10ms (a|)', { a: `NOERROR 10: ${rcode} udp 1 5, NOERROR udp 2 5` });
      m.flush();
      expect(sent).toStrictEqual(['0 udp 1', '5 udp 2']);
    })();
  });

  it.each([
    ['a', 'NOERROR'],
    ['x', 'NXDOMAIN'],
    ['f', 'FORMERR'],
    ['y', 'YXDOMAIN'],
  ])('%s: not %s', (letter, rcode) => {
    marbles((m) => {
      const { sent, tell } = scriptAttempts(m, [`5ms ${letter}`, '5ms a']);
      m.expect(tell(two)).toBeObservable('5ms (a|)', { a: `${rcode} 5: ${rcode} udp 1 5` });
      m.flush();
      expect(sent).toStrictEqual(['0 udp 1']);
    })();
  });

  it(
    'the same answer from everyone is the answer, after three queries, none of them over TCP',
    marbles((m) => {
      const { sent, tell } = scriptAttempts(m, ['5ms s']);
      m.expect(tell(one)).toBeObservable('15ms (s|)', {
        s: 'SERVFAIL 15: SERVFAIL udp 1 5, SERVFAIL udp 1 5, SERVFAIL udp 1 5',
      });
      m.flush();
      expect(sent.length).toBe(3);
    }),
  );

  it(
    'an answer that says no is worth more than silence and failures after it',
    marbles((m) => {
      const { tell } = scriptAttempts(m, ['5ms r', '', '5ms #', '5ms #', '5ms #', '5ms #']);
      m.expect(tell(two).pipe(map((told) => told.slice(0, 12)))).toBeObservable('1025ms (r|)', {
        r: 'REFUSED 1025',
      });
    }),
  );

  it(
    'a failed connection, at once, and it is the error when nothing else came',
    marbles((m) => {
      const { tell, sent } = scriptAttempts(m, ['5ms #']);
      const trail = Array.from({ length: 3 }, () => 'ECONNREFUSED udp 1 5, ECONNREFUSED udp 2 5').join(', ');
      m.expect(tell(two)).toBeObservable('30ms (e|)', { e: `ECONNREFUSED 30: ${trail}` });
      m.flush();
      expect(sent.length).toBe(6);
    }),
  );

  it(
    "the trail has the system's name for the failure, the error ours and the cause",
    marbles((m) => {
      const cause = Object.assign(new Error('no route'), { code: 'EHOSTUNREACH' });
      const { ask } = scriptAttempts(m, ['5ms #'], { error: new DnsError('ECONNREFUSED', 'no', { cause }) });
      const attempt = { server: '192.0.2.1', transport: 'udp', elapsed: 5, outcome: 'EHOSTUNREACH' } as const;
      const { question } = one;
      m.expect(ask(exampleQuery({ timeout: 1000, tries: 1 }))).toBeObservable(
        '5ms #',
        {},
        new DnsError('ECONNREFUSED', 'A example.com: no server could be reached (1 attempt)', {
          question,
          attempts: [attempt],
          elapsed: 5,
          cause,
        }),
      );
    }),
  );

  it(
    'nothing that is no DnsError: a bug is not tried again',
    marbles((m) => {
      const error = new TypeError('a bug');
      const { ask, sent } = scriptAttempts(m, ['5ms #'], { error });
      m.expect(ask(two)).toBeObservable('5ms #', {}, error);
      m.flush();
      expect(sent.length).toBe(1);
    }),
  );

  it(
    'thousands of connections that fail inside subscribe, without growing the stack',
    marbles((m) => {
      const servers = Array.from({ length: 20_000 }, (_, n) => parseServer(`10.0.${n >> 8}.${n & 255}`));
      const exchange = attempts(attemptServices(m))(() => throwError(() => refusal));
      const made$: Observable<DnsResponse> = exchange(exampleQuery({ timeout: 1000, servers, tries: 3 }));
      const heard: unknown[] = [];
      made$.subscribe({ error: (error: unknown) => heard.push(error) });
      expect(heard).toStrictEqual([expect.objectContaining({ code: 'ECONNREFUSED' })]);
      expect(heard.map((error) => (error instanceof DnsError ? error.attempts.length : 0))).toStrictEqual([
        60_000,
      ]);
    }),
  );
});
