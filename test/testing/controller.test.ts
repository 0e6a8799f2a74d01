import { firstValueFrom, map, timer } from 'rxjs';
import { describe, expect, it, vi } from 'vitest';
import { queryEach } from '../../src/observables/query-each.js';
import type { Resolver } from '../../src/resolver.js';
import { marbles } from '../../src/testing/marbles.js';
import type { DnsTestingController } from '../../src/testing/testing-controller.js';
import { virtualTime } from '../../src/testing/virtual-time.js';
import { collecting, watch } from './collecting-resolver.js';

const address = [{ type: 'A', address: '192.0.2.7' }] as const;

describe('a query', () => {
  it('is there when subscribe() returns, and its result when respond() does', () => {
    const { dns, resolver } = collecting();
    const seen = watch(resolver.query$('Example.org', 'A'));
    const query = dns.expectOne('example.org');
    expect(query).toMatchObject({
      question: { name: 'Example.org', type: 'A', class: 'IN' },
      message: { flags: { rd: true, qr: false }, questions: [query.question] },
      server: '192.0.2.1',
      transport: 'udp',
      cancelled: false,
    });
    expect(seen).toStrictEqual([]);
    query.respond(address);
    expect(seen).toStrictEqual([
      [{ name: 'Example.org', class: 'IN', ttl: 300, type: 'A', address: '192.0.2.7' }],
      'complete',
    ]);
    dns.verify();
  });

  it('of a Promise is there at once', async () => {
    const { dns, resolver } = collecting();
    const records = resolver.query('example.org', 'A');
    dns.expectOne('example.org').respond(address);
    expect(await records).toMatchObject(address);
  });

  it('of a host lookup is there a microtask later', async () => {
    const { dns, resolver } = collecting();
    const host = resolver.gethostbyname('example.org', 4);
    dns.expectNone('example.org');
    await Promise.resolve();
    dns.expectOne({ name: 'example.org', type: 'A' }).respond(address);
    expect(await host).toMatchObject({ name: 'example.org', addresses: ['192.0.2.7'] });
  });

  it.each<[string, Parameters<ReturnType<DnsTestingController['expectOne']>['respond']>[0]]>([
    ['records', address],
    ['zone text', 'example.org 60 IN A 192.0.2.7'],
    ['zone text, all that can be left out left out', 'example.org. A 192.0.2.7'],
    [
      'zone text as it stands in code',
      '\n      example.org. A 192.0.2.7\n                   A 192.0.2.8\n\n  ',
    ],
    ['a message', { answers: address, flags: { aa: true } }],
    [
      'a chain of CNAMEs',
      [
        { type: 'CNAME', target: 'www.example.org' },
        { name: 'www.example.org', type: 'A', address: '192.0.2.7' },
      ],
    ],
  ])('is answered by %s', (_what, answer) => {
    const { dns, resolver } = collecting();
    const seen = watch(resolver.query$('example.org', 'A').pipe(map(([record]) => record?.address)));
    dns.expectOne('example.org').respond(answer);
    expect(seen).toStrictEqual(['192.0.2.7', 'complete']);
  });

  it('is not answered by what is no answer: that stays with whoever waits, as on the wire', () => {
    const { dns, resolver } = collecting();
    const seen = watch(resolver.query$('example.org', 'A'));
    dns.expectOne('example.org').respond(Uint8Array.of(1, 2, 3));
    expect(seen).toStrictEqual([]);
    resolver.cancel();
    expect(seen).toMatchObject([{ code: 'ECANCELLED' }]);
  });

  it('goes through the cache: the same question again is answered without a query', async () => {
    const { dns, resolver } = collecting();
    watch(resolver.query$('example.org', 'A'));
    dns.expectOne('example.org').respond(address);
    expect(await firstValueFrom(resolver.query$('EXAMPLE.org', 'A'))).toMatchObject(address);
    dns.expectNone('example.org');
  });

  it('that is truncated is asked again over TCP', () => {
    const { dns, resolver } = collecting();
    const seen = watch(resolver.query$('example.org', 'A').pipe(map(({ length }) => length)));
    dns.expectOne({ server: '192.0.2.1' }).respond({ flags: { tc: true } });
    dns.expectOne({ server: 'tcp://192.0.2.1' }).respond(address);
    expect(seen).toStrictEqual([1, 'complete']);
  });
});

