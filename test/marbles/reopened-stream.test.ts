import { map } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import { DnsError } from '../../src/errors.js';
import { fakeNetwork } from '../../src/testing/fake-network.js';
import { marbles } from '../../src/testing/marbles.js';
import { addressReply, openFor, scriptedResolver, sentAt } from './scripted-resolver.js';
import { garbage, rcode, scriptWire, sentOn } from './scripted-wire.js';

const tcp = { transport: 'tcp' } as const;
const eof = new DnsError('EOF', '192.0.2.1 closed the connection');
const malformed = new DnsError('EBADRESP', '192.0.2.1 sent a malformed response');
const ok = { r: 'NOERROR' } as const;

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

describe('a stream that the server closes after an answer', () => {
  it(
    'is opened anew for those that wait, in the order in which they were asked',
    marbles((m) => {
      const network = fakeNetwork()
        .accept(tcp, '3ms o')
        .answer({}, ['', '10ms r'], { r: {} })
        .answer({ name: 'b' }, '5ms (r|)', { r: {} })
        .answer({ name: 'c' }, ['', '2ms r'], { r: {} });
      const { ask } = scriptWire(m, network);
      const elapsed = ask('a', tcp).pipe(map((response) => [response.elapsed, response.attempts.length]));
      m.expect(elapsed).toBeObservable('21ms (r|)', { r: [21, 1] });
      m.expect(ask('b', tcp).pipe(map(rcode))).toBeObservable('8ms (r|)', ok);
      m.expect(ask('c', tcp).pipe(map(rcode))).toBeObservable('23ms (r|)', ok);
      m.flush();
      // One at a time now.
      expect(sentOn(network)).toStrictEqual(['3 a 0', '3 b 0', '3 c 0', '11 a 1', '21 c 1']);
      expect(openFor(network)).toStrictEqual(['3 to 8', '11 to -']);
    }),
  );

  it.each(['ECONNRESET', 'EPIPE'])('by %s is opened anew as well', (code) => {
    marbles((m) => {
      const network = fakeNetwork()
        .answer({ name: 'a' }, ['', '5ms r'], { r: {} })
        .answer({ name: 'b' }, '5ms (r#)', { r: {} }, systemError(code));
      const { ask } = scriptWire(m, network);
      m.expect(ask('a', tcp).pipe(map(rcode))).toBeObservable('10ms (r|)', ok);
      m.expect(ask('b', tcp).pipe(map(rcode))).toBeObservable('5ms (r|)', ok);
    })();
  });

  it(
    'is not opened anew where it failed for another reason',
    marbles((m) => {
      const silence = systemError('ETIMEDOUT');
      const network = fakeNetwork()
        .answer({ name: 'a' }, '')
        .answer({ name: 'b' }, '5ms (r#)', { r: {} }, silence);
      const { ask } = scriptWire(m, network);
      const message = 'no connection to 192.0.2.1: ETIMEDOUT';
      const error = new DnsError('ECONNREFUSED', message, { cause: silence });
      m.expect(ask('a', tcp)).toBeObservable('5ms #', {}, error);
      m.expect(ask('b', tcp).pipe(map(rcode))).toBeObservable('5ms (r|)', ok);
      m.flush();
      expect(network.connections.length).toBe(1);
    }),
  );

  it(
    'is not opened anew after a frame that no server would send',
    marbles((m) => {
      const network = fakeNetwork()
        .answer({ name: 'a' }, '')
        .answer({ name: 'b' }, '5ms (rx)', { r: {}, x: garbage });
      const { ask } = scriptWire(m, network);
      m.expect(ask('a', tcp)).toBeObservable('5ms #', {}, malformed);
      m.expect(ask('b', tcp).pipe(map(rcode))).toBeObservable('5ms (r|)', ok);
      m.flush();
      expect(network.connections.length).toBe(1);
    }),
  );

  it(
    'is opened anew once: without an answer there, that is a failure',
    marbles((m) => {
      const network = fakeNetwork()
        .answer({ name: 'a' }, ['', '5ms |'])
        .answer({ name: 'b' }, '5ms (r|)', { r: {} });
      const { ask } = scriptWire(m, network);
      m.expect(ask('a', tcp)).toBeObservable('10ms #', {}, eof);
      m.expect(ask('b', tcp).pipe(map(rcode))).toBeObservable('5ms (r|)', ok);
      m.flush();
      expect(openFor(network)).toStrictEqual(['0 to 5', '5 to 10']);
    }),
  );

  it(
    'counts a late answer to a query that was given up as one',
    marbles((m) => {
      const network = fakeNetwork()
        .answer({ name: 'a' }, '9ms (r|)', { r: {} })
        .answer({ name: 'b' }, ['', '5ms r'], { r: {} });
      const { ask } = scriptWire(m, network);
      m.expect(ask('a', tcp), '^ 4ms !').toBeObservable('');
      m.expect(ask('b', tcp).pipe(map(rcode))).toBeObservable('14ms (r|)', ok);
    }),
  );
});

