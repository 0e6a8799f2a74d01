import { map, materialize, switchMap, tap } from 'rxjs/operators';
import { expect, it } from 'vitest';
import { encodeMessage } from '../../src/records/message.js';
import type { Connection, Endpoint } from '../../src/socket/connect.js';
import { type FakeNetwork, fakeNetwork } from '../../src/testing/fake-network.js';
import { marbles } from '../../src/testing/marbles.js';
import { ask, query, tcp, udp } from './one-query.js';

const opened$ = (network: FakeNetwork, endpoint: Endpoint) => network.connect(endpoint).pipe(map(() => 'o'));
const refused = Object.assign(new Error('connect ECONNREFUSED 192.0.2.1:53'), { code: 'ECONNREFUSED' });

it(
  'connections open in the frame they were asked for, but not inside subscribe',
  marbles((m) => {
    const network = fakeNetwork();
    let inside = true;
    const seen$ = network.connect(udp).pipe(map(() => inside));
    m.expect(seen$).toBeObservable('o', { o: true });
    const other = fakeNetwork();
    const order: string[] = [];
    m.scheduler.schedule(() => {
      other.connect(udp).subscribe(() => order.push('opened'));
      order.push('subscribed');
    });
    m.flush();
    inside = false;
    expect(order).toStrictEqual(['subscribed', 'opened']);
  }),
);

it(
  'connections open later, by transport',
  marbles((m) => {
    const network = fakeNetwork().accept({ transport: 'tcp' }, '30ms o');
    m.expect(opened$(network, tcp)).toBeObservable('30ms o');
    m.expect(opened$(network, udp)).toBeObservable('o');
  }),
);

it(
  'connections never open',
  marbles((m) => {
    const network = fakeNetwork().accept({}, '');
    m.expect(opened$(network, tcp), '^ 59999ms !').toBeObservable('');
    m.flush();
    expect(network.connections).toStrictEqual([{ endpoint: tcp, requested: 0, closed: 60_000, idle: false }]);
  }),
);

it(
  'connections are refused, the first time',
  marbles((m) => {
    const network = fakeNetwork().accept({}, ['5ms #', 'o']);
    m.expect(opened$(network, tcp)).toBeObservable('5ms #', undefined, refused);
    m.expect(opened$(network, tcp)).toBeObservable('o');
  }),
);

it(
  'connections fail with a given error after they opened',
  marbles((m) => {
    const reset = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    const network = fakeNetwork().accept({}, 'o 4ms #', reset).answer({}, '');
    m.expect(opened$(network, tcp)).toBeObservable('o 4ms #', undefined, reset);
    m.expect(ask(network, tcp, 'example.com', 'A')).toBeObservable('5ms #', undefined, reset);
  }),
);

it(
  'connections fail at a query, for all who listen, and answer nothing more',
  marbles((m) => {
    const network = fakeNetwork().answer({}, ['9ms r', '5ms #'], { r: {} });
    const heard: string[] = [];
    const listen = ({ messages$ }: Connection, who: string) =>
      messages$.subscribe({
        next: () => heard.push(`${who} answer`),
        error: () => heard.push(`${who} error`),
      });
    const open$ = network.connect(udp).pipe(
      tap((connection) => {
        listen(connection, 'first');
        listen(connection, 'second');
        connection.send(encodeMessage(query(1, 'example.com', 'A')));
        connection.send(encodeMessage(query(2, 'example.com', 'A')));
      }),
      map(() => 'o'),
    );
    m.expect(open$).toBeObservable('o 4ms #', undefined, refused);
    m.flush();
    expect(heard).toStrictEqual(['first error', 'second error']);
    expect(network.connections).toStrictEqual([
      { endpoint: udp, requested: 0, opened: 0, closed: 5, idle: false },
    ]);
  }),
);

it(
  'connections are ended by the peer',
  marbles((m) => {
    const network = fakeNetwork().answer({}, '5ms (r|) 9ms #', { r: {} });
    const received$ = network.connect(tcp).pipe(
      switchMap((connection) => {
        connection.send(encodeMessage(query(1, 'example.com', 'A')));
        return connection.messages$.pipe(materialize());
      }),
      map(({ kind }) => kind),
    );
    // The connection itself goes on until it is unsubscribed, as one of TCP does.
    m.expect(received$, '^ 20ms !').toBeObservable('5ms (nc)', { n: 'N', c: 'C' });
    m.flush();
    expect(network.connections).toStrictEqual([
      { endpoint: tcp, requested: 0, opened: 0, closed: 5, idle: false },
    ]);
  }),
);

it(
  'connections open once, whatever the script says',
  marbles((m) => {
    const network = fakeNetwork().accept({}, 'o-o');
    m.expect(network.connect(tcp).pipe(map(() => 'o'))).toBeObservable('o');
  }),
);

it(
  'connections tell their own address where the network has one for their endpoint',
  marbles((m) => {
    const network = fakeNetwork({
      localAddress: ({ transport }) => (transport === 'udp' ? '192.0.2.9' : undefined),
    });
    const has$ = (endpoint: Endpoint) =>
      network
        .connect(endpoint)
        .pipe(map((connection) => ('localAddress' in connection ? connection.localAddress : 'none')));
    m.expect(has$(udp)).toBeObservable('a', { a: '192.0.2.9' });
    m.expect(has$(tcp)).toBeObservable('a', { a: 'none' });
    m.expect(
      fakeNetwork()
        .connect(udp)
        .pipe(map((connection) => 'localAddress' in connection)),
    ).toBeObservable('a', { a: false });
  }),
);
