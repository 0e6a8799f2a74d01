import { concat, merge, type Observable, timer } from 'rxjs';
import { ignoreElements, map, switchMap, tap } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import { DnsError } from '../../src/errors.js';
import { fakeNetwork } from '../../src/testing/fake-network.js';
import { type MarbleContext, marbles } from '../../src/testing/marbles.js';
import { addressReply, openFor, scriptedResolver, sentAt } from './scripted-resolver.js';

const reply = addressReply('192.0.2.10');

describe('unsubscribing', () => {
  it(
    'closes the connection in the same frame, and nothing is sent afterwards',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '50ms r', { r: reply });
      m.expect(scriptedResolver(network).query$('a.example', 'A'), '^ 29ms !').toBeObservable('');
      m.flush();
      expect(sentAt(network)).toStrictEqual(['0 udp']);
      expect(openFor(network)).toStrictEqual(['0 to 30']);
    }),
  );

  it(
    'before the connection is open sends nothing at all',
    marbles((m) => {
      const network = fakeNetwork().accept({}, '50ms o').answer({}, 'r', { r: reply });
      m.expect(scriptedResolver(network).query$('a.example', 'A'), '^ 29ms !').toBeObservable('');
      m.flush();
      expect(sentAt(network)).toStrictEqual([]);
      expect(openFor(network)).toStrictEqual(['- to 30']);
    }),
  );

  it(
    'in the frame of the timeout makes no second attempt',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '');
      const query$ = scriptedResolver(network, { timeout: 30 }).query$('a.example', 'A');
      m.expect(query$, '^ 29ms !').toBeObservable('');
      m.flush();
      expect(sentAt(network).filter((sent) => !sent.startsWith('0 '))).toStrictEqual([]);
      expect(openFor(network).every((open) => open.endsWith('to 30'))).toBe(true);
    }),
  );

  it(
    'one of two subscribers leaves the other alone',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '50ms r', { r: reply });
      const count$ = scriptedResolver(network)
        .query$('a.example', 'A')
        .pipe(map(({ length }) => length));
      m.expect(count$, '^ 29ms !').toBeObservable('');
      m.expect(count$).toBeObservable('50ms (r|)', { r: 1 });
    }),
  );

  it(
    'one of several queries on a TCP connection leaves the others alone',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '50ms r', { r: reply });
      const resolver = scriptedResolver(network, { useTcp: true });
      const count$ = resolver.query$('a.example', 'A').pipe(map(({ length }) => length));
      m.expect(count$, '^ 29ms !').toBeObservable('');
      m.expect(count$).toBeObservable('50ms (r|)', { r: 1 });
      m.flush();
      expect(network.connections.length).toBe(1);
    }),
  );
});

