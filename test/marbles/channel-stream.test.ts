import { map } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import { DnsError } from '../../src/errors.js';
import { fakeNetwork } from '../../src/testing/fake-network.js';
import { marbles } from '../../src/testing/marbles.js';
import { garbage, otherId, rcode, scriptWire } from './scripted-wire.js';

const tcp = { transport: 'tcp' } as const;
const eof = new DnsError('EOF', '192.0.2.1 closed the connection');
const malformed = new DnsError('EBADRESP', '192.0.2.1 sent a malformed response');

describe('over TCP', () => {
  it(
    'all queries share a connection, whatever the order of the answers; it rests afterwards',
    marbles((m) => {
      const network = fakeNetwork()
        .accept(tcp, '3ms o')
        .answer({ name: 'a' }, '9ms r', { r: { rcode: 'NXDOMAIN' } })
        .answer({ name: 'b' }, '5ms r', { r: {} });
      const { ask } = scriptWire(m, network);
      m.expect(ask('a', tcp).pipe(map(rcode))).toBeObservable('12ms (r|)', { r: 'NXDOMAIN' });
      m.expect(ask('b', tcp).pipe(map(rcode))).toBeObservable('8ms (r|)', { r: 'NOERROR' });
      m.flush();
      expect(network.connections.map(({ opened, closed, idle }) => [opened, closed, idle])).toStrictEqual([
        [3, undefined, true],
      ]);
    }),
  );

  it.each([
    ['garbage', garbage],
    ['an answer to another question', { questions: [{ name: 'other', type: 'A', class: 'IN' } as const] }],
    ['an id that nobody has', otherId],
  ])('%s ends the connection and fails all queries on it', (_what, reply) => {
    marbles((m) => {
      const network = fakeNetwork().answer({ name: 'a' }, '').answer({ name: 'b' }, '5ms w', { w: reply });
      const { ask } = scriptWire(m, network);
      m.expect(ask('a', tcp)).toBeObservable('5ms #', {}, malformed);
      m.expect(ask('b', tcp)).toBeObservable('5ms #', {}, malformed);
      m.flush();
      expect(network.connections.map(({ closed }) => closed)).toStrictEqual([5]);
    })();
  });

  it(
    'a connection that the peer ends without an answer fails those still waiting',
    marbles((m) => {
      const network = fakeNetwork().answer({ name: 'a' }, '').answer({ name: 'b' }, '5ms |');
      const { ask } = scriptWire(m, network);
      m.expect(ask('a', tcp)).toBeObservable('5ms #', {}, eof);
      m.expect(ask('b', tcp)).toBeObservable('5ms #', {}, eof);
      m.flush();
      expect(network.connections.length).toBe(1);
    }),
  );

  it(
    'the next query after a failure opens a new connection',
    marbles((m) => {
      const network = fakeNetwork().answer({}, ['5ms |', '5ms r'], { r: {} });
      const { ask } = scriptWire(m, network);
      const codes: string[] = [];
      ask('a', tcp).subscribe({
        error: ({ code }: DnsError) => {
          codes.push(code);
          ask('a', tcp).subscribe((response) => codes.push(response.rcode));
        },
      });
      m.flush();
      expect(codes).toStrictEqual(['EOF', 'NOERROR']);
      expect(network.connections.length).toBe(2);
    }),
  );

  it(
    'a late answer to a cancelled query is not taken for garbage, nor its id for another query',
    marbles((m) => {
      const network = fakeNetwork()
        .answer({ name: 'a' }, '9ms r', { r: {} })
        .answer({ name: 'b' }, '20ms r', { r: {} });
      const { ask } = scriptWire(m, network);
      m.expect(ask('a', tcp), '^ 4ms !').toBeObservable('');
      m.expect(ask('b', tcp).pipe(map(rcode))).toBeObservable('20ms (r|)', { r: 'NOERROR' });
      m.flush();
      expect(network.connections.length).toBe(1);
    }),
  );

  it(
    'a connection on which a query was given up takes no other until something comes on it',
    marbles((m) => {
      const network = fakeNetwork()
        .answer({}, '5ms r', { r: {} })
        .answer({ name: 'a' }, '')
        .answer({ name: 'b' }, '20ms r', { r: {} });
      const { ask } = scriptWire(m, network);
      m.expect(ask('a', tcp), '^ 4ms !').toBeObservable('');
      m.expect(ask('b', tcp).pipe(map(rcode))).toBeObservable('20ms (r|)', { r: 'NOERROR' });
      m.scheduler.schedule(() => ask('c', tcp).subscribe(), 10);
      m.scheduler.schedule(() => ask('d', tcp).subscribe(), 25);
      m.flush();
      expect(
        network.sent.map(({ message, connection }) => [message.questions[0]?.name, connection]),
      ).toStrictEqual([
        ['a', 0],
        ['b', 0],
        ['c', 1],
        ['d', 1],
      ]);
    }),
  );

  it(
    'a connection whose only query is given up is closed',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '');
      const { ask } = scriptWire(m, network);
      m.expect(ask('a', tcp), '^ 4ms !').toBeObservable('');
      m.flush();
      expect(network.connections.map(({ closed }) => closed)).toStrictEqual([5]);
    }),
  );
});
