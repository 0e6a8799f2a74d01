import { firstValueFrom, timer, VirtualTimeScheduler } from 'rxjs';
import { map, mergeMap, switchMap, tap } from 'rxjs/operators';
import { TestScheduler } from 'rxjs/testing';
import { describe, expect, it } from 'vitest';
import { encodeMessage } from '../../src/records/message.js';
import type { Connection } from '../../src/socket/connect.js';
import { type FakeNetwork, fakeNetwork } from '../../src/testing/fake-network.js';
import { marbles } from '../../src/testing/marbles.js';
import { answered, ask, query, send, tcp, udp } from './one-query.js';

describe('scripts', () => {
  it(
    'follow each other, and the last one stays',
    marbles((m) => {
      const network = fakeNetwork().answer({}, ['', 'a', 'b'], {
        a: { rcode: 'SERVFAIL' },
        b: { rcode: 'REFUSED' },
      });
      const rcodes$ = timer(0, 10).pipe(
        mergeMap(() => ask(network, udp, 'example.com', 'A')),
        map(({ rcode }) => rcode),
      );
      m.expect(rcodes$, '^ 35ms !').toBeObservable('10ms a 9ms b 9ms b', { a: 'SERVFAIL', b: 'REFUSED' });
    }),
  );

  it.each<[string, Parameters<FakeNetwork['answer']>[0], boolean]>([
    ['the name, whatever its case and dot', { name: 'EXAMPLE.com.' }, true],
    ['another name', { name: 'example.net' }, false],
    ['the type', { type: 'MX' }, true],
    ['another type', { type: 'A' }, false],
    ['the transport', { transport: 'tcp' }, true],
    ['another transport', { transport: 'udp' }, false],
    ['the address', { address: '192.0.2.1' }, true],
    ['another address', { address: '192.0.2.2' }, false],
    ['the port', { port: 53 }, true],
    ['another port', { port: 54 }, false],
    ['all at once', { ...tcp, name: 'example.com', type: 'MX' }, true],
    ['all but one', { ...tcp, name: 'example.com', type: 'A' }, false],
  ])('are for %s', (_what, pattern, matched) => {
    marbles((m) => {
      const network = fakeNetwork()
        .answer({}, 'r', { r: { rcode: 'REFUSED' } })
        .answer(pattern, 'r', { r: {} });
      const rcode$ = ask(network, tcp, 'example.com', 'MX').pipe(map(({ rcode }) => rcode));
      m.expect(rcode$).toBeObservable('r', { r: matched ? 'NOERROR' : 'REFUSED' });
    })();
  });

  it.each<[string, () => unknown]>([
    ['a letter without a reply', () => fakeNetwork().answer({}, '-r', { s: {} })],
    ['a letter that connections do not have', () => fakeNetwork().accept({}, 'r')],
    ['a subscription point', () => fakeNetwork().answer({}, '^r', { r: {} })],
    ['an unsubscription point', () => fakeNetwork().answer({}, 'r!', { r: {} })],
    ['no name', () => fakeNetwork().answer({ name: 'a..b' }, '')],
  ])('throw at once for %s', (_what, make) => {
    expect(make).toThrow(/the script '|conventional marble diagrams|empty label|the name/);
  });

  it(
    'fail the connection where there is none for the query',
    marbles((m) => {
      const network = fakeNetwork().answer({ type: 'A' }, 'r', { r: {} });
      m.expect(ask(network, tcp, 'example.com', 'MX')).toBeObservable(
        '#',
        undefined,
        new Error('no script for example.com MX, sent to 192.0.2.1:53 over tcp'),
      );
    }),
  );
});

describe('the record', () => {
  it(
    'has every connection: when it was requested, opened and closed, and whether it is idle',
    marbles((m) => {
      const network = fakeNetwork().accept({ transport: 'tcp' }, '30ms o');
      const idle$ = network.connect(tcp).pipe(tap((connection) => connection.setIdle(true)));
      m.expect(idle$.pipe(map(() => 'o')), '-----^ 99ms !').toBeObservable('35ms o');
      m.expect(network.connect(udp).pipe(map(() => 'o'))).toBeObservable('o');
      expect(network.connections).toStrictEqual([]);
      m.flush();
      expect(network.connections).toStrictEqual([
        { endpoint: udp, requested: 0, opened: 0, idle: false },
        { endpoint: tcp, requested: 5, opened: 35, closed: 105, idle: true },
      ]);
    }),
  );

  it(
    'has every query: when and where it went, its octets and what they say',
    marbles((m) => {
      const network = fakeNetwork().answer({}, 'r', { r: {} });
      const octets = encodeMessage(query(7, 'example.com', 'MX'));
      const reply$ = timer(3).pipe(switchMap(() => send(network, udp, octets)));
      m.expect(reply$.pipe(map(() => 'r'))).toBeObservable('3ms r');
      m.flush();
      octets.fill(0);
      expect(network.sent).toStrictEqual([
        {
          time: 3,
          endpoint: udp,
          connection: 0,
          octets: encodeMessage(query(7, 'example.com', 'MX')),
          message: query(7, 'example.com', 'MX'),
        },
      ]);
    }),
  );

  it(
    'has what was sent on a closed connection, which nothing answers',
    marbles((m) => {
      const network = fakeNetwork().answer({}, 'r', { r: {} });
      const open$ = network.connect(udp).pipe(
        tap((connection) => {
          timer(20).subscribe(() => connection.send(encodeMessage(query(7, 'example.com', 'A'))));
        }),
        map(() => 'o'),
      );
      m.expect(open$, '^ 9ms !').toBeObservable('o');
      m.flush();
      expect(network.sent.map(({ time, connection }) => [time, connection])).toStrictEqual([[20, 0]]);
      expect(network.connections[0]?.closed).toBe(10);
    }),
  );
});

it('a query on a closed connection does not use up a script', () => {
  const scheduler = new VirtualTimeScheduler();
  const network = fakeNetwork({ scheduler }).answer({}, ['a', ''], { a: {} });
  const connections: Connection[] = [];
  network.connect(udp).subscribe((connection) => connections.push(connection));
  const subscription = network.connect(udp).subscribe((connection) => connections.push(connection));
  scheduler.flush();
  subscription.unsubscribe();
  const received: Uint8Array[] = [];
  const [open, closed] = connections;
  open?.messages$.subscribe((octets) => received.push(octets));
  closed?.send(encodeMessage(query(1, 'example.com', 'A')));
  open?.send(encodeMessage(query(2, 'example.com', 'A')));
  scheduler.flush();
  expect(received.map((octets) => octets[1])).toStrictEqual([2]);
});

describe('time', () => {
  it('is that of an injected scheduler', () => {
    const scheduler = new VirtualTimeScheduler();
    const network = fakeNetwork({ scheduler }).answer({}, '----- 15ms r', { r: {} });
    const times: number[] = [];
    ask(network, udp, 'example.com', 'A').subscribe(() => times.push(scheduler.now()));
    scheduler.flush();
    expect(times).toStrictEqual([20]);
    // RxJS's own default outside of run mode, which scripts set aside while they are read.
    expect(TestScheduler.frameTimeFactor).toBe(10);
  });

  it('is real outside of virtual time, where a character is a millisecond too', async () => {
    const network = fakeNetwork().answer({}, '---------- 40ms r', {
      r: { answers: [{ type: 'A', address: '192.0.2.7' }] },
    });
    const before = performance.now();
    const { answers } = await firstValueFrom(ask(network, udp, 'example.com', 'A'));
    expect(answers).toStrictEqual(answered('example.com').answers);
    expect(performance.now() - before).toBeGreaterThan(48);
    expect(performance.now() - before).toBeLessThan(400);
  });

  it('has no timer left once the connection is unsubscribed', () => {
    const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const before = timers();
    const network = fakeNetwork().accept({}, '60s o');
    const subscription = network.connect(udp).subscribe();
    expect(timers()).toBe(before + 1);
    subscription.unsubscribe();
    expect(timers()).toBe(before);
  });
});
