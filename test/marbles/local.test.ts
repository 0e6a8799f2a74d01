import { concat, from } from 'rxjs';
import { map, mergeMap, toArray } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import type { DnsError } from '../../src/errors.js';
import { queryEach } from '../../src/observables/query-each.js';
import type { QueryOptions } from '../../src/options.js';
import type { RecordType } from '../../src/records/record-map.js';
import { fakeNetwork } from '../../src/testing/fake-network.js';
import { marbles } from '../../src/testing/marbles.js';
import { askedFor, hear, hostNetwork, recordText } from './host-network.js';
import { scriptedResolver } from './scripted-resolver.js';

const backslash = '\\';

describe('answered here', () => {
  it.each<[name: string, type: RecordType, outcome: string]>([
    ['localhost', 'A', 'NOERROR 127.0.0.1'],
    ['localhost', 'AAAA', 'NOERROR ::1'],
    ['localhost', 'ANY', 'NOERROR 127.0.0.1 ::1'],
    ['localhost.', 'A', 'NOERROR 127.0.0.1'],
    ['LOCALHOST', 'A', 'NOERROR 127.0.0.1'],
    ['a.localhost', 'AAAA', 'NOERROR ::1'],
    ['a.localhost.', 'A', 'NOERROR 127.0.0.1'],
    ['a.b.LocalHost', 'A', 'NOERROR 127.0.0.1'],
    [`a${backslash}${backslash}.localhost`, 'A', 'NOERROR 127.0.0.1'],
    [`${backslash}108ocalhost`, 'A', 'NOERROR 127.0.0.1'],
    ['\uff4cocalhost', 'A', 'NOERROR 127.0.0.1'],
    ['localhost', 'MX', 'NOERROR'],
    ['a.localhost', 'CNAME', 'NOERROR'],
    ['localhost', 'TXT', 'NOERROR'],
    ['localhost', 'TYPE65280', 'NOERROR'],
    ['onion', 'A', 'NXDOMAIN'],
    ['x.onion.', 'AAAA', 'NXDOMAIN'],
    ['X.ONION', 'SRV', 'NXDOMAIN'],
    ['invalid', 'A', 'NXDOMAIN'],
    ['a.b.invalid', 'ANY', 'NXDOMAIN'],
    ['192.0.2.7', 'A', 'NOERROR 192.0.2.7'],
    ['192.0.2.7.', 'A', 'NOERROR 192.0.2.7'],
    ['192.0.2.7', 'AAAA', 'NOERROR'],
    ['2001:db8::7', 'AAAA', 'NOERROR 2001:db8::7'],
    ['2001:db8::7', 'A', 'NOERROR'],
    ['2001:DB8:0::D', 'AAAA', 'NOERROR 2001:db8::d'],
    ['::', 'AAAA', 'NOERROR ::'],
    ['::ffff:192.0.2.7', 'AAAA', 'NOERROR ::ffff:192.0.2.7'],
    ['fe80::1%eth0', 'AAAA', 'NOERROR fe80::1%eth0'],
    ['FE80::1%br-lan.20', 'AAAA', 'NOERROR fe80::1%br-lan.20'],
  ])(
    '%s %s: %s',
    marbles((m, name: string, type: RecordType, outcome: string) => {
      const network = fakeNetwork();
      const response$ = scriptedResolver(network, { servers: [] }).response$(name, type);
      const { heard } = hear(m.scheduler, response$, ({ rcode, answers }) =>
        [rcode, ...answers.map(recordText)].join(' '),
      );
      expect(heard).toStrictEqual([]);
      m.flush();
      expect(heard).toStrictEqual([`0 ${outcome}`, '0 end']);
      expect(network.connections).toStrictEqual([]);
    }),
  );

  it(
    'as a response that says so, and that is not kept',
    marbles((m) => {
      const resolver = scriptedResolver(fakeNetwork(), { cache: {} });
      const events: string[] = [];
      resolver.events$.subscribe(({ type }) => events.push(type));
      m.expect(resolver.response$('a.localhost.', 'A')).toBeObservable('(r|)', {
        r: {
          id: 0,
          opcode: 'QUERY',
          rcode: 'NOERROR',
          flags: { qr: true, aa: true, tc: false, rd: true, ra: true, ad: false, cd: false },
          questions: [{ name: 'a.localhost', type: 'A', class: 'IN' }],
          answers: [{ name: 'a.localhost', type: 'A', class: 'IN', ttl: 0, address: '127.0.0.1' }],
          authorities: [],
          additionals: [],
          server: 'local',
          transport: 'local',
          elapsed: 0,
          size: 0,
          cached: false,
          attempts: [],
        },
      });
      m.flush();
      expect(resolver.cache.entries()).toStrictEqual([]);
      expect(events).toStrictEqual(['query-start', 'query-end']);
    }),
  );

  it.each<[name: string, type: RecordType, code: string]>([
    ['localhost', 'MX', 'ENODATA NOERROR'],
    ['192.0.2.7', 'AAAA', 'ENODATA NOERROR'],
    ['x.onion', 'A', 'ENOTFOUND NXDOMAIN'],
    ['a.invalid', 'TXT', 'ENOTFOUND NXDOMAIN'],
  ])(
    'the error of query$: %s %s is %s',
    marbles((m, name: string, type: RecordType, code: string) => {
      const told: string[] = [];
      scriptedResolver(fakeNetwork())
        .query$(name, type)
        .subscribe({ error: ({ code, rcode }: DnsError) => told.push(`${code} ${rcode}`) });
      m.flush();
      expect(told).toStrictEqual([code]);
    }),
  );

  it(
    'also where the cache alone is asked; not after close$',
    marbles((m) => {
      const resolver = scriptedResolver(fakeNetwork(), { cache: {} });
      const { heard } = hear(
        m.scheduler,
        resolver.query$('localhost', 'A', { cache: 'only' }),
        () => 'found',
      );
      m.flush();
      expect(heard).toStrictEqual(['0 found', '0 end']);
      resolver.close$();
      const closed = hear(m.scheduler, resolver.query$('localhost', 'A'));
      m.flush();
      expect(closed.heard).toStrictEqual(['0 EDESTRUCTION']);
    }),
  );

  it(
    'in outcomes, in batches, and among names that are asked for',
    marbles((m) => {
      const network = hostNetwork({ 'a.example A': '192.0.2.7' });
      const resolver = scriptedResolver(network);
      const names = ['localhost', 'a.example', 'x.onion', '192.0.2.7', '::1'];
      const words$ = concat(
        resolver.outcome$('a.localhost', 'A'),
        queryEach.from(resolver, names, 'A', { ordered: true }),
        from(names).pipe(queryEach(resolver, 'A', { ordered: true })),
      ).pipe(
        map(({ name, status, server, ttl }) => `${name} ${status} ${server} ${ttl}`),
        toArray(),
        mergeMap((words) => words),
      );
      const batch = [
        'localhost NOERROR local 0',
        'a.example NOERROR 192.0.2.1 300',
        'x.onion NXDOMAIN local undefined',
        '192.0.2.7 NOERROR local 0',
        '::1 NODATA local undefined',
      ];
      const { heard } = hear(m.scheduler, words$);
      m.flush();
      const expected = ['a.localhost NOERROR local 0', ...batch, ...batch, 'end'];
      expect(heard).toStrictEqual(expected.map((text) => `10 ${text}`));
      expect(askedFor(network)).toStrictEqual(['a.example A', 'a.example A']);
    }),
  );

  it('a thousand in a row do not grow the stack', () => {
    let found = 0;
    marbles((m) => {
      const names = new Array<string>(1000).fill('localhost');
      queryEach.from(scriptedResolver(fakeNetwork()), names, 'A', { concurrency: 1 }).subscribe(() => {
        found += 1;
      });
      m.flush();
    })();
    expect(found).toBe(1000);
  });
});

