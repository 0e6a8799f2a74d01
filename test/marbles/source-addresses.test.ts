import { NEVER, Observable, of, throwError } from 'rxjs';
import { finalize, map, startWith } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import { sourceAddresses } from '../../src/observables/source-addresses.js';
import type { Connect, Connection, Endpoint } from '../../src/socket/connect.js';
import { type FakeNetwork, fakeNetwork } from '../../src/testing/fake-network.js';
import { marbles } from '../../src/testing/marbles.js';

const localAddress = ({ address }: Endpoint) => (address.includes(':') ? '2001:db8::9' : '192.0.2.9');
const unreachable = Object.assign(new Error('connect EHOSTUNREACH'), { code: 'EHOSTUNREACH' });
const addresses = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `198.51.100.${n}`);
const reached = (destinations: readonly string[]) =>
  new Map(destinations.map((address): [string, string] => [address, '192.0.2.9']));

/** When each connection was asked for and when it was closed. */
function spans(network: FakeNetwork): readonly string[] {
  return network.connections.map(
    ({ endpoint: { transport, address, port }, requested, closed }) =>
      `${transport} ${address} ${port}: ${requested} to ${closed ?? '-'}`,
  );
}

describe('the source addresses', () => {
  it(
    'of all destinations come as one, when the last is known, and are complete',
    marbles((m) => {
      const network = fakeNetwork({ localAddress })
        .accept({ address: '192.0.2.1' }, '5ms o')
        .accept({ address: '2001:db8::1' }, '2ms o');
      const found$ = sourceAddresses(network.connect, ['192.0.2.1', '2001:db8::1', '192.0.2.2']);
      const found = new Map([
        ['192.0.2.1', '192.0.2.9'],
        ['2001:db8::1', '2001:db8::9'],
        ['192.0.2.2', '192.0.2.9'],
      ]);
      m.expect(found$).toBeObservable('5ms (a|)', { a: found });
      m.flush();
      expect(spans(network)).toStrictEqual([
        'udp 192.0.2.1 53: 0 to 5',
        'udp 2001:db8::1 53: 0 to 2',
        'udp 192.0.2.2 53: 0 to 0',
      ]);
      expect(network.sent).toStrictEqual([]);
    }),
  );

  it(
    'are undefined where the connection fails, and where it does not tell its own address',
    marbles((m) => {
      const network = fakeNetwork({
        localAddress: ({ address }) => (address === '192.0.2.1' ? '192.0.2.9' : undefined),
      }).accept({ address: '192.0.2.2' }, '3ms #', unreachable);
      const found = new Map([
        ['192.0.2.2', undefined],
        ['192.0.2.3', undefined],
        ['192.0.2.1', '192.0.2.9'],
      ]);
      m.expect(sourceAddresses(network.connect, [...found.keys()])).toBeObservable('3ms (a|)', { a: found });
    }),
  );

  it(
    'of no destinations are none, at once',
    marbles((m) => {
      m.expect(sourceAddresses(() => NEVER, [])).toBeObservable('(a|)', { a: new Map() });
    }),
  );

  it(
    'are asked for once for each destination, in the order given',
    marbles((m) => {
      const network = fakeNetwork({ localAddress });
      const found$ = sourceAddresses(network.connect, ['192.0.2.2', '192.0.2.1', '192.0.2.2']);
      m.expect(found$).toBeObservable('(a|)', { a: reached(['192.0.2.2', '192.0.2.1']) });
      m.flush();
      expect(spans(network)).toStrictEqual(['udp 192.0.2.2 53: 0 to 0', 'udp 192.0.2.1 53: 0 to 0']);
    }),
  );

  it(
    'are asked for anew by each subscriber, and not before',
    marbles((m) => {
      const network = fakeNetwork({ localAddress });
      const found$ = sourceAddresses(network.connect, ['192.0.2.1']);
      expect(network.connections).toStrictEqual([]);
      m.expect(found$).toBeObservable('(a|)', { a: reached(['192.0.2.1']) });
      m.expect(found$).toBeObservable('(a|)', { a: reached(['192.0.2.1']) });
      m.flush();
      expect(network.connections.length).toBe(2);
    }),
  );

  it(
    'are never known where a connection neither opens nor fails',
    marbles((m) => {
      const network = fakeNetwork({ localAddress }).accept({ address: '192.0.2.1' }, '');
      const found$ = sourceAddresses(network.connect, ['192.0.2.1', '192.0.2.2']);
      m.expect(found$, '^ 100ms !').toBeObservable('');
      m.flush();
      expect(spans(network)).toStrictEqual(['udp 192.0.2.1 53: 0 to 101', 'udp 192.0.2.2 53: 0 to 0']);
    }),
  );
});

