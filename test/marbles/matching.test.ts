import { concat, merge } from 'rxjs';
import { map } from 'rxjs/operators';
import { expect, it } from 'vitest';
import type { Resolver } from '../../src/resolver.js';
import { fakeNetwork } from '../../src/testing/fake-network.js';
import type { ScriptedReply } from '../../src/testing/fake-reply.js';
import { marbles } from '../../src/testing/marbles.js';
import { addressReply, scriptedResolver, sentAt } from './scripted-resolver.js';

const addresses = (resolver: Resolver, name: string) =>
  resolver.query$(name, 'A').pipe(map((records) => records.map(({ address }) => address).join()));

it(
  'answers that come out of order go to their own subscribers',
  marbles((m) => {
    const network = fakeNetwork()
      .answer({ name: 'a.example' }, '30ms r', { r: addressReply('192.0.2.10') })
      .answer({ name: 'b.example' }, '10ms r', { r: addressReply('192.0.2.11') })
      .answer({ name: 'c.example' }, '20ms r', { r: addressReply('192.0.2.12') });
    const resolver = scriptedResolver(network);
    const [a$, b$, c$] = ['a', 'b', 'c'].map((label) => addresses(resolver, `${label}.example`));
    m.expect(merge(a$ ?? [], b$ ?? [], c$ ?? [])).toBeObservable('10ms b 9ms c 9ms (a|)', {
      a: '192.0.2.10',
      b: '192.0.2.11',
      c: '192.0.2.12',
    });
  }),
);

it(
  'answers that come out of order on one TCP connection do, too',
  marbles((m) => {
    const network = fakeNetwork()
      .accept({ transport: 'tcp' }, '5ms o')
      .answer({ name: 'a.example' }, '30ms r', { r: addressReply('192.0.2.10') })
      .answer({ name: 'b.example' }, '10ms r', { r: addressReply('192.0.2.11') });
    const resolver = scriptedResolver(network, { useTcp: true });
    m.expect(addresses(resolver, 'a.example')).toBeObservable('35ms (a|)', { a: '192.0.2.10' });
    m.expect(addresses(resolver, 'b.example')).toBeObservable('15ms (b|)', { b: '192.0.2.11' });
    m.flush();
    expect(network.connections.length).toBe(1);
  }),
);

it(
  'every subscriber asks anew, and nothing is asked without one',
  marbles((m) => {
    const network = fakeNetwork().answer({}, ['5ms a', '5ms b'], {
      a: addressReply('192.0.2.10'),
      b: addressReply('192.0.2.11'),
    });
    const address$ = addresses(scriptedResolver(network), 'a.example');
    expect(network.connections).toStrictEqual([]);
    m.expect(concat(address$, address$)).toBeObservable('5ms a 4ms (b|)', {
      a: '192.0.2.10',
      b: '192.0.2.11',
    });
    m.flush();
    expect(sentAt(network)).toStrictEqual(['0 udp', '5 udp']);
  }),
);

const forged = { answers: [{ type: 'A', address: '203.0.113.66' }] } as const;

it.each<[string, ScriptedReply]>([
  ['another id', ({ message }) => ({ ...forged, id: message.id ^ 1 })],
  ['QR 0', { ...forged, flags: { qr: false } }],
  ['another opcode', { ...forged, opcode: 'STATUS' }],
  ['another name', { ...forged, questions: [{ name: 'b.example', type: 'A', class: 'IN' }] }],
  ['another type', { ...forged, questions: [{ name: 'a.example', type: 'MX', class: 'IN' }] }],
  ['another class', { ...forged, questions: [{ name: 'a.example', type: 'A', class: 'CH' }] }],
  ['no question', { ...forged, questions: [] }],
  ['nothing in it', new Uint8Array()],
  ['garbage', Uint8Array.of(1, 2, 3)],
  ['an answer that is cut off', ({ octets }) => announceAnswer(octets)],
])('a datagram with %s is dropped, and the answer still taken', (_what, reply) => {
  marbles((m) => {
    const network = fakeNetwork().answer({}, '5ms x 14ms r', { x: reply, r: addressReply('192.0.2.10') });
    m.expect(addresses(scriptedResolver(network), 'a.example')).toBeObservable('20ms (r|)', {
      r: '192.0.2.10',
    });
    m.flush();
    expect(sentAt(network)).toStrictEqual(['0 udp']);
  })();
});

it(
  'a datagram that is no answer does not hold up the timeout',
  marbles((m) => {
    const network = fakeNetwork().answer({}, ['1s x', '20ms r'], {
      x: Uint8Array.of(1, 2, 3),
      r: addressReply('192.0.2.10'),
    });
    const address$ = addresses(scriptedResolver(network, { timeout: 1500 }), 'a.example');
    m.expect(address$).toBeObservable('1520ms (r|)', { r: '192.0.2.10' });
  }),
);

it(
  'an answer that comes twice is emitted once',
  marbles((m) => {
    const network = fakeNetwork().answer({}, '5ms (rr)-r', { r: addressReply('192.0.2.10') });
    const address$ = addresses(scriptedResolver(network), 'a.example');
    m.expect(address$).toBeObservable('5ms (r|)', { r: '192.0.2.10' });
  }),
);

/** The query made a response that announces an answer it does not have. */
function announceAnswer(octets: Uint8Array): Uint8Array {
  const cut = octets.slice();
  cut[2] = 0x81;
  cut[7] = 1;
  return cut;
}
