import { merge, type Observable, Subject } from 'rxjs';
import { catchError, map, repeat, tap } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import { DnsError } from '../../src/errors.js';
import type { QueryOptions } from '../../src/options.js';
import type { Resolver } from '../../src/resolver.js';
import type { FakeNetwork } from '../../src/testing/fake-network.js';
import { marbles } from '../../src/testing/marbles.js';
import { askedFor, hear, hostNetwork, openConnections } from './host-network.js';
import { scriptedResolver } from './scripted-resolver.js';
import { sentQuestions } from './timed-questions.js';

const domains = ['first.example', 'second.example'];
/** Found after 15 ms, as the third name. */
const lastOfThree = { 'www A': '192.0.2.7' };

function searching(network: FakeNetwork): Resolver {
  return scriptedResolver(network, { domains });
}

function search(resolver: Resolver, name = 'www', options?: QueryOptions): Observable<string> {
  return resolver
    .search$(name, 'A', options)
    .pipe(map((records) => records.map(({ address }) => address).join()));
}

describe('ended while it searches', () => {
  const stages = [
    { stage: 'the first name', at: 3, asked: 1 },
    { stage: 'the second name', at: 8, asked: 2 },
    { stage: 'the last name', at: 13, asked: 3 },
  ];

  it.each(stages)(
    'by unsubscribing: $stage',
    marbles((m, { at, asked }: (typeof stages)[number]) => {
      const network = hostNetwork(lastOfThree);
      const { heard, subscription } = hear(m.scheduler, search(searching(network)));
      m.scheduler.schedule(() => subscription.unsubscribe(), at);
      m.scheduler.schedule(() => expect(openConnections(network)).toBe(0), at);
      m.flush();
      expect(heard).toStrictEqual([]);
      expect(network.sent.length).toBe(asked);
    }),
  );

  it.each(stages)(
    'by cancel, close$ and a signal: $stage',
    marbles((m, { at, asked }: (typeof stages)[number]) => {
      const ends: readonly ((resolver: Resolver, controller: AbortController) => void)[] = [
        (resolver) => resolver.cancel(),
        (resolver) => resolver.close$(),
        (_resolver, controller) => controller.abort(),
      ];
      for (const end of ends) {
        const network = hostNetwork(lastOfThree);
        const resolver = searching(network);
        const controller = new AbortController();
        const { heard } = hear(m.scheduler, search(resolver, 'www', { signal: controller.signal }));
        m.scheduler.schedule(() => end(resolver, controller), at);
        m.scheduler.schedule(() => expect(openConnections(network)).toBe(0), at);
        m.scheduler.schedule(() => {
          expect(heard).toStrictEqual([`${at} ECANCELLED`]);
          expect(network.sent.length).toBe(asked);
        }, 1000);
      }
      m.flush();
      expect.assertions(3 * ends.length);
    }),
  );

  it(
    'in the frame in which the next name would be asked for',
    marbles((m) => {
      const network = hostNetwork(lastOfThree);
      const resolver = searching(network);
      const { heard } = hear(m.scheduler, search(resolver));
      resolver.events$.subscribe(({ type }) => {
        if (type === 'attempt') resolver.cancel();
      });
      m.flush();
      expect(heard).toStrictEqual(['5 ECANCELLED']);
      expect(askedFor(network)).toStrictEqual(['www.first.example A']);
    }),
  );

  it(
    'before it began',
    marbles((m) => {
      const network = hostNetwork(lastOfThree);
      const resolver = searching(network);
      const gone = hear(m.scheduler, search(resolver));
      gone.subscription.unsubscribe();
      const aborted = hear(m.scheduler, search(resolver, 'www', { signal: AbortSignal.abort() }));
      const cancelled = hear(m.scheduler, search(resolver));
      resolver.cancel();
      const later = hear(m.scheduler, search(resolver));
      resolver.close$();
      const closed = hear(m.scheduler, search(resolver));
      m.flush();
      expect([gone, aborted, cancelled, later, closed].map(({ heard }) => heard)).toStrictEqual([
        [],
        ['0 ECANCELLED'],
        ['0 ECANCELLED'],
        ['0 ECANCELLED'],
        ['0 EDESTRUCTION'],
      ]);
      expect(network.connections).toStrictEqual([]);
    }),
  );
});

