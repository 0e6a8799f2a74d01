import { timer } from 'rxjs';
import { filter, switchMap } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import type { DropReason } from '../../src/observables/accept.js';
import type { ResolverEvent } from '../../src/observables/resolver-event.js';
import type { ResolverOptions } from '../../src/options.js';
import { ednsOptions } from '../../src/records/edns.js';
import type { Transport } from '../../src/socket/connect.js';
import { type FakeNetwork, fakeNetwork } from '../../src/testing/fake-network.js';
import type { ScriptedReply } from '../../src/testing/fake-reply.js';
import { type MarbleContext, marbles } from '../../src/testing/marbles.js';
import { addressReply, scriptedResolver } from './scripted-resolver.js';
import { garbage, otherId } from './scripted-wire.js';
import { TimedQuestions } from './timed-questions.js';

const server = '192.0.2.1';
const reply = addressReply('192.0.2.10');
const question = { name: 'a.example', type: 'A', class: 'IN' } as const;

/** Events around these have tests of their own. */
const messageEvents = ['attempt', 'cache-hit', 'coalesced', 'drop', 'fallback', 'probe'];

/** A resolver, what happens in it, and questions to it. */
function start(m: MarbleContext, network: FakeNetwork, options: ResolverOptions = {}) {
  const resolver = scriptedResolver(network, options);
  const told: ResolverEvent[] = [];
  resolver.events$
    .pipe(filter(({ type }) => messageEvents.includes(type)))
    .subscribe((event) => told.push(event));
  return { resolver, told, questions: new TimedQuestions(m.scheduler, resolver) };
}

function attempt(elapsed: number, outcome: string, transport: Transport = 'udp'): ResolverEvent {
  return { type: 'attempt', question, attempt: { server, transport, elapsed, outcome } };
}

function dropped(reason: DropReason, transport: Transport = 'udp'): ResolverEvent {
  return { type: 'drop', reason, server, transport, question };
}

function fellBack(reason: string): ResolverEvent {
  return { type: 'fallback', question, server, reason };
}

describe('attempts', () => {
  it(
    'are told as they end',
    marbles((m) => {
      const network = fakeNetwork().answer({}, ['', '5ms s', '3ms r'], {
        s: { rcode: 'SERVFAIL' },
        r: reply,
      });
      const { told, questions } = start(m, network, { timeout: 10 });
      questions.ask(0, 'a.example');
      m.flush();
      expect(told).toStrictEqual([attempt(10, 'ETIMEOUT'), attempt(5, 'SERVFAIL'), attempt(3, 'NOERROR')]);
    }),
  );

  it(
    'that could not connect have the code of the system',
    marbles((m) => {
      const error = Object.assign(new Error('no way'), { code: 'ENETUNREACH' });
      const network = fakeNetwork().accept({}, '5ms #', error);
      const { told, questions } = start(m, network, { tries: 1 });
      questions.ask(0, 'a.example');
      m.flush();
      expect(told).toStrictEqual([attempt(5, 'ENETUNREACH')]);
    }),
  );

  it(
    'that nobody waits for any more are told as cancelled',
    marbles((m) => {
      const { told, questions } = start(m, fakeNetwork().answer({}, ''));
      questions.ask(0, 'a.example', { until: 7 });
      m.flush();
      expect(told).toStrictEqual([attempt(7, 'ECANCELLED')]);
    }),
  );
});

it(
  'each attempt of a race is told once',
  marbles((m) => {
    const network = fakeNetwork().answer({}, '50ms r', { r: reply });
    network.answer({ address: server }, '5ms r', { r: reply });
    const { told, questions } = start(m, network, { servers: [server, '192.0.2.2'], strategy: 'race' });
    questions.ask(0, 'a.example');
    m.flush();
    const loser = { server: '192.0.2.2', transport: 'udp', elapsed: 5, outcome: 'ECANCELLED' } as const;
    expect(told).toStrictEqual([attempt(5, 'NOERROR'), { type: 'attempt', question, attempt: loser }]);
  }),
);

describe('messages that are dropped', () => {
  const forgedCookie: ScriptedReply = {
    edns: {
      version: 0,
      payloadSize: 1232,
      dnssecOk: false,
      options: [{ code: ednsOptions.COOKIE, data: new Uint8Array(16) }],
    },
  };
  it.each<[DropReason, ScriptedReply]>([
    ['short', garbage],
    ['unknown-id', otherId],
    ['not-a-response', { flags: { qr: false } }],
    ['opcode', { opcode: 'NOTIFY' }],
    ['question', { questions: [{ name: 'b.example', type: 'A', class: 'IN' }] }],
    ['malformed', ({ octets }) => withAnswerCount(octets)],
    ['cookie', forgedCookie],
  ])('are told with the reason: %s', (reason, wrong) => {
    marbles((m) => {
      const network = fakeNetwork().answer({}, '2ms w 2ms r', { w: wrong, r: reply });
      // Not 0, as the forged cookie is.
      const { told, questions } = start(m, network, { random: () => 7 });
      questions.ask(0, 'a.example');
      m.flush();
      expect(told).toStrictEqual([dropped(reason), attempt(5, 'NOERROR')]);
    })();
  });

  it(
    'over TCP end the connection',
    marbles((m) => {
      const network = fakeNetwork().answer({}, ['5ms o', '5ms r'], { o: { opcode: 'NOTIFY' }, r: reply });
      const { told, questions } = start(m, network, { useTcp: true });
      questions.ask(0, 'a.example');
      m.flush();
      expect(told).toStrictEqual([
        dropped('opcode', 'tcp'),
        attempt(5, 'EBADRESP', 'tcp'),
        attempt(5, 'NOERROR', 'tcp'),
      ]);
    }),
  );
});

