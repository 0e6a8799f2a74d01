import type { Observable, OperatorFunction } from 'rxjs';
import { of } from 'rxjs';
import { describe, expectTypeOf, it } from 'vitest';
import {
  type AaaaRecord,
  type Agreement,
  type ARecord,
  DnsError,
  type DnsErrorCode,
  type DnsResponse,
  isDnsError,
  type MxRecord,
  type Outcome,
  type QueryOutcome,
  queryEach,
  type RecordSetChange,
  type RecordType,
  Resolver,
  type ResolverOptions,
  type ResourceRecord,
  type TxtRecord,
  type UnknownRecord,
} from '../src/index.js';

declare const resolver: Resolver;
declare const record: ResourceRecord;
const makeResolver = (options: ResolverOptions) => new Resolver(options);
const makeError = (code: DnsErrorCode, message: string) => new DnsError(code, message);

describe('query$', () => {
  it('gives the records of the type asked', () => {
    expectTypeOf(resolver.query$('x', 'MX')).toEqualTypeOf<Observable<readonly MxRecord[]>>();
    expectTypeOf(resolver.query$('x', 'TXT')).toEqualTypeOf<Observable<readonly TxtRecord[]>>();
    expectTypeOf(resolver.query('x', 'A')).toEqualTypeOf<Promise<readonly ARecord[]>>();
  });

  it('gives records of any type for ANY, and octets for a type without a name', () => {
    expectTypeOf(resolver.query$('x', 'ANY')).toEqualTypeOf<Observable<readonly ResourceRecord[]>>();
    expectTypeOf(resolver.query$('x', 'TYPE65280')).toEqualTypeOf<Observable<readonly UnknownRecord[]>>();
    expectTypeOf<UnknownRecord['data']>().toEqualTypeOf<Uint8Array>();
  });

  it('gives either for a type that is known later', () => {
    const type = 'A' as 'A' | 'MX';
    expectTypeOf(resolver.query$('x', type)).toEqualTypeOf<Observable<readonly (ARecord | MxRecord)[]>>();
  });

  it('takes no type that does not exist, and no missing one', () => {
    // @ts-expect-error: no such type
    resolver.query$('x', 'MXX');
    // @ts-expect-error: types are in capitals
    resolver.query$('x', 'mx');
    // @ts-expect-error: a question has a type
    resolver.query$('x');
  });

  it('is accompanied by the whole response', () => {
    expectTypeOf(resolver.response$('x', 'A')).toEqualTypeOf<Observable<DnsResponse>>();
    expectTypeOf(resolver.response('x', 'A')).toEqualTypeOf<Promise<DnsResponse>>();
    expectTypeOf<DnsResponse['answers']>().toEqualTypeOf<readonly ResourceRecord[]>();
  });
});

describe('watch$ and agree$', () => {
  it('have the records of their type', () => {
    expectTypeOf(resolver.watch$('x', 'MX')).toEqualTypeOf<Observable<RecordSetChange<'MX'>>>();
    expectTypeOf<RecordSetChange<'MX'>['current']>().toEqualTypeOf<readonly MxRecord[]>();
    expectTypeOf<RecordSetChange<'MX'>['added']>().toEqualTypeOf<readonly MxRecord[]>();
    expectTypeOf<RecordSetChange['removed']>().toEqualTypeOf<readonly ResourceRecord[]>();
    expectTypeOf(resolver.agree$('x', 'TXT', 'y')).toEqualTypeOf<Observable<Agreement<'TXT'>>>();
    expectTypeOf(resolver.agree('x', 'TXT', ['y'])).toEqualTypeOf<Promise<Agreement<'TXT'>>>();
    resolver.agree$('x', 'MX', (records) => {
      expectTypeOf(records).toEqualTypeOf<readonly MxRecord[]>();
      return records.length > 0;
    });
  });

  it('take no cache mode, and no value that is none', () => {
    // @ts-expect-error: a watch asks anew
    resolver.watch$('x', 'A', { cache: 'only' });
    // @ts-expect-error: a cache says nothing about a server
    resolver.agree$('x', 'A', '192.0.2.1', { cache: 'use' });
    // @ts-expect-error: a text, a list or a function
    resolver.agree$('x', 'A', 7);
    // @ts-expect-error: what is wanted is not left out
    resolver.agree$('x', 'A');
  });
});

