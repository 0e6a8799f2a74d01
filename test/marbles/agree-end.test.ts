import { retry, take } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { DnsError } from '../../src/errors.js';
import type { AgreeOptions } from '../../src/options.js';
import { fakeNetwork } from '../../src/testing/fake-network.js';
import { marbles } from '../../src/testing/marbles.js';
import { hear, openConnections } from './host-network.js';
import { scriptedResolver } from './scripted-resolver.js';
import { endBy } from './watched-resolver.js';

const servers = ['192.0.2.1', '192.0.2.2', '192.0.2.3'];

/** The first server has 192.0.2.10, the second another address, the third says nothing. */
function threeServers() {
  const network = fakeNetwork()
    .answer({}, '')
    .answer({ address: '192.0.2.1' }, '5ms r', { r: { answers: [{ type: 'A', address: '192.0.2.10' }] } })
    .answer({ address: '192.0.2.2' }, '7ms r', { r: { answers: [{ type: 'A', address: '192.0.2.11' }] } });
  const resolver = scriptedResolver(network, { servers, edns: false, timeout: 10_000 });
  const agree = (options?: AgreeOptions) => resolver.agree$('a.example', 'A', '192.0.2.10', options);
  return { network, resolver, agree };
}

describe('the deadline', () => {
  it(
    'is an ETIMEOUT that says what each server has, with the latest attempts for a trail',
    marbles((m) => {
      const { network, agree } = threeServers();
      const trail: unknown[] = [];
      const { heard } = hear(m.scheduler, agree({ deadline: 3000 }), ({ agreeing }) => String(agreeing));
      agree({ deadline: 3000, quorum: 2 }).subscribe({ error: (error: unknown) => trail.push(error) });
      m.flush();
      expect(heard).toStrictEqual(['5 1', '7 1', '3000 ETIMEOUT']);
      expect(trail).toStrictEqual([expect.any(DnsError)]);
      expect(trail[0]).toMatchObject({
        code: 'ETIMEOUT',
        message:
          'A a.example: 1 of 3 servers agree after 3000 ms, 2 have to (192.0.2.1 agrees, 192.0.2.2 has other records, 192.0.2.3 no answer yet)',
        question: { name: 'a.example', type: 'A', class: 'IN' },
        elapsed: 3000,
        attempts: [
          { server: '192.0.2.1', transport: 'udp', outcome: 'NOERROR' },
          { server: '192.0.2.2', transport: 'udp', outcome: 'NOERROR' },
          { server: '192.0.2.3', transport: 'udp', elapsed: 3000, outcome: 'ETIMEOUT' },
        ],
      });
      expect(openConnections(network)).toBe(0);
      expect(m.scheduler.now()).toBe(3000);
    }),
  );

  it(
    'says of a server that fails how it does, and of one asked over TCP that it was',
    marbles((m) => {
      const network = fakeNetwork()
        .answer({}, '')
        .answer({ address: '192.0.2.1' }, '5ms r', { r: { rcode: 'REFUSED' } });
      const resolver = scriptedResolver(network, { servers, edns: false, timeout: 10_000, useTcp: true });
      const errors: unknown[] = [];
      const options = { deadline: 50, servers: servers.slice(0, 2) };
      resolver.agree$('a.example', 'A', '192.0.2.10', options).subscribe({
        error: (error: unknown) => errors.push(error),
      });
      m.flush();
      expect(errors[0]).toMatchObject({
        message: expect.stringContaining(
          '0 of 2 servers agree after 50 ms, 2 have to (192.0.2.1 REFUSED, 192.0.2.2',
        ),
        attempts: [
          { server: '192.0.2.1', transport: 'tcp', outcome: 'REFUSED' },
          { server: '192.0.2.2', transport: 'tcp', outcome: 'ETIMEOUT' },
        ],
      });
    }),
  );

  it(
    'of the resolver is one for each question, and goes on',
    marbles((m) => {
      const network = fakeNetwork().answer({}, ['', '5ms r'], {
        r: { answers: [{ type: 'A', address: '192.0.2.10' }] },
      });
      const resolver = scriptedResolver(network, { deadline: 50, timeout: 1000 });
      const agreement$ = resolver.agree$('a.example', 'A', '192.0.2.10', { every: 100 });
      const { heard } = hear(m.scheduler, agreement$, ({ servers: [state] }) =>
        String(state?.outcome?.status),
      );
      m.flush();
      expect(heard).toStrictEqual(['50 TIMEOUT', '155 NOERROR', '155 end']);
    }),
  );
});