describe('a fallback', () => {
  it.each<[string, ScriptedReply, Transport]>([
    ['TRUNCATED', { flags: { tc: true } }, 'tcp'],
    ['FORMERR', { rcode: 'FORMERR' }, 'udp'],
    ['NOTIMP', { rcode: 'NOTIMP' }, 'udp'],
    ['BADVERS', { rcode: 'BADVERS' }, 'udp'],
    ['BADCOOKIE', { rcode: 'BADCOOKIE' }, 'udp'],
  ])('is told with its reason: %s', (reason, first, transport) => {
    marbles((m) => {
      const network = fakeNetwork().answer({}, ['5ms f', '5ms r'], { f: first, r: reply });
      const { told, questions } = start(m, network);
      questions.ask(0, 'a.example');
      m.flush();
      expect(told.filter(({ type }) => type === 'fallback')).toStrictEqual([fellBack(reason)]);
      expect(told.at(-1)).toStrictEqual(attempt(5, 'NOERROR', transport));
    })();
  });

  it(
    'to TCP after too many wrong messages is told, too',
    marbles((m) => {
      const network = fakeNetwork()
        .answer({ transport: 'udp' }, 'o'.repeat(17), { o: otherId })
        .answer({ transport: 'tcp' }, '5ms r', { r: reply });
      const { told, questions } = start(m, network);
      questions.ask(0, 'a.example');
      m.flush();
      expect(told.filter(({ type }) => type === 'fallback')).toStrictEqual([fellBack('EBADRESP')]);
      expect(told.filter(({ type }) => type === 'drop').length).toBe(17);
    }),
  );
});

it(
  'what came without a query of its own is told',
  marbles((m) => {
    const network = fakeNetwork().answer({}, '5ms r', { r: reply });
    const { told, questions } = start(m, network, { cache: {}, coalesce: true });
    questions.ask(0, 'a.example').ask(1, 'a.example').ask(10, 'a.example');
    m.flush();
    expect(told).toStrictEqual([
      { type: 'coalesced', question },
      attempt(5, 'NOERROR'),
      { type: 'cache-hit', question },
    ]);
  }),
);

it(
  'a probe is told with its server and whether that is back',
  marbles((m) => {
    const network = fakeNetwork()
      .answer({}, '5ms r', { r: reply })
      .answer({ address: server }, ['s', '5ms r'], { s: { rcode: 'SERVFAIL' }, r: reply });
    const { told, questions } = start(m, network, { servers: [server, '192.0.2.2'], random: () => 0 });
    questions.ask(0, 'a.example').ask(6000, 'a.example');
    m.flush();
    expect(told).toContainEqual({ type: 'probe', server, answered: true });
  }),
);

describe('events$', () => {
  it(
    'completes when the resolver is closed, with what close ends told before, and for those who come later',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '');
      const resolver = scriptedResolver(network);
      resolver.query$('a.example', 'A').subscribe({ error: () => undefined });
      m.scheduler.schedule(() => resolver.close$(), 10);
      const attempts$ = resolver.events$.pipe(filter(({ type }) => type === 'attempt'));
      m.expect(attempts$).toBeObservable('10ms (e|)', { e: attempt(10, 'ECANCELLED') });
      const late$ = timer(20).pipe(switchMap(() => resolver.events$));
      m.expect(late$).toBeObservable('20ms |');
    }),
  );
});

/** Turns a query into a response that announces an answer and has none. */
function withAnswerCount(octets: Uint8Array): Uint8Array {
  const message = octets.slice();
  message[2] = 0x80 | (message[2] ?? 0);
  message[7] = 1;
  // The OPT record in its place would be taken for the answer.
  return message.subarray(0, message.length - 1);
}

it(
  'a wrong id where several queries wait is told without a question',
  marbles((m) => {
    const network = fakeNetwork()
      .answer({ name: 'b.example' }, '')
      .answer({ name: 'a.example' }, '5ms o', { o: otherId });
    const { told, questions } = start(m, network, { useTcp: true, tries: 1 });
    questions.ask(0, 'b.example');
    questions.ask(0, 'a.example');
    m.flush();
    expect(told.filter(({ type }) => type === 'drop')).toStrictEqual([
      { type: 'drop', reason: 'unknown-id', server, transport: 'tcp', question: undefined },
    ]);
  }),
);
