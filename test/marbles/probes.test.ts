import { describe, expect, it } from 'vitest';
import type { ResolverEvent } from '../../src/observables/resolver-event.js';
import type { ResolverOptions } from '../../src/options.js';
import { type FakeNetwork, fakeNetwork } from '../../src/testing/fake-network.js';
import { type MarbleContext, marbles } from '../../src/testing/marbles.js';
import { addressReply, openFor, scriptedResolver } from './scripted-resolver.js';
import { describeServer, sentTo, TimedQuestions } from './timed-questions.js';

const reply = addressReply('192.0.2.10');
const servers = ['192.0.2.1', '192.0.2.2'];
const never = 2 ** 32 - 1;

/** Two servers, of which the first answers SERVFAIL to the first question. */
function failOnce(network: FakeNetwork = fakeNetwork()): FakeNetwork {
  return network
    .answer({}, '5ms r', { r: reply })
    .answer({ address: '192.0.2.1' }, ['s', '5ms r'], { s: { rcode: 'SERVFAIL' }, r: reply });
}

/** A resolver that probes whenever it may, unless `random` says otherwise; and what its probes came to. */
function start(m: MarbleContext, network: FakeNetwork, options: ResolverOptions = {}) {
  const resolver = scriptedResolver(network, { servers, random: () => 0, ...options });
  const probes: string[] = [];
  resolver.events$.subscribe((event: ResolverEvent) => {
    if (event.type === 'probe')
      probes.push(`${m.scheduler.now()} ${event.server.at(-1)} ${event.answered ? 'answered' : 'failed'}`);
  });
  return { resolver, probes, questions: new TimedQuestions(m.scheduler, resolver, describeServer) };
}

describe('a failed server', () => {
  it(
    'is asked beside the good one once 5 s have passed, and is back in its place when it answers',
    marbles((m) => {
      const network = failOnce();
      const { questions, probes } = start(m, network);
      questions.ask(0, 'a').ask(4999, 'b').ask(5000, 'c').ask(5010, 'd');
      m.flush();
      expect(questions.heard).toStrictEqual(['5 a: 2', '5004 b: 2', '5005 c: 2', '5015 d: 1']);
      expect(sentTo(network)).toStrictEqual(['0 1', '0 2', '4999 2', '5000 1', '5000 2', '5010 1']);
      expect(probes).toStrictEqual(['5005 1 answered']);
      // A copy of the question, not another one.
      expect(network.sent[3]?.message.questions).toStrictEqual(network.sent[4]?.message.questions);
    }),
  );

  it.each([
    ['SERVFAIL', 's'],
    ['a refused port', '#'],
  ])('that answers a probe with %s is left alone for another 5 s', (_what, script) => {
    marbles((m) => {
      const network = failOnce().answer({ address: '192.0.2.1' }, ['s', `7ms ${script}`], {
        s: { rcode: 'SERVFAIL' },
      });
      const { questions, probes } = start(m, network);
      questions.ask(0, 'a').ask(5000, 'b').ask(10_006, 'c').ask(10_007, 'd');
      m.flush();
      expect(sentTo(network).filter((sent) => sent.endsWith('1'))).toStrictEqual([
        '0 1',
        '5000 1',
        '10007 1',
      ]);
      expect(probes).toStrictEqual(['5007 1 failed', '10014 1 failed']);
      expect(questions.heard).toStrictEqual(['5 a: 2', '5005 b: 2', '10011 c: 2', '10012 d: 2']);
    })();
  });

  it(
    'that is gone is there for retries again once it answered a probe, whatever it said',
    marbles((m) => {
      const network = fakeNetwork()
        .answer({ address: '192.0.2.1' }, ['', '', '', '5ms s', '5ms r'], {
          s: { rcode: 'SERVFAIL' },
          r: reply,
        })
        .answer({ address: '192.0.2.2' }, ['5ms r', '5ms r', '5ms r', '5ms r', '5ms s'], {
          s: { rcode: 'SERVFAIL' },
          r: reply,
        });
      const { questions, probes } = start(m, network, { timeout: 100 });
      questions.ask(0, 'a').ask(0, 'b').ask(0, 'c').ask(5200, 'd').ask(5300, 'e');
      m.flush();
      expect(probes).toStrictEqual(['5205 1 failed']);
      expect(questions.heard.slice(3)).toStrictEqual(['5205 d: 2', '5310 e: 1']);
    }),
  );

  it(
    'is sent one probe at a time, which ends with the timeout',
    marbles((m) => {
      const network = failOnce().answer({ address: '192.0.2.1' }, ['s', ''], { s: { rcode: 'SERVFAIL' } });
      const { questions, probes } = start(m, network, { timeout: 100 });
      questions.ask(0, 'a').ask(5000, 'b').ask(5050, 'c').ask(5099, 'd');
      m.flush();
      expect(sentTo(network).filter((sent) => sent.endsWith('1'))).toStrictEqual(['0 1', '5000 1']);
      expect(probes).toStrictEqual(['5100 1 failed']);
      expect(openFor(network)).toContain('5000 to 5100');
    }),
  );

  it.each([
    [Math.floor(2 ** 32 / 10) - 1, true],
    [Math.ceil(2 ** 32 / 10), false],
    [never, false],
  ])('is probed with a chance of 1 in 10: %i', (number, probed) => {
    marbles((m) => {
      const network = failOnce();
      const { questions } = start(m, network, { random: () => number });
      questions.ask(0, 'a').ask(6000, 'b');
      m.flush();
      expect(sentTo(network).includes('6000 1')).toBe(probed);
    })();
  });

  it(
    'is not probed by a question that goes to it anyway',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '5ms s', { s: { rcode: 'SERVFAIL' } });
      const { questions, probes } = start(m, network, { servers: ['192.0.2.1'], tries: 1 });
      questions.ask(0, 'a').ask(6000, 'b');
      m.flush();
      expect(sentTo(network)).toStrictEqual(['0 1', '6000 1']);
      expect(probes).toStrictEqual([]);
    }),
  );

  it(
    'is not probed as long as none failed',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '5ms r', { r: reply });
      const { questions } = start(m, network);
      questions.ask(0, 'a').ask(6000, 'b');
      m.flush();
      expect(sentTo(network)).toStrictEqual(['0 1', '6000 1']);
    }),
  );
});