describe('the deadline', () => {
  it.each([
    { deadline: 16, heard: ['15 192.0.2.7', '15 end'], asked: 3 },
    { deadline: 12, heard: ['12 ETIMEOUT'], asked: 3 },
    { deadline: 9, heard: ['9 ETIMEOUT'], asked: 2 },
    { deadline: 4, heard: ['4 ETIMEOUT'], asked: 1 },
  ])(
    'is one for all names: $deadline ms',
    marbles((m, row: { deadline: number; heard: readonly string[]; asked: number }) => {
      const network = hostNetwork(lastOfThree);
      const { deadline } = row;
      const { heard } = hear(m.scheduler, search(searching(network), 'www', { deadline }));
      m.scheduler.schedule(() => expect(openConnections(network)).toBe(0), deadline + 1);
      m.flush();
      expect(heard).toStrictEqual(row.heard);
      expect(network.sent.length).toBe(row.asked);
    }),
  );

  it(
    'of the resolver counts, too, and the next search has its own',
    marbles((m) => {
      const network = hostNetwork(lastOfThree);
      const resolver = scriptedResolver(network, { domains, deadline: 12 });
      const code$ = search(resolver).pipe(catchError((error: DnsError) => [error.message]));
      m.expect(code$.pipe(repeat(2))).toBeObservable('12ms t 11ms (t|)', {
        t: 'no result within the deadline of 12 ms',
      });
    }),
  );
});

describe('several searches', () => {
  it(
    'two subscriptions ask twice, each from the start',
    marbles((m) => {
      const network = hostNetwork(lastOfThree);
      const found$ = search(searching(network));
      const first = hear(m.scheduler, found$);
      const second = hear(m.scheduler, found$.pipe(repeat(2)));
      m.flush();
      expect(first.heard).toStrictEqual(['15 192.0.2.7', '15 end']);
      expect(second.heard).toStrictEqual(['15 192.0.2.7', '30 192.0.2.7', '30 end']);
      expect(network.sent.length).toBe(9);
    }),
  );

  it(
    'at the same time have nothing to do with each other',
    marbles((m) => {
      const network = hostNetwork({ ...lastOfThree, 'mail.first.example A': '192.0.2.8' });
      const resolver = searching(network);
      const names = ['www', 'mail', 'none'];
      const asked$ = names.map((name) =>
        search(resolver, name).pipe(catchError((error: DnsError) => [error.code])),
      );
      const { heard } = hear(m.scheduler, merge(...asked$));
      m.flush();
      expect(heard).toStrictEqual(['5 192.0.2.8', '15 192.0.2.7', '15 ENOTFOUND', '15 end']);
    }),
  );

  it(
    'one inside next, and one inside error, of another',
    marbles((m) => {
      const network = hostNetwork(lastOfThree);
      const resolver = searching(network);
      const inside$ = new Subject<string>();
      const inner = hear(m.scheduler, inside$);
      const again$ = search(resolver, 'none').pipe(catchError(() => search(resolver)));
      const outer = hear(m.scheduler, search(resolver).pipe(tap(() => again$.subscribe(inside$))));
      m.flush();
      expect(outer.heard).toStrictEqual(['15 192.0.2.7', '15 end']);
      expect(inner.heard).toStrictEqual(['45 192.0.2.7', '45 end']);
    }),
  );

  it(
    'one name is asked for at a time, when the one before has been answered',
    marbles((m) => {
      const network = hostNetwork({ 'www.second.example': '7ms NODATA' });
      hear(m.scheduler, search(searching(network)));
      m.flush();
      expect(sentQuestions(network)).toStrictEqual([
        '0 www.first.example A',
        '5 www.second.example A',
        '12 www A',
      ]);
    }),
  );
});

it.each(['example..com', '', 'a'.repeat(64), `${'a.'.repeat(127)}b`, 'a\\', 'a\\999', '\u200b'])(
  'a name that is none, %j, is EBADNAME, and nothing is sent',
  marbles((m, name: string) => {
    const network = hostNetwork();
    const { heard } = hear(m.scheduler, search(searching(network), name));
    expect(heard).toStrictEqual([]);
    m.flush();
    expect(heard).toStrictEqual(['0 EBADNAME']);
    expect(network.connections).toStrictEqual([]);
  }),
);

it(
  'the error is that of the name that decided, with its response',
  marbles((m) => {
    const network = hostNetwork({ 'www.first.example': 'NODATA', www: 'NODATA' });
    const resolver = searching(network);
    const told = (name: string) =>
      search(resolver, name).pipe(
        catchError(({ question, rcode }: DnsError) => [`${question?.name} ${rcode}`]),
      );
    m.expect(merge(told('www'), told('mail'))).toBeObservable('15ms (ab|)', {
      a: 'www.first.example NOERROR',
      b: 'mail NXDOMAIN',
    });
  }),
);

it('resolver.search is the same as a Promise', async () => {
  const resolver = searching(hostNetwork(lastOfThree));
  const [record] = await resolver.search('www', 'A');
  expect(record?.address).toBe('192.0.2.7');
  const error = await resolver.search('mail', 'A').catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DnsError);
  expect(error).toMatchObject({ code: 'ENOTFOUND', question: { name: 'mail' } });
  await expect(resolver.search('www', 'A', { timeout: 0 })).rejects.toThrow(RangeError);
});
