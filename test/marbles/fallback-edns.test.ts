import { asyncScheduler, concat, defer, type Observable } from 'rxjs';
import { map } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import { EventSource } from '../../src/observables/events.js';
import type { DnsResponse, ServerQuery } from '../../src/observables/exchange.js';
import { fallback } from '../../src/observables/fallback.js';
import type { ResolverEvent } from '../../src/observables/resolver-event.js';
import type { Rcode } from '../../src/records/codes.js';
import { type MarbleContext, marbles } from '../../src/testing/marbles.js';
import { exampleResponse, exampleServerQuery, type Particular, second } from '../observables/example.js';

/** The stage above a server that answers with these rcodes in turn, each after 5 ms; the last stays. */
function start(m: MarbleContext, ...rcodes: readonly Rcode[]) {
  const asked: string[] = [];
  const told: ResolverEvent[] = [];
  const events = new EventSource();
  events.events$.subscribe((event) => told.push(event));
  const next = ({ transport, withEdns, server }: ServerQuery): Observable<DnsResponse> =>
    defer(() => {
      const rcode = rcodes[Math.min(asked.length, rcodes.length - 1)] ?? 'NOERROR';
      asked.push(`${m.scheduler.now()} ${transport}${withEdns ? '' : ' plain'}`);
      const attempt = { server: server.text, transport, elapsed: 5, outcome: rcode };
      const response = exampleResponse({ rcode, transport, elapsed: 5, attempts: [attempt] });
      return m.cold('5ms (r|)', { r: response });
    });
  const exchange = fallback(asyncScheduler, events)(next);
  const ask = (particular: Particular = {}) =>
    defer(() => exchange(exampleServerQuery(particular))).pipe(
      map(({ elapsed, attempts }) => `${elapsed} ${attempts.map(({ outcome }) => outcome).join(' ')}`),
    );
  return { asked, told, ask };
}

describe('a server that does not take EDNS', () => {
  it.each(['FORMERR', 'NOTIMP', 'BADVERS'] as const)('and answers %s is asked without it', (rcode) => {
    marbles((m) => {
      const { asked, told, ask } = start(m, rcode, 'NOERROR');
      m.expect(ask()).toBeObservable('10ms (a|)', { a: `10 ${rcode} NOERROR` });
      m.flush();
      expect(asked).toStrictEqual(['0 udp', '5 udp plain']);
      const { question } = exampleServerQuery();
      expect(told).toStrictEqual([{ type: 'fallback', question, server: '192.0.2.1', reason: rcode }]);
    })();
  });

  it(
    'is asked without it for five minutes',
    marbles((m) => {
      const { asked, ask } = start(m, 'FORMERR', 'NOERROR');
      const wait$ = (milliseconds: number) => m.cold<string>(`${milliseconds}ms |`);
      const answer$ = concat(ask(), ask(), wait$(299_994), ask(), wait$(1), ask());
      m.expect(answer$.pipe(map((told) => told.split(' ').length))).toBeObservable(
        '10ms a 4ms b 299998ms b 5ms (b|)',
        { a: 3, b: 2 },
      );
      m.flush();
      expect(asked).toStrictEqual(['0 udp', '5 udp plain', '10 udp plain', '300009 udp plain', '300015 udp']);
    }),
  );

  it(
    'is the only one',
    marbles((m) => {
      const { asked, ask } = start(m, 'FORMERR', 'NOERROR');
      m.expect(concat(ask(), ask({ server: second })).pipe(map(() => 'a'))).toBeObservable('10ms a 4ms (a|)');
      m.flush();
      expect(asked).toStrictEqual(['0 udp', '5 udp plain', '10 udp']);
    }),
  );

  it(
    'is not remembered when it refuses the plain query, too',
    marbles((m) => {
      const { asked, ask } = start(m, 'FORMERR');
      m.expect(concat(ask(), ask())).toBeObservable('10ms a 9ms (a|)', { a: '10 FORMERR FORMERR' });
      m.flush();
      expect(asked).toStrictEqual(['0 udp', '5 udp plain', '10 udp', '15 udp plain']);
    }),
  );

  it.each(['SERVFAIL', 'REFUSED', 'NXDOMAIN'] as const)('does not say %s', (rcode) => {
    marbles((m) => {
      const { asked, ask } = start(m, rcode);
      m.expect(ask()).toBeObservable('5ms (a|)', { a: `5 ${rcode}` });
      m.flush();
      expect(asked).toStrictEqual(['0 udp']);
    })();
  });

  it(
    'is not asked again when the query had none',
    marbles((m) => {
      const { asked, ask } = start(m, 'FORMERR');
      m.expect(ask({ edns: false })).toBeObservable('5ms (a|)', { a: '5 FORMERR' });
      m.flush();
      expect(asked).toStrictEqual(['0 udp plain']);
    }),
  );
});

describe('BADCOOKIE', () => {
  it(
    'sends the query again, three times at most, then over TCP',
    marbles((m) => {
      const { asked, ask } = start(m, 'BADCOOKIE', 'BADCOOKIE', 'BADCOOKIE', 'BADCOOKIE', 'NOERROR');
      m.expect(ask()).toBeObservable('25ms (a|)', {
        a: '25 BADCOOKIE BADCOOKIE BADCOOKIE BADCOOKIE NOERROR',
      });
      m.flush();
      expect(asked).toStrictEqual(['0 udp', '5 udp', '10 udp', '15 udp', '20 tcp']);
    }),
  );

  it(
    'over TCP stands',
    marbles((m) => {
      const { asked, ask } = start(m, 'BADCOOKIE');
      m.expect(ask({ transport: 'tcp' })).toBeObservable('5ms (a|)', { a: '5 BADCOOKIE' });
      m.flush();
      expect(asked).toStrictEqual(['0 tcp']);
    }),
  );
});