describe('a probe', () => {
  it(
    'changes nothing for the question it copies: neither its answer nor its trail',
    marbles((m) => {
      const network = failOnce().answer({ address: '192.0.2.1' }, ['s', 'r'], {
        s: { rcode: 'SERVFAIL' },
        r: addressReply('192.0.2.66'),
      });
      const { resolver, questions } = start(m, network);
      questions.ask(0, 'a');
      const told: unknown[] = [];
      m.scheduler.schedule(() => {
        resolver.response$('b', 'A').subscribe(({ answers, attempts, elapsed }) => {
          told.push(
            answers.map((record) => record.type === 'A' && record.address),
            attempts,
            elapsed,
          );
        });
      }, 6000);
      m.flush();
      const attempt = { server: '192.0.2.2', transport: 'udp', elapsed: 5, outcome: 'NOERROR' };
      expect(told).toStrictEqual([['192.0.2.10'], [attempt], 5]);
    }),
  );

  it(
    'goes on when its question is answered or cancelled, and nobody waits for it',
    marbles((m) => {
      const network = failOnce().answer({ address: '192.0.2.1' }, ['s', '50ms r'], {
        s: { rcode: 'SERVFAIL' },
        r: reply,
      });
      const { questions, probes } = start(m, network);
      questions.ask(0, 'a').ask(6000, 'b', { until: 6001 });
      m.flush();
      expect(probes).toStrictEqual(['6050 1 answered']);
    }),
  );

  it(
    'stops when the resolver is closed, and leaves no timer',
    marbles((m) => {
      const network = failOnce().answer({ address: '192.0.2.1' }, ['s', ''], { s: { rcode: 'SERVFAIL' } });
      const { resolver, questions, probes } = start(m, network);
      questions.ask(0, 'a').ask(6000, 'b');
      m.scheduler.schedule(() => resolver.close$(), 6010);
      m.flush();
      expect(m.scheduler.now()).toBe(6010);
      expect(openFor(network).every((open) => !open.endsWith('-'))).toBe(true);
      expect(probes).toStrictEqual([]);
    }),
  );

  it(
    'goes over TCP where the question does',
    marbles((m) => {
      const network = failOnce();
      const { questions } = start(m, network, { useTcp: true });
      questions.ask(0, 'a').ask(6000, 'b');
      m.flush();
      expect(new Set(network.sent.map(({ endpoint }) => endpoint.transport))).toStrictEqual(new Set(['tcp']));
      expect(sentTo(network)).toStrictEqual(['0 1', '0 2', '6000 1', '6000 2']);
    }),
  );
});
