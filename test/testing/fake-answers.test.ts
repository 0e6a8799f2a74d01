import { timer } from 'rxjs';
import { map, switchMap, tap } from 'rxjs/operators';
import { expect, it } from 'vitest';
import { decodeMessage, encodeMessage } from '../../src/records/message.js';
import { fakeNetwork } from '../../src/testing/fake-network.js';
import { marbles } from '../../src/testing/marbles.js';
import { answered, ask, edns, exchange, query, response, send, udp } from './one-query.js';

it(
  'answers come so long after the query was sent',
  marbles((m) => {
    const network = fakeNetwork().answer({}, '20ms r', {
      r: { answers: [{ type: 'A', address: '192.0.2.7' }] },
    });
    const answer$ = timer(5).pipe(switchMap(() => ask(network, udp, 'example.com', 'A')));
    m.expect(answer$).toBeObservable('25ms r', {
      r: { ...response(7, 'example.com'), ...answered('example.com') },
    });
  }),
);

it(
  'answers repeat id, opcode, question, RD and EDNS of the query',
  marbles((m) => {
    const network = fakeNetwork().answer({}, 'r', { r: {} });
    const asked = query(513, 'Example.com', 'MX');
    const flags = { ...asked.flags, rd: false };
    const octets = encodeMessage({ ...asked, flags, opcode: 'NOTIFY', edns: edns(true) });
    const plain = response(513, 'Example.com', 'MX');
    m.expect(exchange(network, udp, octets)).toBeObservable('r', {
      r: { ...plain, flags: { ...plain.flags, rd: false }, opcode: 'NOTIFY', edns: edns(true) },
    });
  }),
);

it(
  'answers say what their script says',
  marbles((m) => {
    const network = fakeNetwork().answer({}, '(ab)', {
      a: { rcode: 'SERVFAIL', flags: { aa: true, rd: false }, edns: false },
      b: {
        rcode: 'BADVERS',
        authorities: [{ name: 'com', ttl: 5, class: 'CH', type: 'TYPE65280', data: Uint8Array.of(1) }],
        edns: { ...edns(false), options: [{ code: 10, data: Uint8Array.of(1, 2) }] },
      },
    });
    const octets = encodeMessage({ ...query(7, 'example.com', 'A'), edns: edns(false) });
    const plain = response(7, 'example.com');
    m.expect(exchange(network, udp, octets)).toBeObservable('(ab)', {
      a: { ...plain, rcode: 'SERVFAIL', flags: { ...plain.flags, aa: true, rd: false } },
      b: {
        ...plain,
        rcode: 'BADVERS',
        authorities: [{ name: 'com', ttl: 5, class: 'CH', type: 'TYPE65280', data: Uint8Array.of(1) }],
        edns: { ...edns(false), options: [{ code: 10, data: Uint8Array.of(1, 2) }] },
      },
    });
  }),
);

it(
  'answers come out of order, on one connection',
  marbles((m) => {
    const network = fakeNetwork()
      .answer({ name: 'slow.example' }, '30ms r', { r: {} })
      .answer({ name: 'fast.example' }, '10ms r', { r: {} });
    const names$ = network.connect(udp).pipe(
      switchMap((connection) => {
        connection.send(encodeMessage(query(1, 'slow.example', 'A')));
        connection.send(encodeMessage(query(2, 'fast.example', 'A')));
        return connection.messages$;
      }),
      map((octets) => decodeMessage(octets).questions[0]?.name),
    );
    m.expect(names$).toBeObservable('10ms f 19ms s', { f: 'fast.example', s: 'slow.example' });
  }),
);

it(
  'answers come twice, with a wrong id, as garbage, in the same frame',
  marbles((m) => {
    const network = fakeNetwork().answer({}, 'r-r-(wg)', {
      r: {},
      w: ({ message }) => ({ id: message.id ^ 1 }),
      g: () => Uint8Array.of(0xff),
    });
    const octets$ = send(network, udp, encodeMessage(query(6, 'example.com', 'A')));
    m.expect(octets$.pipe(map((octets) => [octets.length, octets[1]]))).toBeObservable('r-r-(wg)', {
      r: [29, 6],
      w: [29, 7],
      g: [1, undefined],
    });
  }),
);

it(
  'answers stay out in silence',
  marbles((m) => {
    const network = fakeNetwork().answer({}, '');
    m.expect(ask(network, udp, 'example.com', 'A'), '^ 60m !').toBeObservable('');
  }),
);

it(
  'answers stop when the connection is unsubscribed',
  marbles((m) => {
    const network = fakeNetwork().answer({}, 'r 9ms r 9ms r', { r: {} });
    const received: number[] = [];
    const open$ = network.connect(udp).pipe(
      tap((connection) => {
        connection.messages$.subscribe((octets) => received.push(octets.length));
        connection.send(encodeMessage(query(7, 'example.com', 'A')));
      }),
      map(() => 'open'),
    );
    m.expect(open$, '^ 15ms !').toBeObservable('o', { o: 'open' });
    m.flush();
    expect(received).toStrictEqual([29, 29]);
  }),
);