describe('more than sixteen', () => {
  it(
    'wait for their turn',
    marbles((m) => {
      const destinations = addresses(40);
      const network = fakeNetwork({ localAddress }).accept({}, '10ms o');
      const found$ = sourceAddresses(network.connect, destinations);
      m.expect(found$).toBeObservable('30ms (a|)', { a: reached(destinations) });
      m.flush();
      const requested = network.connections.map((connection) => connection.requested);
      expect(requested).toStrictEqual(destinations.map((_, n) => 10 * Math.floor(n / 16)));
    }),
  );

  it(
    'are not opened any more after unsubscribing, and those open are closed',
    marbles((m) => {
      const network = fakeNetwork({ localAddress }).accept({}, '10ms o');
      m.expect(sourceAddresses(network.connect, addresses(40)), '^ 14ms !').toBeObservable('');
      m.flush();
      expect(network.connections.map(({ closed }) => closed)).toStrictEqual([
        ...Array.from({ length: 16 }, () => 10),
        ...Array.from({ length: 16 }, () => 15),
      ]);
    }),
  );

  it.each<[string, Observable<Connection>]>([
    ['open', NEVER.pipe(startWith({ ...silent(), localAddress: '192.0.2.9' }))],
    ['fail', throwError(() => unreachable)],
    ['end', of()],
  ])('that %s inside subscribe are never more at a time, and do not grow the stack', (_what, connection$) => {
    const { connect, most } = counting(connection$);
    const destinations = Array.from({ length: 20_000 }, (_, n) => `10.0.${n >> 8}.${n & 0xff}`);
    const found: ReadonlyMap<string, string | undefined>[] = [];
    sourceAddresses(connect, destinations).subscribe((sources) => found.push(sources));
    expect(found.map((sources) => sources.size)).toStrictEqual([20_000]);
    expect(most()).toBe(1);
  });

  it(
    'are closed before the next are opened',
    marbles((m) => {
      const { connect, most } = counting(
        new Observable((subscriber) => {
          subscriber.add(m.scheduler.schedule(() => subscriber.next(silent()), 1));
        }),
      );
      const count$ = sourceAddresses(connect, addresses(100)).pipe(map(({ size }) => size));
      m.expect(count$).toBeObservable('7ms (a|)', { a: 100 });
      m.flush();
      expect(most()).toBe(16);
    }),
  );
});

it(
  'a subscriber may unsubscribe while connections open, from inside',
  marbles((m) => {
    const network = fakeNetwork({ localAddress });
    const unsubscribe: Connect = (endpoint) => {
      if (endpoint.address === '198.51.100.2') subscription.unsubscribe();
      return network.connect(endpoint);
    };
    const heard: string[] = [];
    // Not at once: there is no subscription yet inside subscribe.
    const late: Connect = (endpoint) =>
      new Observable((subscriber) => {
        subscriber.add(
          m.scheduler.schedule(() => subscriber.add(unsubscribe(endpoint).subscribe(subscriber)), 1),
        );
      });
    const subscription = sourceAddresses(late, addresses(3)).subscribe(() => heard.push('sources'));
    m.flush();
    expect(heard).toStrictEqual([]);
    expect(network.connections.every(({ closed }) => closed !== undefined)).toBe(true);
  }),
);

/** Opens what it is given, and counts how many are open. */
function counting(connection$: Observable<Connection>): { readonly connect: Connect; most(): number } {
  let open = 0;
  let most = 0;
  const connect: Connect = () =>
    new Observable((subscriber) => {
      open += 1;
      most = Math.max(most, open);
      subscriber.add(
        connection$
          .pipe(
            finalize(() => {
              open -= 1;
            }),
          )
          .subscribe(subscriber),
      );
    });
  return { connect, most: () => most };
}

/** A connection that nothing comes from. */
function silent(): Connection {
  return { messages$: NEVER, send: () => undefined, setIdle: () => undefined };
}
