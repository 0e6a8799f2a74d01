import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../src/observables/exchange.js';
import type { ResolverOptions } from '../../src/options.js';
import { fakeNetwork } from '../../src/testing/fake-network.js';
import type { ScriptedReply } from '../../src/testing/fake-reply.js';
import { type MarbleContext, marbles } from '../../src/testing/marbles.js';
import { addressReply, openFor, scriptedResolver } from './scripted-resolver.js';
import { describeServer, sentTo, TimedQuestions } from './timed-questions.js';

const replies: Readonly<Record<string, ScriptedReply>> = {
  r: addressReply('192.0.2.10'),
  s: { rcode: 'SERVFAIL' },
  x: { rcode: 'NXDOMAIN' },
};

/** Servers 1, 2, 3, each with a script for every query, or one for each in turn. */
function start(m: MarbleContext, scripts: readonly (string | readonly string[])[], options: ResolverOptions) {
  const network = fakeNetwork();
  const servers = scripts.map((script, at) => {
    const address = `192.0.2.${at + 1}`;
    network.answer({ address }, script, replies);
    return address;
  });
  const resolver = scriptedResolver(network, { servers, ...options });
  const trails: string[] = [];
  const describe = ({
    server,
    attempts,
  }: {
    readonly server: string;
    readonly attempts: readonly Attempt[];
  }) => {
    trails.push(attempts.map((each) => `${each.server.at(-1)} ${each.outcome} ${each.elapsed}`).join(', '));
    return server.at(-1) ?? '';
  };
  return { network, trails, questions: new TimedQuestions(m.scheduler, resolver, describe) };
}

describe('rotate', () => {
  /** Asks four questions; each draws its server by the next of these fractions. */
  const rotate = (m: MarbleContext, scripts: readonly string[], fractions: readonly number[]) => {
    let asked = 0;
    // A question draws its server first; ids and jitter come later, and may be anything.
    const random = () => Math.floor((fractions[asked] ?? 0) * 2 ** 32);
    const { network, questions } = start(m, scripts, { rotate: true, random });
    fractions.forEach((_fraction, at) => {
      m.scheduler.schedule(() => {
        asked = at;
      }, at * 10);
      questions.ask(at * 10, `n${at}`);
    });
    m.flush();
    return sentTo(network);
  };

  it(
    'asks one of all servers at random',
    marbles((m) => {
      expect(rotate(m, ['r', 'r', 'r'], [0, 0.34, 0.99, 0.1])).toStrictEqual(['0 1', '10 2', '20 3', '30 1']);
    }),
  );

  it(
    'asks one of those with the fewest failures, and the others behind it in order',
    marbles((m) => {
      expect(rotate(m, ['s', 'r', 'r'], [0, 0, 0.5, 0.99])).toStrictEqual([
        '0 1',
        '0 2',
        '10 2',
        '20 3',
        '30 3',
      ]);
    }),
  );

  it(
    'off, asks the first one',
    marbles((m) => {
      const { network, questions } = start(m, ['r', 'r'], { random: () => 2 ** 31 });
      questions.ask(0, 'a').ask(10, 'b');
      m.flush();
      expect(sentTo(network)).toStrictEqual(['0 1', '10 1']);
    }),
  );
});

