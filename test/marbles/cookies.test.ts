import { map } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import type { ResolverOptions } from '../../src/options.js';
import { ednsOptions } from '../../src/records/edns.js';
import type { Message } from '../../src/records/message.js';
import type { Connect } from '../../src/socket/connect.js';
import { type FakeNetwork, fakeNetwork } from '../../src/testing/fake-network.js';
import type { ScriptedMessage, ScriptedReply, SentQuery } from '../../src/testing/fake-reply.js';
import { type MarbleContext, marbles } from '../../src/testing/marbles.js';
import { openFor, scriptedResolver, sentAt } from './scripted-resolver.js';
import { TimedQuestions } from './timed-questions.js';

const clientLength = 8;
const serverCookie = Uint8Array.of(9, 9, 9, 9, 9, 9, 9, 9);
const none: ScriptedReply = {};
const good: ScriptedReply = (query) => withCookie(query, serverCookie);
const refusing: ScriptedReply = (query) => ({ ...withCookie(query, serverCookie), rcode: 'BADCOOKIE' });
const forged: ScriptedReply = (query) => withCookie(query, serverCookie, 1);

/** A reply with the client's cookie, perhaps changed in its first octet, and the server's. */
function withCookie({ message }: SentQuery, suffix: Uint8Array, change = 0): ScriptedMessage {
  const data = Uint8Array.of(...clientCookie(message), ...suffix);
  data[0] = (data[0] ?? 0) ^ change;
  const options = [{ code: ednsOptions.COOKIE, data }];
  return { edns: { version: 0, payloadSize: 1232, dnssecOk: false, options } };
}

function cookieOf({ edns }: Message): Uint8Array {
  return edns?.options.find(({ code }) => code === ednsOptions.COOKIE)?.data ?? new Uint8Array();
}

function clientCookie(message: Message): Uint8Array {
  return cookieOf(message).subarray(0, clientLength);
}

/** The length of each query's cookie, with its transport. */
function sentCookies({ sent }: FakeNetwork): readonly string[] {
  return sent.map(({ endpoint, message }) => `${endpoint.transport} ${cookieOf(message).length}`);
}

/** A server that answers by these scripts in turn: good, forged, without (`n`), BADCOOKIE (`b`). */
function start(m: MarbleContext, scripts: readonly string[], options: ResolverOptions = {}) {
  const network = fakeNetwork()
    .answer({ transport: 'udp' }, scripts, { g: good, f: forged, n: none, b: refusing })
    .answer({ transport: 'tcp' }, 'n', { n: none });
  const resolver = scriptedResolver(network, options);
  return { network, questions: new TimedQuestions(m.scheduler, resolver) };
}

