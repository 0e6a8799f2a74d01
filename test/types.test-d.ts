import type { Observable } from 'rxjs';
import { expectTypeOf, it } from 'vitest';
import {
  type DnsError,
  type DnsErrorCode,
  type DnsResponse,
  isDnsError,
  type MxRecord,
  type QueryOutcome,
  queryEach,
  type RecordMap,
  Resolver,
  type TxtRecord,
} from '../src/index.js';

const resolver = new Resolver({ servers: ['192.0.2.1'] });

it('a query has the records of its type', () => {
  expectTypeOf(resolver.query$('example.org', 'MX')).toEqualTypeOf<Observable<readonly MxRecord[]>>();
  expectTypeOf(resolver.query('example.org', 'TXT')).toEqualTypeOf<Promise<readonly TxtRecord[]>>();
  expectTypeOf<RecordMap['MX']>().toEqualTypeOf<MxRecord>();
});

it('a response has every section, whatever the type', () => {
  expectTypeOf(resolver.response$('example.org', 'MX')).toEqualTypeOf<Observable<DnsResponse>>();
});

it('the outcomes of a batch have the types asked for', () => {
  const names: readonly string[] = ['example.org'];
  const outcomes$ = queryEach.from(resolver, names, ['MX', 'TXT']);
  expectTypeOf(outcomes$).toEqualTypeOf<Observable<QueryOutcome<'MX' | 'TXT'>>>();
});

it('records are told apart by their type', () => {
  const describeRecord = (record: RecordMap['MX'] | RecordMap['TXT']) => {
    if (record.type === 'MX') expectTypeOf(record).toEqualTypeOf<MxRecord>();
    else expectTypeOf(record.text).toEqualTypeOf<string>();
  };
  expectTypeOf(describeRecord).returns.toBeVoid();
});

it('an error of unknown kind becomes a DnsError with a literal code', () => {
  const describeError = (error: unknown) => {
    if (isDnsError(error)) expectTypeOf(error).toEqualTypeOf<DnsError>();
  };
  expectTypeOf(describeError).parameter(0).toBeUnknown();
  expectTypeOf<DnsErrorCode>().extract<'ETIMEOUT'>().toEqualTypeOf<'ETIMEOUT'>();
});

it('results are read-only', () => {
  expectTypeOf<DnsResponse['answers']>().not.toHaveProperty('push');
  expectTypeOf<MxRecord>().toEqualTypeOf<Readonly<MxRecord>>();
});

it('mistakes do not compile', () => {
  // @ts-expect-error no such type
  resolver.query$('example.org', 'MAIL');
  // @ts-expect-error milliseconds are a number
  resolver.query$('example.org', 'A', { timeout: '1s' });
});