describe('agree$ ends', () => {
  it.each(['unsubscribe', 'cancel', 'close$', 'abort'])(
    'by %s, while it asks and while it waits: nothing is left, and nothing sent',
    marbles((m, end: string) => {
      for (const at of [6, 1000]) {
        const { network, resolver, agree } = threeServers();
        const controller = new AbortController();
        const { heard, subscription } = hear(m.scheduler, agree({ signal: controller.signal }), () => '');
        const start = m.scheduler.now();
        m.scheduler.schedule(() => {
          if (end === 'unsubscribe') subscription.unsubscribe();
          endBy(end, resolver, controller);
          expect(openConnections(network)).toBe(0);
        }, at);
        m.flush();
        const told = end === 'unsubscribe' ? [] : [`${start + at} ECANCELLED`];
        expect(heard.slice(at === 6 ? 1 : 2)).toStrictEqual(told);
        expect(network.sent.length).toBe(3);
        expect(m.scheduler.now()).toBe(start + at);
      }
    }),
  );

  it(
    'with what is wrong about the question, without servers, and after close',
    marbles((m) => {
      const { network, resolver, agree } = threeServers();
      const hearEnd = (stream$: ReturnType<typeof agree>) => hear(m.scheduler, stream$, () => 'a value');
      const ends = [
        hearEnd(resolver.agree$('a..example', 'A', '192.0.2.1')),
        hearEnd(agree({ servers: ['nowhere'] })),
        hearEnd(agree({ servers: [] })),
      ];
      const fewer$ = agree({ quorum: 3 });
      resolver.servers = ['192.0.2.1'];
      ends.push(hearEnd(fewer$));
      m.flush();
      resolver.close$();
      ends.push(hearEnd(agree()));
      m.flush();
      expect(ends.map(({ heard }) => heard)).toStrictEqual([
        ['0 EBADNAME'],
        ['0 EBADSTR'],
        ['0 ENOSERVER'],
        ['0 ENOSERVER'],
        ['0 EDESTRUCTION'],
      ]);
      expect(network.sent).toStrictEqual([]);
    }),
  );

  it(
    'with what a function throws',
    marbles((m) => {
      const { resolver } = threeServers();
      const mistake = new Error('a mistake of the caller');
      const agreement$ = resolver.agree$('a.example', 'A', () => {
        throw mistake;
      });
      m.expect(agreement$).toBeObservable('5ms #', undefined, mistake);
    }),
  );

  it(
    'by cancel inside next, once; and asks anew where it is subscribed to again',
    marbles((m) => {
      const { network, resolver, agree } = threeServers();
      let values = 0;
      const codes: string[] = [];
      agree()
        .pipe(retry(1))
        .subscribe({
          next: () => {
            values += 1;
            resolver.cancel();
          },
          error: ({ code }: DnsError) => codes.push(code),
        });
      m.flush();
      expect([values, codes]).toStrictEqual([2, ['ECANCELLED']]);
      expect(network.sent.length).toBe(6);
      expect(openConnections(network)).toBe(0);
    }),
  );

  it(
    'by unsubscribing inside next',
    marbles((m) => {
      const { network, agree } = threeServers();
      const { heard } = hear(m.scheduler, agree().pipe(take(1)), ({ agreeing }) => String(agreeing));
      m.flush();
      expect(heard).toStrictEqual(['5 1', '5 end']);
      expect([openConnections(network), m.scheduler.now()]).toStrictEqual([0, 5]);
    }),
  );
});

it.each<[options: AgreeOptions, message: string]>([
  [{ quorum: 0 }, 'quorum is 0; it has to be an integer from 1 to 3'],
  [{ quorum: 4 }, 'quorum is 4; it has to be an integer from 1 to 3'],
  [{ quorum: 2, servers: ['192.0.2.1'] }, 'quorum is 2; it has to be an integer from 1 to 1'],
  [{ every: 0 }, 'every is 0; it has to be an integer from 1 to 2147483647'],
  [{ deadline: 0 }, 'deadline is 0; it has to be an integer from 1 to 2147483647'],
  [
    { deadline: Number.POSITIVE_INFINITY },
    'deadline is Infinity; it has to be an integer from 1 to 2147483647',
  ],
])(
  'throws for %o at once',
  marbles((m, options: AgreeOptions, message: string) => {
    const { agree } = threeServers();
    expect(() => agree(options)).toThrow(new RangeError(message));
    m.flush();
  }),
);