describe('cookies', () => {
  it(
    'the client alone first, then both, whatever the question',
    marbles((m) => {
      const { network, questions } = start(m, ['5ms g']);
      questions.ask(0, 'a.example').ask(10, 'b.example', { type: 'MX' });
      m.flush();
      expect(sentCookies(network)).toStrictEqual(['udp 8', 'udp 16']);
      const [first, second] = network.sent.map(({ message }) => cookieOf(message));
      expect(second).toStrictEqual(Uint8Array.of(...(first ?? []), ...serverCookie));
    }),
  );

  it(
    'a wrong one is dropped, and the query goes on',
    marbles((m) => {
      const { network, questions } = start(m, ['ffg']);
      questions.ask(0, 'a.example');
      m.flush();
      expect(questions.heard).toStrictEqual(['2 a.example: NOERROR']);
      expect(network.sent.length).toBe(1);
    }),
  );

  it(
    'a missing one is dropped once the server has sent one, and the retry has both',
    marbles((m) => {
      const { network, questions } = start(m, ['g', '5ms n', '5ms g'], { timeout: 20 });
      questions.ask(0, 'a.example').ask(10, 'b.example');
      m.flush();
      expect(questions.heard).toStrictEqual(['0 a.example: NOERROR', '35 b.example: NOERROR']);
      expect(sentCookies(network)).toStrictEqual(['udp 8', 'udp 16', 'udp 16']);
    }),
  );

  it(
    'a server that lost them is believed after 120 s',
    marbles((m) => {
      const { network, questions } = start(m, ['g', 'n'], { timeout: 20, tries: 1 });
      questions.ask(0, 'a').ask(10, 'b').ask(120_009, 'c').ask(120_040, 'd').ask(120_050, 'e');
      m.flush();
      // After silence over UDP, TCP comes through.
      expect(sentCookies(network)).toStrictEqual([
        'udp 8',
        'udp 16',
        'tcp 0',
        'udp 16',
        'tcp 0',
        'udp 16',
        'udp 0',
      ]);
    }),
  );

  it(
    'a server that ignores them is sent none for 300 s',
    marbles((m) => {
      const { network, questions } = start(m, ['n']);
      questions.ask(0, 'a').ask(10, 'b').ask(299_999, 'c').ask(300_000, 'd');
      m.flush();
      expect(sentCookies(network)).toStrictEqual(['udp 8', 'udp 0', 'udp 0', 'udp 8']);
    }),
  );

  it(
    'are renewed after 24 hours',
    marbles((m) => {
      const { network, questions } = start(m, ['g']);
      questions.ask(0, 'a').ask(86_399_999, 'b').ask(86_400_000, 'c');
      m.flush();
      expect(sentCookies(network)).toStrictEqual(['udp 8', 'udp 16', 'udp 8']);
      const clients = network.sent.map(({ message }) => clientCookie(message).join());
      expect(clients[1]).toBe(clients[0]);
      expect(clients[2]).not.toBe(clients[0]);
    }),
  );

  it.each<[string, ResolverOptions]>([
    ['over TCP', { useTcp: true }],
    ['with cookies: false', { cookies: false }],
    ['without EDNS', { edns: false }],
  ])('none is sent %s', (_what, options) => {
    marbles((m) => {
      const { network, questions } = start(m, ['n'], options);
      questions.ask(0, 'a.example');
      m.flush();
      expect(questions.heard.length).toBe(1);
      expect(network.sent.map(({ message }) => cookieOf(message).length)).toStrictEqual([0]);
    })();
  });

  it(
    'are different for each server and each address of ours',
    marbles((m) => {
      const network = fakeNetwork().answer({}, 'g', { g: good });
      const addresses = ['192.0.2.200', '192.0.2.201', '192.0.2.200', '192.0.2.200'];
      const resolver = scriptedResolver(network, { connect: withAddresses(network.connect, addresses) });
      const questions = new TimedQuestions(m.scheduler, resolver);
      questions
        .ask(0, 'a')
        .ask(10, 'b')
        .ask(20, 'c')
        .ask(30, 'd', { servers: ['192.0.2.2'] });
      m.flush();
      expect(sentCookies(network)).toStrictEqual(['udp 8', 'udp 8', 'udp 16', 'udp 8']);
      const clients = network.sent.map(({ message }) => clientCookie(message).join());
      expect(clients[2]).toBe(clients[0]);
      expect(new Set(clients).size).toBe(3);
    }),
  );
});

describe('BADCOOKIE', () => {
  it(
    'is answered with the new cookie at once, and is no try',
    marbles((m) => {
      const { network, questions } = start(m, ['5ms b', '5ms g'], { tries: 1 });
      questions.ask(0, 'a.example');
      m.flush();
      expect(questions.heard).toStrictEqual(['10 a.example: NOERROR']);
      expect(sentCookies(network)).toStrictEqual(['udp 8', 'udp 16']);
      expect(sentAt(network)).toStrictEqual(['0 udp', '5 udp']);
    }),
  );

  it(
    'every time: three more over UDP, then TCP, which needs none',
    marbles((m) => {
      const { network, questions } = start(m, ['5ms b'], { tries: 1 });
      questions.ask(0, 'a.example');
      m.flush();
      expect(questions.heard).toStrictEqual(['20 a.example: NOERROR']);
      expect(sentCookies(network)).toStrictEqual(['udp 8', 'udp 16', 'udp 16', 'udp 16', 'tcp 0']);
      expect(openFor(network)).toStrictEqual(['0 to 5', '5 to 10', '10 to 15', '15 to 20', '20 to -']);
    }),
  );
});

/** Connections that leave from these addresses in turn. */
function withAddresses(connect: Connect, addresses: readonly string[]): Connect {
  let opened = 0;
  return (endpoint) =>
    connect(endpoint).pipe(
      map((connection) => {
        const localAddress = addresses[opened] ?? '';
        opened += 1;
        return { ...connection, localAddress };
      }),
    );
}
