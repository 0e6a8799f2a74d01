import { asyncScheduler, concat, defer, NEVER, type Observable, of, throwError } from 'rxjs';
import { delay, map } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import { DnsError } from '../../src/errors.js';
import { EventSource } from '../../src/observables/events.js';
import type { DnsResponse, ServerQuery } from '../../src/observables/exchange.js';
import { fallback } from '../../src/observables/fallback.js';
import { marbles } from '../../src/testing/marbles.js';
import { exampleAddress, exampleResponse, exampleServerQuery } from '../observables/example.js';

const flags = exampleResponse().flags;
const udpAttempt = { server: '192.0.2.1', transport: 'udp', elapsed: 20, outcome: 'NOERROR' } as const;
const tcpAttempt = { ...udpAttempt, transport: 'tcp', elapsed: 30 } as const;
const truncated = exampleResponse({
  flags: { ...flags, tc: true },
  answers: [exampleAddress('example.com', 66)],
  elapsed: 20,
  attempts: [udpAttempt],
});
const whole = exampleResponse({
  answers: [exampleAddress('example.com', 7)],
  transport: 'tcp',
  elapsed: 30,
  attempts: [tcpAttempt],
});
const forged = new DnsError('EBADRESP', 'too many wrong messages');

/** The stage above two exchanges, and what it asked them. */
function start(udp$: Observable<DnsResponse>, tcp$: Observable<DnsResponse>) {
  const asked: string[] = [];
  const exchange = fallback(
    asyncScheduler,
    new EventSource(),
  )(({ transport }: ServerQuery) =>
    defer(() => {
      asked.push(transport);
      return transport === 'udp' ? udp$ : tcp$;
    }),
  );
  return { asked, exchange };
}

describe('a whole response', () => {
  it(
    'is passed on',
    marbles((m) => {
      const response = exampleResponse();
      const { asked, exchange } = start(m.cold('20ms (r|)', { r: response }), NEVER);
      m.expect(exchange(exampleServerQuery())).toBeObservable('20ms (r|)', { r: response });
      m.flush();
      expect(asked).toStrictEqual(['udp']);
    }),
  );

  it(
    'over TCP is passed on even with TC set',
    marbles((m) => {
      const { asked, exchange } = start(NEVER, m.cold('20ms (r|)', { r: truncated }));
      const query = exampleServerQuery({ transport: 'tcp' });
      m.expect(exchange(query)).toBeObservable('20ms (r|)', { r: truncated });
      m.flush();
      expect(asked).toStrictEqual(['tcp']);
    }),
  );
});

describe('a truncated response', () => {
  it(
    'is asked for again over TCP at once; the first attempt is in the trail',
    marbles((m) => {
      const udp$ = m.cold('20ms (r|)', { r: truncated });
      const tcp$ = m.cold('30ms (r|)', { r: whole });
      const { asked, exchange } = start(udp$, tcp$);
      m.expect(exchange(exampleServerQuery())).toBeObservable('50ms (r|)', {
        r: { ...whole, elapsed: 50, attempts: [{ ...udpAttempt, outcome: 'TRUNCATED' }, tcpAttempt] },
      });
      m.expect(tcp$).toHaveSubscriptions('20ms ^ 29ms !');
      m.flush();
      expect(asked).toStrictEqual(['udp', 'tcp']);
    }),
  );

  it(
    'is taken as it is with ignoreTruncation',
    marbles((m) => {
      const { asked, exchange } = start(m.cold('20ms (r|)', { r: truncated }), NEVER);
      const query = exampleServerQuery({ ignoreTruncation: true });
      m.expect(exchange(query)).toBeObservable('20ms (r|)', { r: truncated });
      m.flush();
      expect(asked).toStrictEqual(['udp']);
    }),
  );

  it(
    'is not used when TCP fails',
    marbles((m) => {
      const error = new DnsError('ECONNREFUSED', 'no');
      const { exchange } = start(m.cold('20ms (r|)', { r: truncated }), m.cold('5ms #', {}, error));
      m.expect(exchange(exampleServerQuery())).toBeObservable('25ms #', {}, error);
    }),
  );

  it(
    'is not asked for again when it comes over TCP truncated too',
    marbles((m) => {
      const again = exampleResponse({ flags: { ...flags, tc: true }, transport: 'tcp', attempts: [] });
      const { asked, exchange } = start(of(truncated).pipe(delay(20)), m.cold('5ms (r|)', { r: again }));
      const tc$ = exchange(exampleServerQuery()).pipe(map((response) => response.flags.tc));
      m.expect(tc$).toBeObservable('25ms (t|)', { t: true });
      m.flush();
      expect(asked).toStrictEqual(['udp', 'tcp']);
    }),
  );

  it(
    'is no longer asked for when nobody waits',
    marbles((m) => {
      const tcp$ = m.cold('30ms (r|)', { r: whole });
      const { exchange } = start(m.cold('20ms (r|)', { r: truncated }), tcp$);
      m.expect(exchange(exampleServerQuery()), '^ 30ms !').toBeObservable('');
      m.expect(tcp$).toHaveSubscriptions('20ms ^ 10ms !');
    }),
  );
});

describe('errors', () => {
  it(
    'EBADRESP over UDP asks again over TCP',
    marbles((m) => {
      const { asked, exchange } = start(m.cold('20ms #', {}, forged), m.cold('30ms (r|)', { r: whole }));
      const address$ = exchange(exampleServerQuery()).pipe(map(({ answers }) => answers));
      m.expect(address$).toBeObservable('50ms (r|)', { r: whole.answers });
      m.flush();
      expect(asked).toStrictEqual(['udp', 'tcp']);
    }),
  );

  it(
    'EBADRESP over TCP does not',
    marbles((m) => {
      const { asked, exchange } = start(m.cold('20ms #', {}, forged), m.cold('30ms #', {}, forged));
      m.expect(exchange(exampleServerQuery())).toBeObservable('50ms #', {}, forged);
      m.flush();
      expect(asked).toStrictEqual(['udp', 'tcp']);
    }),
  );

  it.each([new DnsError('ECONNREFUSED', 'refused'), new DnsError('EOF', 'closed'), new Error('a bug')])(
    '%s is passed on',
    (error) => {
      marbles((m) => {
        const { asked, exchange } = start(m.cold('20ms #', {}, error), NEVER);
        m.expect(exchange(exampleServerQuery())).toBeObservable('20ms #', {}, error);
        m.flush();
        expect(asked).toStrictEqual(['udp']);
      })();
    },
  );
});

it(
  'nothing is asked before subscribe, and each subscription asks anew',
  marbles((m) => {
    const udp$ = m.cold('20ms (r|)', { r: truncated });
    const tcp$ = m.cold('30ms (r|)', { r: whole });
    const { asked, exchange } = start(udp$, tcp$);
    const answer$ = exchange(exampleServerQuery());
    expect(asked).toStrictEqual([]);
    const octet$ = concat(answer$, answer$).pipe(map(({ elapsed }) => elapsed));
    m.expect(octet$).toBeObservable('50ms a 49ms (a|)', { a: 50 });
    m.flush();
    expect(asked).toStrictEqual(['udp', 'tcp', 'udp', 'tcp']);
  }),
);

it(
  'TCP that fails inside subscribe is an error',
  marbles((m) => {
    const error = new DnsError('ECONNREFUSED', 'refused');
    const { exchange } = start(
      m.cold('20ms (r|)', { r: truncated }),
      throwError(() => error),
    );
    m.expect(exchange(exampleServerQuery())).toBeObservable('20ms #', {}, error);
  }),
);
