import { of } from 'rxjs';
import type { Context } from 'rxjs-marbles';
import { expectTypeOf, it } from 'vitest';
import {
  DnsTestingController,
  type MarbleContext,
  marbles,
  type startNameServer,
  type TestQuery,
  virtualTime,
} from '../../src/testing/index.js';

declare const query: TestQuery;

it('an answer has the fields of its type', () => {
  query.respond([{ type: 'MX', preference: 10, exchange: 'mail.example.org' }]);
  query.respond({ rcode: 'NXDOMAIN', flags: { aa: true } });
  // @ts-expect-error
  query.respond([{ type: 'MX', preference: '10', exchange: 'mail.example.org' }]);
  // @ts-expect-error
  query.respond([{ type: 'A' }]);
  // @ts-expect-error
  query.respond({ rcode: 'NXDOMIAN' });
});

it('a failure is a code or an Error', () => {
  query.error('ETIMEOUT');
  query.error(new Error('reset'));
  // @ts-expect-error
  query.error('ENOENT');
});

it('a match is a name, a pattern or a function of the query', () => {
  const dns = new DnsTestingController();
  expectTypeOf(dns.expectOne('example.org')).toEqualTypeOf<TestQuery>();
  dns.match({ name: 'example.org', type: 'TYPE65280' });
  dns.match(({ question, message }) => question.type === 'A' && message.flags.rd);
  // @ts-expect-error
  dns.match({ type: 'AAA' });
});

it('a marble test types its context, or leaves it, or has that of rxjs-marbles', () => {
  expectTypeOf(marbles((m) => expectTypeOf(m).toEqualTypeOf<MarbleContext>())).toEqualTypeOf<() => void>();
  marbles((m: MarbleContext) => m.expect(of(1)).toBeObservable('(a|)', { a: 1 }));
  marbles((m: Context) => m.expect(of(1)).toBeObservable('(a|)', { a: 1 }));
  // @ts-expect-error
  marbles((m) => m.expect(of(1)).toBeObservable('(a|)', { a: '1' }));
  expectTypeOf(marbles((_m, _n: number) => undefined)).toEqualTypeOf<(n: number) => void>();
  expectTypeOf(virtualTime((_clock, _n: number) => undefined)).toEqualTypeOf<(n: number) => void>();
});

it('the name server is the same in browsers, where it rejects', () => {
  expectTypeOf<typeof import('../../src/testing/browser/index.js')['startNameServer']>().toEqualTypeOf<
    typeof startNameServer
  >();
});