describe('outcomes', () => {
  it('have the records of their type', () => {
    expectTypeOf(resolver.outcome$('x', 'A')).toEqualTypeOf<Observable<Outcome<'A'>>>();
    expectTypeOf<Outcome<'A'>['records']>().toEqualTypeOf<readonly ARecord[]>();
    expectTypeOf<Outcome<'A'>['error']>().toEqualTypeOf<DnsError | undefined>();
    expectTypeOf<Outcome['type']>().toEqualTypeOf<RecordType>();
  });

  it('of a batch have those of its type', () => {
    const operator = queryEach(resolver, 'MX');
    expectTypeOf(operator).toEqualTypeOf<OperatorFunction<string, QueryOutcome<'MX'>>>();
    const mx$ = of('a', 'b').pipe(queryEach(resolver, 'MX'));
    expectTypeOf(mx$).toEqualTypeOf<Observable<QueryOutcome<'MX', string>>>();
  });

  it('of a batch of several types have those of each', () => {
    const names: readonly string[] = ['a'];
    const both$ = queryEach.from(resolver, names, ['A', 'AAAA']);
    expectTypeOf(both$).toEqualTypeOf<Observable<QueryOutcome<'A' | 'AAAA'>>>();
    expectTypeOf<QueryOutcome<'A' | 'AAAA'>['records']>().toEqualTypeOf<readonly (ARecord | AaaaRecord)[]>();
  });

  it('of a batch keep the type of their inputs', () => {
    interface Row {
      readonly name: string;
      readonly customer: number;
    }
    const rows: readonly Row[] = [];
    const outcome$ = queryEach.from(resolver, rows, 'A');
    expectTypeOf(outcome$).toEqualTypeOf<Observable<QueryOutcome<'A', Row>>>();
    expectTypeOf<QueryOutcome<'A', Row>['input']>().toEqualTypeOf<Row>();
    // @ts-expect-error: an input is a name or has one
    queryEach.from(resolver, [{ host: 'a' }], 'A');
    // @ts-expect-error: a number is no name
    of(1).pipe(queryEach(resolver, 'A'));
  });
});

describe('records', () => {
  it('are told apart by their type', () => {
    if (record.type === 'MX') {
      expectTypeOf(record).toEqualTypeOf<MxRecord>();
      expectTypeOf(record.preference).toEqualTypeOf<number>();
      // @ts-expect-error: an MX record has no address
      record.address;
    }
    // @ts-expect-error: not every record has one
    record.exchange;
  });

  it('are readonly', () => {
    if (record.type !== 'A') return;
    // @ts-expect-error: data is readonly
    record.address = '192.0.2.1';
    // @ts-expect-error: so are lists
    resolver.query$('x', 'A').subscribe((records) => records.push(record));
  });
});

describe('options', () => {
  it('reject what is none', () => {
    // @ts-expect-error: no such option
    makeResolver({ timeouts: 1 });
    // @ts-expect-error: milliseconds are a number
    makeResolver({ timeout: '2s' });
    // @ts-expect-error: no such option of a query
    resolver.query$('x', 'A', { retries: 3 });
    // @ts-expect-error: an option of the resolver, not of a query
    resolver.query$('x', 'A', { connect: undefined });
    // @ts-expect-error: EDNS is on with a size, or off
    makeResolver({ edns: true });
    // @ts-expect-error: no such option of a batch
    queryEach(resolver, 'A', { parallel: 3 });
  });

  it('may be undefined', () => {
    expectTypeOf<{ readonly timeout: undefined }>().toExtend<ResolverOptions>();
  });
});

describe('errors', () => {
  it('are told apart by their code', () => {
    expectTypeOf<DnsError['code']>().toEqualTypeOf<DnsErrorCode>();
    const error: unknown = new DnsError('ENOTFOUND', 'no such name');
    if (isDnsError(error)) expectTypeOf(error).toEqualTypeOf<DnsError>();
    // @ts-expect-error: no such code
    makeError('ENOTHING', 'no such code');
  });
});

describe('servers', () => {
  it('are read and set as strings', () => {
    expectTypeOf(resolver.servers).toEqualTypeOf<readonly string[]>();
    resolver.servers = ['192.0.2.1'];
    // @ts-expect-error: readonly
    resolver.servers.push('192.0.2.2');
  });
});
