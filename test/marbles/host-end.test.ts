import { firstValueFrom, type Observable, Subject } from 'rxjs';
import { catchError, finalize, ignoreElements, tap } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import type { HostOptions } from '../../src/options.js';
import type { Resolver } from '../../src/resolver.js';
import type { FakeNetwork } from '../../src/testing/fake-network.js';
import { marbles } from '../../src/testing/marbles.js';
import { hear, hostNetwork, openConnections } from './host-network.js';
import { hostResolver } from './host-resolver.js';

type Start = (resolver: Resolver, options?: HostOptions) => Observable<unknown>;

const byName: readonly (readonly [string, Start])[] = [
  ['gethostbyname$', (resolver, options) => resolver.gethostbyname$('a.example', 0, options)],
  ['getaddrinfo$', (resolver, options) => resolver.getaddrinfo$('a.example', options)],
  ['addresses$', (resolver, options) => resolver.addresses$('a.example', options)],
];
const byAddress: readonly (readonly [string, Start])[] = [
  ['gethostbyaddr$', (resolver, options) => resolver.gethostbyaddr$('192.0.2.7', options)],
  ['getnameinfo$', (resolver, options) => resolver.getnameinfo$({ address: '192.0.2.7', port: 80 }, options)],
];

interface Stage {
  readonly stage: string;
  /** When it ends. */
  readonly at: number;
  network(): FakeNetwork;
}

const twice = '192.0.2.7 192.0.2.8';
const stages: readonly Stage[] = [
  { stage: 'asking', at: 3, network: () => hostNetwork({ 'a.example A': twice }) },
  {
    stage: 'the resolution delay',
    at: 30,
    network: () => hostNetwork({ 'a.example A': twice, 'a.example AAAA': 'silence' }),
  },
  {
    stage: 'putting into order',
    at: 15,
    network: () => hostNetwork({ 'a.example A': twice }).accept({ address: '192.0.2.8' }, '20ms o'),
  },
];
const rows = [
  ...byName.flatMap(([what, start]) => stages.map((stage) => ({ what, start, ...stage }))),
  ...byAddress.flatMap(([what, start]) => stages.slice(0, 1).map((stage) => ({ what, start, ...stage }))),
];

describe('ended', () => {
  it.each(rows)(
    'by unsubscribing: $what, while $stage',
    marbles((m, { start, at, network: make }: (typeof rows)[number]) => {
      const network = make();
      const { heard, subscription } = hear(m.scheduler, start(hostResolver(network)));
      let sent = 0;
      m.scheduler.schedule(() => {
        expect(openConnections(network)).toBeGreaterThan(0);
        subscription.unsubscribe();
        expect(openConnections(network)).toBe(0);
        sent = network.sent.length;
      }, at);
      m.flush();
      expect(heard).toStrictEqual([]);
      expect(network.sent.length).toBe(sent);
      expect(m.scheduler.now()).toBe(at);
    }),
  );

  const ends: readonly (readonly [string, (resolver: Resolver, controller: AbortController) => void])[] = [
    ['cancel', (resolver) => resolver.cancel()],
    ['close$', (resolver) => resolver.close$()],
    ['a signal', (_resolver, controller) => controller.abort()],
  ];
  it.each(rows.flatMap((row) => ends.map(([by, end]) => ({ by, end, ...row }))))(
    'by $by: $what, while $stage: ECANCELLED, and no part of a result',
    marbles(
      (m, { start, at, end, network: make }: (typeof rows)[number] & { end: (typeof ends)[number][1] }) => {
        const network = make();
        const resolver = hostResolver(network);
        const controller = new AbortController();
        const { heard } = hear(m.scheduler, start(resolver, { signal: controller.signal }));
        let sent = 0;
        m.scheduler.schedule(() => {
          end(resolver, controller);
          expect(openConnections(network)).toBe(0);
          sent = network.sent.length;
          end(resolver, controller);
        }, at);
        m.flush();
        expect(heard).toStrictEqual([`${at} ECANCELLED`]);
        expect(network.sent.length).toBe(sent);
      },
    ),
  );

  it.each([...byName, ...byAddress])(
    '%s, before it began, and after close$',
    marbles((m, _what, start: Start) => {
      const network = hostNetwork();
      const resolver = hostResolver(network, { hosts: '192.0.2.7 a.example' });
      const gone = hear(m.scheduler, start(resolver));
      gone.subscription.unsubscribe();
      const aborted = hear(m.scheduler, start(resolver, { signal: AbortSignal.abort() }));
      const cancelled = hear(m.scheduler, start(resolver));
      resolver.cancel();
      const pending = hear(m.scheduler, start(resolver));
      resolver.close$();
      const late = hear(m.scheduler, start(resolver));
      m.flush();
      expect([gone, aborted, cancelled, pending, late].map(({ heard }) => heard)).toStrictEqual([
        [],
        ['0 ECANCELLED'],
        ['0 ECANCELLED'],
        ['0 ECANCELLED'],
        ['0 EDESTRUCTION'],
      ]);
      expect(network.connections).toStrictEqual([]);
    }),
  );

  it.each(rows)(
    'by the deadline: $what, while $stage',
    marbles((m, { start, at, network: make }: (typeof rows)[number]) => {
      const network = make();
      const { heard } = hear(m.scheduler, start(hostResolver(network), { deadline: at }));
      m.scheduler.schedule(() => expect(openConnections(network)).toBe(0), at + 1);
      m.flush();
      expect(heard).toStrictEqual([`${at} ETIMEOUT`]);
      expect.assertions(2);
    }),
  );
});