describe('asked for', () => {
  it.each<[name: string, type: RecordType, options?: QueryOptions]>([
    ['notlocalhost', 'A'],
    ['localhost.example', 'A'],
    ['localhosts', 'A'],
    [`a${backslash}.localhost`, 'A'],
    [`x${backslash}.onion`, 'A'],
    ['onion.example', 'A'],
    ['xonion', 'A'],
    ['invalid.example', 'A'],
    ['local', 'A'],
    ['localhost', 'A', { class: 'CH' }],
    ['x.onion', 'TXT', { class: 'CH' }],
    ['192.0.2.7', 'A', { class: 'CH' }],
    ['127.1', 'A'],
    ['127.0.1', 'A'],
    ['2130706433', 'A'],
    ['0x7f.0.0.1', 'A'],
    ['192.0.2.256', 'A'],
    ['192.0.2.07', 'A'],
    ['192.0.2.7.1', 'A'],
    ['192.0.2.7', 'PTR'],
    ['2001:db8::g', 'AAAA'],
    ['fe80::1%', 'AAAA'],
    ['::1::', 'AAAA'],
  ])(
    '%s %s %j',
    marbles((m, name: string, type: RecordType, options?: QueryOptions) => {
      const network = hostNetwork();
      const response$ = scriptedResolver(network).response$(name, type, options);
      const { heard } = hear(m.scheduler, response$, ({ server }) => server);
      m.flush();
      expect(heard).toStrictEqual(['5 192.0.2.1', '5 end']);
      expect(askedFor(network)).toStrictEqual([`${name} ${type}`]);
    }),
  );
});