describe('a cancelled query', () => {
  it.each<[string, (resolver: Resolver) => () => void]>([
    [
      'unsubscribed',
      (resolver) => {
        const subscription = resolver.query$('example.org', 'A').subscribe();
        return () => subscription.unsubscribe();
      },
    ],
    [
      'aborted',
      (resolver) => {
        const abort = new AbortController();
        watch(resolver.query$('example.org', 'A', { signal: abort.signal }));
        return () => abort.abort();
      },
    ],
    [
      'closed with its resolver',
      (resolver) => {
        watch(resolver.query$('example.org', 'A'));
        return () => resolver.close$();
      },
    ],
  ])('shows it: %s', (_what, ask) => {
    for (const useTcp of [false, true]) {
      const { dns, resolver } = collecting({ useTcp });
      const cancel = ask(resolver);
      const query = dns.expectOne('example.org');
      expect(query.cancelled).toBe(false);
      cancel();
      expect(query.cancelled).toBe(true);
      expect(() => query.respond([])).toThrow(
        /^cannot respond to example\.org A to .*192\.0\.2\.1 \(cancelled\)$/,
      );
      expect(() => query.error('ETIMEOUT')).toThrow('(cancelled)');
    }
  });

  it('shows it however many share a connection', () => {
    const { dns, resolver } = collecting({ useTcp: true });
    const [first] = [1, 2].map((n) => resolver.query$(`${n}.example`, 'A').subscribe());
    first?.unsubscribe();
    expect(dns.match({}).map(({ cancelled }) => cancelled)).toStrictEqual([true, false]);
  });

  it('is one whose connection ended, too', () => {
    const { dns, resolver } = collecting({ useTcp: true, random: () => 7 });
    const seen = ['a.example', 'b.example'].map((name) => watch(resolver.query$(name, 'A')));
    dns.expectOne('a.example').respond(Uint8Array.of(1, 2, 3));
    expect(seen).toMatchObject([[{ code: 'EBADRESP' }], [{ code: 'EBADRESP' }]]);
    expect(dns.expectOne('b.example').cancelled).toBe(true);
  });

  it('is not cancelled by its answer, nor by an end after that', () => {
    const { dns, resolver } = collecting();
    watch(resolver.query$('example.org', 'A'));
    const query = dns.expectOne('example.org');
    query.respond([]);
    resolver.close$();
    expect(query.cancelled).toBe(false);
    expect(() => query.respond([])).toThrow('cannot respond to example.org A to 192.0.2.1 (answered)');
  });

  it('is answered by nobody: its transaction id may be that of another by now', () => {
    const { dns, resolver } = collecting({ useTcp: true, random: () => 7 });
    resolver.query$('a.example', 'A').subscribe().unsubscribe();
    const seen = watch(resolver.query$('b.example', 'A').pipe(map(({ length }) => length)));
    expect(dns.match({}).map(({ cancelled }) => cancelled)).toStrictEqual([true, false]);
    expect(seen).toStrictEqual([]);
  });
});

describe('virtual time', () => {
  it(
    'is where answers come when marbles say',
    marbles((m) => {
      const { dns, resolver } = collecting();
      m.expect(resolver.query$('example.org', 'A').pipe(map(([record]) => record?.address))).toBeObservable(
        '20ms (a|)',
        { a: '192.0.2.7' },
      );
      timer(20).subscribe(() => dns.expectOne('example.org').respond(address));
    }),
  );

  it(
    'is where unsubscription shows',
    marbles((m) => {
      const { dns, resolver } = collecting();
      m.expect(resolver.query$('example.org', 'A'), '^ 9ms !').toBeObservable('');
      m.flush();
      expect(dns.expectOne('example.org').cancelled).toBe(true);
    }),
  );

  it(
    'is where attempts time out',
    virtualTime((clock) => {
      const { dns, resolver } = collecting({ timeout: 2000, tries: 2 });
      const seen = watch(resolver.query$('example.org', 'A').pipe(map(({ length }) => length)));
      const first = dns.expectOne('example.org');
      clock.advance(1999);
      dns.expectNone('example.org');
      clock.advance(1);
      expect(first.cancelled).toBe(true);
      dns.expectOne('example.org').respond(address);
      expect(seen).toStrictEqual([1, 'complete']);
    }),
  );
});

it('works with the fake timers of a test runner', () => {
  vi.useFakeTimers();
  try {
    const { dns, resolver } = collecting({ deadline: 1000 });
    const seen = watch(resolver.query$('example.org', 'A'));
    vi.advanceTimersByTime(999);
    expect(seen).toStrictEqual([]);
    vi.advanceTimersByTime(1);
    expect(seen).toMatchObject([{ code: 'ETIMEOUT' }]);
    expect(dns.expectOne('example.org').cancelled).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});

it('holds a batch of thousands, each query with its own cancellation', () => {
  const { dns, resolver } = collecting();
  const names = Array.from({ length: 3000 }, (_, n) => `${n}.example`);
  const outcomes: string[] = [];
  const subscription = queryEach
    .from(resolver, names, 'A', { concurrency: 3000 })
    .subscribe(({ input, status }) => outcomes.push(`${input} ${status}`));
  const queries = dns.match(({ question }) => question.type === 'A');
  expect(queries.length).toBe(3000);
  queries[2999]?.error('ETIMEOUT');
  queries[0]?.error('ENOTFOUND');
  expect(outcomes).toStrictEqual(['2999.example TIMEOUT', '0.example NXDOMAIN']);
  subscription.unsubscribe();
  expect(queries.filter(({ cancelled }) => cancelled).length).toBe(2998);
});