describe.each([...byName, ...byAddress])('%s', (_what, start) => {
  const known = { 'a.example A': '192.0.2.7', '7.2.0.192.in-addr.arpa PTR': 'a.example' };

  it('throws at once for a wrong option, and errors for servers that are none', async () => {
    const resolver = hostResolver(hostNetwork());
    expect(() => start(resolver, { timeout: 0 })).toThrow(RangeError);
    const failed$ = start(resolver, { servers: ['nowhere'] });
    await expect(firstValueFrom(failed$)).rejects.toMatchObject({ code: 'EBADSTR' });
  });

  it(
    'asks again for each subscription',
    marbles((m) => {
      const network = hostNetwork(known);
      const host$ = start(hostResolver(network));
      const [first, second] = [
        hear(m.scheduler, host$, () => 'found'),
        hear(m.scheduler, host$, () => 'found'),
      ];
      m.flush();
      expect(first.heard).toStrictEqual(['5 found', '5 end']);
      expect(second.heard).toStrictEqual(first.heard);
      expect([2, 4]).toContain(network.sent.length);
    }),
  );

  it.each(['next', 'error', 'complete', 'finalize'])(
    'is started inside %s of another',
    marbles((m, place: string) => {
      const resolver = hostResolver(hostNetwork(known));
      const inside$ = new Subject<unknown>();
      const inner = hear(m.scheduler, inside$, () => 'found');
      const again = () => start(resolver).subscribe(inside$);
      const failing$ = resolver.query$('none.example', 'A');
      if (place === 'next') hear(m.scheduler, start(resolver).pipe(tap(again)));
      if (place === 'complete') hear(m.scheduler, start(resolver).pipe(tap({ complete: again })));
      if (place === 'finalize') hear(m.scheduler, start(resolver).pipe(finalize(again)));
      if (place === 'error')
        hear(m.scheduler, failing$.pipe(catchError(() => start(resolver).pipe(tap(inside$)))));
      m.flush();
      expect(inner.heard).toStrictEqual(['10 found', '10 end']);
    }),
  );

  it(
    'a subscriber that cancels and closes when it has its value keeps it',
    marbles((m) => {
      const resolver = hostResolver(hostNetwork({ ...known, 'b.example': 'silence' }));
      const other = hear(m.scheduler, resolver.gethostbyname$('b.example').pipe(ignoreElements()));
      const end = () => {
        resolver.cancel();
        resolver.close$();
      };
      const { heard } = hear(m.scheduler, start(resolver).pipe(tap({ complete: end })), () => 'found');
      m.flush();
      expect(heard).toStrictEqual(['5 found', '5 end']);
      expect(other.heard).toStrictEqual(['5 ECANCELLED']);
    }),
  );
});
