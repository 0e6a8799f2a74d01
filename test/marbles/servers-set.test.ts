import { concat, timer } from 'rxjs';
import { ignoreElements, map, switchMap } from 'rxjs/operators';
import { expect, it } from 'vitest';
import { fakeNetwork } from '../../src/testing/fake-network.js';
import { marbles } from '../../src/testing/marbles.js';
import { addressReply, scriptedResolver } from './scripted-resolver.js';

const reply = addressReply('192.0.2.10');

it(
  'servers that are set while a query is pending are for the next one',
  marbles((m) => {
    const network = fakeNetwork().answer({}, '20ms r', { r: reply });
    const resolver = scriptedResolver(network);
    const set$ = timer(10).pipe(
      map(() => {
        resolver.servers = ['192.0.2.2', '192.0.2.3:5353'];
      }),
      ignoreElements(),
    );
    const later$ = concat(
      set$,
      timer(5).pipe(switchMap(() => resolver.response$('b.example', 'A').pipe(map(({ server }) => server)))),
    );
    m.expect(resolver.response$('a.example', 'A').pipe(map(({ server }) => server))).toBeObservable(
      '20ms (a|)',
      {
        a: '192.0.2.1',
      },
    );
    m.expect(later$).toBeObservable('35ms (b|)', { b: '192.0.2.2' });
  }),
);

it(
  'servers read back in configured order, whichever failed',
  marbles((m) => {
    const servers = ['192.0.2.1', '192.0.2.2', '192.0.2.3:5353'];
    const network = fakeNetwork().answer({}, ['5ms f', '5ms r'], { f: { rcode: 'SERVFAIL' }, r: reply });
    const resolver = scriptedResolver(network, { servers });
    m.expect(resolver.response$('a.example', 'A').pipe(map(({ server }) => server))).toBeObservable(
      '10ms (b|)',
      {
        b: '192.0.2.2',
      },
    );
    m.flush();
    expect(resolver.servers).toStrictEqual(servers);
  }),
);

it.each(['192.0.2.9:0', '192.0.2.9:65536', '192.0.2.9:53x', 'dns.example'])(
  'a list with %s is refused as a whole, and the old one stays',
  (bad) => {
    const resolver = scriptedResolver(fakeNetwork());
    expect(() => {
      resolver.servers = ['192.0.2.8', bad];
    }).toThrow(expect.objectContaining({ name: 'DnsError', code: 'EBADSTR', errno: 17 }));
    expect(resolver.servers).toStrictEqual(['192.0.2.1']);
  },
);

it(
  'queries from different addresses share nothing on the wire',
  marbles((m) => {
    const network = fakeNetwork().answer({}, '20ms r', { r: reply });
    const resolver = scriptedResolver(network, { coalesce: true });
    const ask = () => resolver.query$('a.example', 'A').subscribe();
    ask();
    ask();
    resolver.localAddress = '127.0.0.2';
    ask();
    m.flush();
    expect(network.sent.length).toBe(2);
  }),
);
