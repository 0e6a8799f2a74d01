import { from, type Observable, Subject } from 'rxjs';
import { catchError, concatMap, endWith, finalize, map, mergeMap, retry, take, tap } from 'rxjs/operators';
import { expect, it } from 'vitest';
import { DnsError } from '../../src/errors.js';
import type { Resolver } from '../../src/resolver.js';
import { type FakeNetwork, fakeNetwork } from '../../src/testing/fake-network.js';
import { marbles } from '../../src/testing/marbles.js';
import { addressReply, openFor, scriptedResolver, sentAt } from './scripted-resolver.js';

/** Answers each name after 5 ms, but for missing.example. */
function smallNetwork(): FakeNetwork {
  return fakeNetwork()
    .answer({}, '5ms r', { r: addressReply('192.0.2.10') })
    .answer({ name: 'missing.example' }, '5ms x', { x: { rcode: 'NXDOMAIN' } });
}

const count = (resolver: Resolver, name: string): Observable<number> =>
  resolver.query$(name, 'A').pipe(map(({ length }) => length));

it(
  'a query started inside next',
  marbles((m) => {
    const network = smallNetwork();
    const resolver = scriptedResolver(network);
    const second$ = new Subject<number>();
    const first$ = count(resolver, 'a.example').pipe(
      tap(() => count(resolver, 'b.example').subscribe(second$)),
    );
    m.expect(first$).toBeObservable('5ms (r|)', { r: 1 });
    m.expect(second$).toBeObservable('10ms (r|)', { r: 1 });
    m.flush();
    expect(openFor(network)).toStrictEqual(['0 to 5', '5 to 10']);
  }),
);

it(
  'a query started inside error',
  marbles((m) => {
    const network = smallNetwork();
    const resolver = scriptedResolver(network);
    const count$ = count(resolver, 'missing.example').pipe(catchError(() => count(resolver, 'b.example')));
    m.expect(count$).toBeObservable('10ms (r|)', { r: 1 });
    m.flush();
    expect(openFor(network)).toStrictEqual(['0 to 5', '5 to 10']);
  }),
);

it(
  'a query started inside complete',
  marbles((m) => {
    const resolver = scriptedResolver(smallNetwork());
    const second$ = new Subject<number>();
    const first$ = count(resolver, 'a.example').pipe(
      tap({ complete: () => count(resolver, 'b.example').subscribe(second$) }),
    );
    m.expect(first$).toBeObservable('5ms (r|)', { r: 1 });
    m.expect(second$).toBeObservable('10ms (r|)', { r: 1 });
  }),
);

it(
  'a query started inside finalize, after a value and after unsubscribing',
  marbles((m) => {
    const resolver = scriptedResolver(smallNetwork());
    const [second$, third$] = [new Subject<number>(), new Subject<number>()];
    const thenAsk = (later$: Subject<number>) =>
      count(resolver, 'a.example').pipe(finalize(() => count(resolver, 'b.example').subscribe(later$)));
    m.expect(thenAsk(second$)).toBeObservable('5ms (r|)', { r: 1 });
    m.expect(thenAsk(third$), '^--!').toBeObservable('');
    m.expect(second$).toBeObservable('10ms (r|)', { r: 1 });
    m.expect(third$).toBeObservable('8ms (r|)', { r: 1 });
  }),
);

it(
  'a query started where close$ ends the one before, in error and in finalize',
  marbles((m) => {
    const network = fakeNetwork().answer({}, '');
    const resolver = scriptedResolver(network);
    const afterFinalize$ = new Subject<number>();
    const query$ = count(resolver, 'a.example').pipe(
      catchError(() => count(resolver, 'b.example')),
      finalize(() => count(resolver, 'c.example').subscribe(afterFinalize$)),
    );
    const destroyed = new DnsError('EDESTRUCTION', 'the resolver is closed');
    m.scheduler.schedule(() => resolver.close$(), 30);
    m.expect(query$).toBeObservable('30ms #', undefined, destroyed);
    m.expect(afterFinalize$).toBeObservable('30ms #', undefined, destroyed);
    m.flush();
    expect(sentAt(network)).toStrictEqual(['0 udp']);
  }),
);

it(
  'a query started where cancel ends the one before is not ended by it',
  marbles((m) => {
    const network = fakeNetwork().answer({}, ['', '5ms r'], { r: addressReply('192.0.2.10') });
    const resolver = scriptedResolver(network);
    m.scheduler.schedule(() => resolver.cancel(), 30);
    m.expect(count(resolver, 'a.example').pipe(retry(1))).toBeObservable('35ms (r|)', { r: 1 });
  }),
);

it(
  'unsubscribing inside next',
  marbles((m) => {
    const network = smallNetwork();
    m.expect(count(scriptedResolver(network), 'a.example').pipe(take(1))).toBeObservable('5ms (r|)', {
      r: 1,
    });
    m.flush();
    expect(openFor(network)).toStrictEqual(['0 to 5']);
  }),
);

it(
  'nothing comes inside subscribe(), the error of a bad name and the end of close$ included',
  marbles((m) => {
    const resolver = scriptedResolver(smallNetwork());
    const order: string[] = [];
    m.scheduler.schedule(() => {
      resolver.query$('a..b', 'A').subscribe({ error: () => order.push('error') });
      scriptedResolver(smallNetwork())
        .close$()
        .subscribe({ complete: () => order.push('closed') });
      order.push('subscribed');
    });
    m.flush();
    expect(order).toStrictEqual(['subscribed', 'error', 'closed']);
  }),
);

it(
  'mergeMap with a limit keeps so many under way, and the failure of one leaves the others alone',
  marbles((m) => {
    const network = smallNetwork();
    const resolver = scriptedResolver(network);
    const names = ['a.example', 'missing.example', 'c.example', 'd.example', 'e.example'];
    const ask = (name: string) => count(resolver, name).pipe(catchError((error: DnsError) => [error.code]));
    m.expect(from(names).pipe(mergeMap(ask, 2), endWith('end'))).toBeObservable(
      '5ms (rx) 1ms (rr) 1ms (re|)',
      {
        r: 1,
        x: 'ENOTFOUND',
        e: 'end',
      },
    );
    m.flush();
    expect(sentAt(network)).toStrictEqual(['0 udp', '0 udp', '5 udp', '5 udp', '10 udp']);
  }),
);

it('a thousand lookups in a row that fail at once do not grow the stack', () => {
  let settled = 0;
  marbles((m) => {
    const resolver = scriptedResolver(fakeNetwork());
    const ask = () => resolver.query$('a..b', 'A').pipe(catchError((error: DnsError) => [error.code]));
    from(new Array(1000).fill(0))
      .pipe(concatMap(ask))
      .subscribe(() => {
        settled += 1;
      });
    m.flush();
  })();
  expect(settled).toBe(1000);
});

it.each(['attempt', 'fallback'])('a query cancelled by whoever hears of its %s', (type) =>
  marbles((m) => {
    const network = fakeNetwork().answer({}, '5ms t', { t: { flags: { tc: true } } });
    const resolver = scriptedResolver(network);
    const heard: string[] = [];
    resolver.events$.subscribe((event) => {
      heard.push(event.type);
      if (event.type === type) query.unsubscribe();
    });
    const query = count(resolver, 'a.example').subscribe({
      next: () => heard.push('next'),
      error: () => heard.push('error'),
    });
    m.flush();
    expect(heard).toContain(type);
    expect(heard).not.toContain('next');
    expect(heard).not.toContain('error');
    expect(sentAt(network)).toStrictEqual(['0 udp']);
    expect(openFor(network)).toStrictEqual(['0 to 5']);
  })(),
);
