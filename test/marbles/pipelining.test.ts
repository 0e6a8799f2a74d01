import { map } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import { DnsError } from '../../src/errors.js';
import { fakeNetwork } from '../../src/testing/fake-network.js';
import { marbles } from '../../src/testing/marbles.js';
import { openFor } from './scripted-resolver.js';
import { rcode, scriptWire, sentOn } from './scripted-wire.js';

const tcp = { transport: 'tcp' } as const;
const eof = new DnsError('EOF', '192.0.2.1 closed the connection');
const ok = { r: 'NOERROR' } as const;

describe('a server that leaves pipelined queries unanswered', () => {
  const names = Array.from({ length: 20 }, (_, n) => `n${n}`);

  it(
    'and closes after each answer, costs a connection for each, and is sent one at a time',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '5ms (r|)', { r: {} });
      const { ask } = scriptWire(m, network);
      for (const [n, name] of names.entries())
        m.expect(ask(name, tcp).pipe(map(rcode))).toBeObservable(`${(n + 1) * 5}ms (r|)`, ok);
      m.flush();
      expect(network.connections.length).toBe(20);
      // All at first; then each with the next one behind it, until the connection is known to have ended.
      expect(network.sent.length).toBe(20 + 19 + 18);
    }),
  );

  it(
    'is sent half of what it answered at a time, on one connection',
    marbles((m) => {
      const network = fakeNetwork().answer({}, ['4ms r', '4ms r', '4ms r', '4ms r', '5ms |', '6ms r'], {
        r: {},
      });
      const { ask } = scriptWire(m, network);
      for (const name of names.slice(0, 10)) ask(name, tcp).subscribe();
      m.flush();
      const again = sentOn(network).filter((line) => line.endsWith(' 1'));
      expect(again).toStrictEqual(['5 n4 1', '5 n5 1', '11 n6 1', '11 n7 1', '17 n8 1', '17 n9 1']);
      expect(network.connections.length).toBe(2);
    }),
  );

  it(
    'gets as many as there are after five minutes, and none the wiser before',
    marbles((m) => {
      const network = fakeNetwork().answer({}, ['4ms r', '5ms |', '6ms r'], { r: {} });
      const { ask } = scriptWire(m, network);
      const burst = (at: number, ...burstNames: readonly string[]) =>
        m.scheduler.schedule(() => {
          for (const name of burstNames) ask(name, tcp).subscribe();
        }, at);
      burst(0, 'a', 'b', 'c');
      burst(300_004, 'd', 'e');
      burst(301_000, 'f', 'g');
      m.flush();
      expect(sentOn(network).slice(3)).toStrictEqual([
        ...['5 b 1', '11 c 1'],
        ...['300004 d 1', '300010 e 1'],
        ...['301000 f 1', '301000 g 1'],
      ]);
    }),
  );

  it(
    'is not sent what was given up while it waited',
    marbles((m) => {
      const network = fakeNetwork().answer({}, ['4ms r', '5ms |', '6ms r'], { r: {} });
      const { ask } = scriptWire(m, network);
      m.expect(ask('a', tcp).pipe(map(rcode))).toBeObservable('4ms (r|)', ok);
      m.expect(ask('b', tcp).pipe(map(rcode))).toBeObservable('11ms (r|)', ok);
      m.expect(ask('c', tcp), '^ 8ms !').toBeObservable('');
      m.expect(ask('d', tcp).pipe(map(rcode))).toBeObservable('17ms (r|)', ok);
      m.flush();
      expect(sentOn(network).slice(4)).toStrictEqual(['5 b 1', '11 d 1']);
    }),
  );

  it(
    'fails what waits along with what it was sent, where it closes without an answer',
    marbles((m) => {
      const network = fakeNetwork().answer({}, ['4ms r', '5ms |', '6ms |'], { r: {} });
      const { ask } = scriptWire(m, network);
      m.expect(ask('a', tcp).pipe(map(rcode))).toBeObservable('4ms (r|)', ok);
      m.expect(ask('b', tcp)).toBeObservable('11ms #', {}, eof);
      m.expect(ask('c', tcp)).toBeObservable('11ms #', {}, eof);
      m.expect(ask('d', tcp)).toBeObservable('11ms #', {}, eof);
      m.flush();
      expect(openFor(network)).toStrictEqual(['0 to 5', '5 to 11']);
    }),
  );

  it(
    'and that is silent then, is sent what waits on another connection',
    marbles((m) => {
      const network = fakeNetwork().answer({}, ['4ms r', '5ms |', '', '', '6ms r'], { r: {} });
      const { ask } = scriptWire(m, network);
      m.expect(ask('a', tcp).pipe(map(rcode))).toBeObservable('4ms (r|)', ok);
      m.expect(ask('b', tcp), '^ 19ms !').toBeObservable('');
      m.expect(ask('c', tcp).pipe(map(rcode))).toBeObservable('26ms (r|)', ok);
      m.flush();
      expect(sentOn(network).slice(3)).toStrictEqual(['5 b 1', '20 c 2']);
      expect(openFor(network)).toStrictEqual(['0 to 5', '5 to 20', '20 to -']);
    }),
  );
});