describe('a stream that was at rest', () => {
  it(
    'and is closed as a query is sent, is opened anew, without a limit from then on',
    marbles((m) => {
      const network = fakeNetwork()
        .answer({}, '2ms r', { r: {} })
        .answer({ name: 'b' }, ['1ms |', '5ms r'], { r: {} });
      const { ask } = scriptWire(m, network);
      m.expect(ask('a', tcp).pipe(map(rcode))).toBeObservable('2ms (r|)', ok);
      m.scheduler.schedule(() => {
        for (const name of ['b', 'c', 'd']) ask(name, tcp).subscribe();
      }, 10);
      m.flush();
      expect(sentOn(network)).toStrictEqual([
        '0 a 0',
        ...['10 b 0', '10 c 0', '10 d 0'],
        ...['11 b 1', '11 c 1', '11 d 1'],
      ]);
    }),
  );

  it(
    'and is closed as the only query is sent, fails it where the next one brings nothing, either',
    marbles((m) => {
      const network = fakeNetwork().answer({}, ['2ms r', '5ms |'], { r: {} });
      const { ask } = scriptWire(m, network);
      ask('a', tcp).subscribe();
      const outcomes: string[] = [];
      m.scheduler.schedule(() => {
        const note = ({ code }: DnsError) => outcomes.push(`${m.scheduler.now()} ${code}`);
        ask('b', tcp).subscribe({ error: note });
      }, 10);
      m.flush();
      expect(outcomes).toStrictEqual(['20 EOF']);
      expect(openFor(network)).toStrictEqual(['0 to 15', '15 to 20']);
    }),
  );
});

describe('attempts', () => {
  const options = { useTcp: true, tries: 1, timeout: 100 } as const;
  const reply = addressReply('192.0.2.7');

  it(
    'are not used up by connections that end',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '5ms (r|)', { r: reply });
      const resolver = scriptedResolver(network, options);
      for (const [n, name] of ['a', 'b', 'c', 'd', 'e'].entries()) {
        const outcomes$ = resolver
          .response$(name, 'A')
          .pipe(map(({ attempts }) => attempts.map(({ outcome, elapsed }) => `${outcome} ${elapsed}`)));
        m.expect(outcomes$).toBeObservable(`${(n + 1) * 5}ms (r|)`, { r: [`NOERROR ${(n + 1) * 5}`] });
      }
      m.flush();
      expect(network.connections.length).toBe(5);
    }),
  );

  it(
    'have the time they had, on whatever connection',
    marbles((m) => {
      const network = fakeNetwork()
        .answer({ name: 'a' }, '')
        .answer({ name: 'b' }, '60ms (r|)', { r: reply });
      const resolver = scriptedResolver(network, options);
      const codes: string[] = [];
      const note = ({ code }: DnsError) => codes.push(`${m.scheduler.now()} ${code}`);
      resolver.query$('a', 'A').subscribe({ error: note });
      resolver.query$('b', 'A').subscribe();
      m.flush();
      expect(codes).toStrictEqual(['100 ETIMEOUT']);
      expect(sentAt(network)).toStrictEqual(['0 tcp', '0 tcp', '60 tcp']);
    }),
  );

  it(
    'are used up by a server that accepts and closes',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '5ms |');
      const resolver = scriptedResolver(network, { useTcp: true });
      const trails: string[] = [];
      const note = ({ attempts }: DnsError) => trails.push(attempts.map(({ outcome }) => outcome).join(' '));
      for (const name of ['a', 'b', 'c']) resolver.query$(name, 'A').subscribe({ error: note });
      m.flush();
      expect(trails).toStrictEqual(['EOF EOF EOF', 'EOF EOF EOF', 'EOF EOF EOF']);
      expect(network.connections.length).toBe(3);
      expect(network.sent.length).toBe(9);
    }),
  );
});