describe('race', () => {
  const race = { strategy: 'race' } as const;

  it(
    'asks all servers at once, takes the first answer, and stops the others in that frame',
    marbles((m) => {
      const { network, questions, trails } = start(m, ['30ms r', '10ms r', '20ms r'], race);
      questions.ask(0, 'a');
      m.flush();
      expect(questions.heard).toStrictEqual(['10 a: 2']);
      expect(sentTo(network)).toStrictEqual(['0 1', '0 2', '0 3']);
      expect(openFor(network)).toStrictEqual(['0 to 10', '0 to 10', '0 to 10']);
      expect(trails).toStrictEqual(['1 ECANCELLED 10, 3 ECANCELLED 10, 2 NOERROR 10']);
    }),
  );

  it(
    'takes NXDOMAIN for an answer, but not SERVFAIL',
    marbles((m) => {
      const { questions, trails } = start(m, ['5ms s', '10ms x', '20ms r'], race);
      questions.ask(0, 'a');
      m.flush();
      expect(questions.heard).toStrictEqual(['10 a: 2']);
      expect(trails).toStrictEqual(['1 SERVFAIL 5, 3 ECANCELLED 10, 2 NXDOMAIN 10']);
    }),
  );

  it(
    'who loses has not failed: the order stays',
    marbles((m) => {
      const { network, questions } = start(m, ['30ms r', '10ms r'], race);
      questions.ask(0, 'a').ask(100, 'b').ask(200, 'c', { strategy: 'sequential' });
      m.flush();
      expect(sentTo(network)).toStrictEqual(['0 1', '0 2', '100 1', '100 2', '200 1']);
    }),
  );

  it.each([0, 1, 2])(
    'a server that fails at once (%i) starts no further round while others are asked',
    (failing) => {
      marbles((m) => {
        const scripts = [0, 1, 2].map((at) => (at === failing ? 's' : '30ms r'));
        const { network, questions } = start(m, scripts, race);
        questions.ask(0, 'a');
        m.flush();
        expect(questions.heard.length).toBe(1);
        expect(sentTo(network)).toStrictEqual(['0 1', '0 2', '0 3']);
      })();
    },
  );

  it(
    'asks all again when all have failed',
    marbles((m) => {
      const { network, questions, trails } = start(m, [['9ms s', 'r'], '5ms s'], { ...race, tries: 2 });
      questions.ask(0, 'a');
      m.flush();
      expect(questions.heard).toStrictEqual(['9 a: 1']);
      expect(sentTo(network)).toStrictEqual(['0 1', '0 2', '9 1', '9 2']);
      expect(trails).toStrictEqual(['2 SERVFAIL 5, 1 SERVFAIL 9, 2 ECANCELLED 0, 1 NOERROR 0']);
    }),
  );

  it(
    'unsubscribing stops all of them',
    marbles((m) => {
      const { network, questions } = start(m, ['', '', ''], race);
      questions.ask(0, 'a', { until: 7 });
      m.flush();
      expect(openFor(network)).toStrictEqual(['0 to 7', '0 to 7', '0 to 7']);
    }),
  );
});

describe('hedge', () => {
  const hedge = { strategy: 'hedge' } as const;
  /** Three round trips, after which the server's usual one is known. */
  const known = ['20ms r', '20ms r', '20ms r'];

  it(
    'asks the next server when the first is later than usual, and takes the first answer',
    marbles((m) => {
      const { network, questions } = start(m, [[...known, '200ms r'], '10ms r'], hedge);
      for (const at of [0, 100, 200, 300]) questions.ask(at, `n${at}`);
      m.flush();
      // The estimate of what 95 of 100 stay below went from 20 to 19, then nineteen steps up to 38.
      expect(sentTo(network).slice(3)).toStrictEqual(['300 1', '338 2']);
      expect(questions.heard[3]).toBe('348 n300: 2');
      expect(openFor(network).slice(3)).toStrictEqual(['300 to 348', '338 to 348']);
    }),
  );

  it(
    'takes the answer of the first where it comes first after all',
    marbles((m) => {
      const { network, questions } = start(m, [[...known, '45ms r'], '10ms r'], hedge);
      for (const at of [0, 100, 200, 300]) questions.ask(at, `n${at}`);
      m.flush();
      expect(questions.heard[3]).toBe('345 n300: 1');
      expect(openFor(network).slice(3)).toStrictEqual(['300 to 345', '338 to 345']);
    }),
  );

  it(
    'asks one server alone while it answers as usual, or while too little is known of it',
    marbles((m) => {
      const { network, questions } = start(m, [['500ms r', '10ms r', '500ms r', '10ms r'], '10ms r'], hedge);
      for (const at of [0, 1000, 2000, 3000]) questions.ask(at, `n${at}`);
      m.flush();
      expect(sentTo(network)).toStrictEqual(['0 1', '1000 1', '2000 1', '3000 1']);
    }),
  );

  it(
    'asks no third time beyond the last server before a timeout',
    marbles((m) => {
      const { network, questions } = start(m, [[...known, ''], ''], { ...hedge, timeout: 500, tries: 1 });
      for (const at of [0, 100, 200, 300]) questions.ask(at, `n${at}`, { until: at + 400 });
      m.flush();
      expect(network.sent.slice(3).map(({ endpoint }) => endpoint.address.at(-1))).toStrictEqual(['1', '2']);
    }),
  );
});

it(
  'servers are asked in the order of their success: SERVFAIL, NOTIMP, then the third, where the next one starts',
  marbles((m) => {
    const network = fakeNetwork()
      .answer({ address: '192.0.2.1' }, '5ms s', replies)
      .answer({ address: '192.0.2.2' }, '5ms n', { n: { rcode: 'NOTIMP' } })
      .answer({ address: '192.0.2.3' }, '5ms r', replies);
    const servers = ['192.0.2.1', '192.0.2.2', '192.0.2.3'];
    const resolver = scriptedResolver(network, { servers, edns: false });
    const questions = new TimedQuestions(m.scheduler, resolver, describeServer);
    questions.ask(0, 'a').ask(20, 'b');
    m.flush();
    expect(sentTo(network)).toStrictEqual(['0 1', '5 2', '10 3', '20 3']);
    expect(resolver.servers).toStrictEqual(servers);
  }),
);