describe('ending from outside', () => {
  const closed = new DnsError('ECANCELLED', 'the resolver was closed');
  const cancelled = new DnsError('ECANCELLED', 'the query was cancelled');

  it(
    'close$ ends every stream with ECANCELLED and closes every connection, in the same frame',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '').accept({ transport: 'tcp' }, '');
      const resolver = scriptedResolver(network);
      m.expect(resolver.query$('a.example', 'A')).toBeObservable('30ms #', undefined, closed);
      m.expect(resolver.response$('b.example', 'MX')).toBeObservable('30ms #', undefined, closed);
      m.expect(resolver.outcome$('c.example', 'A')).toBeObservable('30ms #', undefined, closed);
      m.expect(resolver.query$('d.example', 'A', { useTcp: true })).toBeObservable(
        '30ms #',
        undefined,
        closed,
      );
      m.expect(startAt(30, () => resolver.close$())).toBeObservable('30ms |');
      m.flush();
      expect(sentAt(network)).toStrictEqual(['0 udp', '0 udp', '0 udp']);
      expect(openFor(network)).toStrictEqual(['0 to 30', '0 to 30', '0 to 30', '- to 30']);
    }),
  );

  it(
    'close$ acts without a subscriber, and completes for every one, also later',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '');
      const resolver = scriptedResolver(network);
      m.expect(resolver.query$('a.example', 'A')).toBeObservable('30ms #', undefined, closed);
      m.scheduler.schedule(() => resolver.close$(), 30);
      m.expect(startAt(40, () => resolver.close$())).toBeObservable('40ms |');
      m.expect(startAt(40, () => merge(resolver.close$(), resolver.close$()))).toBeObservable('40ms |');
    }),
  );

  it(
    'a query after close$ ends with EDESTRUCTION, and opens nothing',
    marbles((m) => {
      const network = fakeNetwork().answer({}, 'r', { r: reply });
      const resolver = scriptedResolver(network);
      const query$ = resolver.query$('a.example', 'A');
      m.expect(concat(resolver.close$(), query$)).toBeObservable(
        '#',
        undefined,
        new DnsError('EDESTRUCTION', 'the resolver is closed'),
      );
      m.flush();
      expect(network.connections).toStrictEqual([]);
    }),
  );

  it(
    'cancel ends every query, and the resolver stays usable',
    marbles((m) => {
      const network = fakeNetwork()
        .answer({ name: 'a.example' }, '')
        .answer({ name: 'b.example' }, '5ms r', { r: reply });
      const resolver = scriptedResolver(network);
      m.expect(resolver.query$('a.example', 'A')).toBeObservable('30ms #', undefined, cancelled);
      m.scheduler.schedule(() => resolver.cancel(), 30);
      const count$ = startAt(30, () => resolver.query$('b.example', 'A')).pipe(map(({ length }) => length));
      m.expect(count$).toBeObservable('35ms (r|)', { r: 1 });
    }),
  );

  it('a signal cancels its own query in the same frame', () => {
    const controller = new AbortController();
    const reason = new Error('navigated away');
    marbles((m: MarbleContext) => {
      const network = fakeNetwork().answer({}, '50ms r', { r: reply });
      const resolver = scriptedResolver(network);
      const { signal } = controller;
      m.expect(resolver.query$('a.example', 'A', { signal })).toBeObservable(
        '30ms #',
        undefined,
        new DnsError('ECANCELLED', 'the lookup was aborted', { cause: reason }),
      );
      m.expect(resolver.query$('a.example', 'A').pipe(map(({ length }) => length))).toBeObservable(
        '50ms (r|)',
        { r: 1 },
      );
      m.scheduler.schedule(() => controller.abort(reason), 30);
      m.flush();
      expect(openFor(network)).toStrictEqual(['0 to 30', '0 to 50']);
    })();
  });

  it(
    'an aborted signal opens nothing',
    marbles((m) => {
      const network = fakeNetwork().answer({}, 'r', { r: reply });
      const reason = new Error('too late');
      const query$ = scriptedResolver(network).query$('a.example', 'A', {
        signal: AbortSignal.abort(reason),
      });
      m.expect(query$).toBeObservable(
        '#',
        undefined,
        new DnsError('ECANCELLED', 'the lookup was aborted', { cause: reason }),
      );
      m.flush();
      expect(network.connections).toStrictEqual([]);
    }),
  );

  it(
    'a subscriber that closes the resolver when it has its value ends the others, and keeps its own',
    marbles((m) => {
      const network = fakeNetwork()
        .answer({ name: 'a.example' }, '5ms r', { r: reply })
        .answer({ name: 'b.example' }, '');
      const resolver = scriptedResolver(network);
      const count$ = resolver.query$('a.example', 'A').pipe(
        tap(() => resolver.close$()),
        map(({ length }) => length),
      );
      m.expect(resolver.query$('b.example', 'A').pipe(ignoreElements())).toBeObservable(
        '5ms #',
        undefined,
        closed,
      );
      m.expect(count$).toBeObservable('5ms (r|)', { r: 1 });
    }),
  );
});

function startAt<T>(frame: number, start: () => Observable<T>): Observable<T> {
  return timer(frame).pipe(switchMap(start));
}
