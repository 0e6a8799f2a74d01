import { describe, expect, it } from 'vitest';
import { fakeNetwork } from '../../src/testing/fake-network.js';
import type { ScriptedMessage } from '../../src/testing/fake-reply.js';
import { marbles } from '../../src/testing/marbles.js';
import { addressesFor, answerInTurn, cachingResolver, no } from './caching-resolver.js';
import { addressReply, scriptedResolver } from './scripted-resolver.js';
import { sentQuestions, TimedQuestions } from './timed-questions.js';

const servfail: ScriptedMessage = { rcode: 'SERVFAIL' };

describe('a hit', () => {
  it(
    'has TTLs counted down by whole seconds, and expires to the millisecond',
    marbles((m) => {
      const { questions, network } = cachingResolver(m, [addressesFor(10, 20)]);
      for (const at of [0, 1004, 1005, 5005, 10_004, 10_005]) questions.ask(at, 'a.example');
      m.flush();
      expect(questions.heard).toStrictEqual([
        '5 a.example: NOERROR 10 20',
        '1004 a.example: NOERROR 10 20 cached',
        '1005 a.example: NOERROR 9 19 cached',
        '5005 a.example: NOERROR 5 15 cached',
        '10004 a.example: NOERROR 1 11 cached',
        '10010 a.example: NOERROR 10 20',
      ]);
      expect(sentQuestions(network)).toStrictEqual(['0 a.example A', '10005 a.example A']);
    }),
  );

  it(
    'comes in the same frame, but not inside subscribe',
    marbles((m) => {
      const { resolver, questions } = cachingResolver(m, [addressesFor(300)]);
      questions.ask(0, 'a.example');
      const order: string[] = [];
      m.scheduler.schedule(() => {
        resolver.query$('a.example', 'A').subscribe(() => order.push(`value at ${m.scheduler.now()}`));
        order.push('subscribed');
      }, 10);
      m.flush();
      expect(order).toStrictEqual(['subscribed', 'value at 10']);
    }),
  );

  it(
    'took no time and no attempts, and is the response otherwise',
    marbles((m) => {
      const { resolver, questions } = cachingResolver(m, [addressesFor(300)]);
      const wire$ = resolver.response$('a.example', 'A');
      const responses: unknown[] = [];
      wire$.subscribe((response) => responses.push({ ...response, cached: true, elapsed: 0, attempts: [] }));
      m.scheduler.schedule(() => wire$.subscribe((response) => responses.push(response)), 10);
      questions.ask(20, 'a.example');
      m.flush();
      expect(responses[1]).toStrictEqual(responses[0]);
      expect(responses.length).toBe(2);
    }),
  );

  it.each([
    ['letter case', 'A.eXample', {}, true],
    ['a trailing dot', 'a.example.', {}, true],
    ['TCP', 'a.example', { useTcp: true }, true],
    ['another name', 'b.example', {}, false],
    ['another type', 'a.example', { type: 'AAAA' }, false],
    ['another class', 'a.example', { class: 'CH' }, false],
    ['RD off', 'a.example', { recurse: false }, false],
    ['CD on', 'a.example', { checkingDisabled: true }, false],
    ['DO on', 'a.example', { dnssec: true }, false],
  ] as const)('for a question that differs in %s', (_what, name, options, hit) => {
    marbles((m) => {
      const { questions } = cachingResolver(m, [addressesFor(300)]);
      questions.ask(0, 'a.example').ask(10, name, options);
      m.flush();
      expect(questions.heard[1]).toBe(hit ? `10 ${name}: NOERROR 300 cached` : `15 ${name}: NOERROR 300`);
    })();
  });

  it(
    'repeats the question as it was asked now',
    marbles((m) => {
      const { resolver, questions } = cachingResolver(m, [no('NXDOMAIN', 60)]);
      questions.ask(0, 'a.example');
      const asked: unknown[] = [];
      m.scheduler.schedule(() => {
        resolver.response$('A.Example', 'MX').subscribe(({ questions: repeated }) => asked.push(repeated));
      }, 10);
      m.flush();
      expect(asked).toStrictEqual([[{ name: 'A.Example', type: 'MX', class: 'IN' }]]);
    }),
  );

  it.each(['__proto__', 'constructor', 'toString.hasOwnProperty'])(
    'of %s is no property of Object',
    (name) => {
      marbles((m) => {
        const { questions, resolver } = cachingResolver(m, [addressesFor(300)]);
        questions.ask(0, name).ask(10, name);
        m.flush();
        expect(questions.heard).toStrictEqual([`5 ${name}: NOERROR 300`, `10 ${name}: NOERROR 300 cached`]);
        resolver.cache.flush(name);
        expect(resolver.cache.entries()).toStrictEqual([]);
      })();
    },
  );
});

describe('a "no"', () => {
  it(
    'to a name holds for every type, for as long as its SOA says',
    marbles((m) => {
      const { questions } = cachingResolver(m, [no('NXDOMAIN', 60)]);
      questions.ask(0, 'a.example').ask(10, 'a.example', { type: 'MX' }).ask(60_004, 'A.EXAMPLE');
      questions.ask(60_005, 'a.example').ask(60_011, 'b.example');
      m.flush();
      expect(questions.heard).toStrictEqual([
        '5 a.example: NXDOMAIN',
        '10 a.example: NXDOMAIN cached',
        '60004 A.EXAMPLE: NXDOMAIN cached',
        '60010 a.example: NXDOMAIN',
        '60016 b.example: NXDOMAIN',
      ]);
    }),
  );

  it(
    'to a type holds for that type alone',
    marbles((m) => {
      const { questions } = cachingResolver(m, [no('NOERROR', 60), addressesFor(300)]);
      questions.ask(0, 'a.example', { type: 'MX' }).ask(10, 'a.example', { type: 'MX' }).ask(20, 'a.example');
      m.flush();
      expect(questions.heard).toStrictEqual([
        '5 a.example: NOERROR',
        '10 a.example: NOERROR cached',
        '25 a.example: NOERROR 300',
      ]);
    }),
  );

  it(
    'to what a CNAME leads to holds for that type alone',
    marbles((m) => {
      const alias = { ...no('NXDOMAIN', 60), answers: [{ type: 'CNAME', target: 'b.example' }] } as const;
      const { questions } = cachingResolver(m, [alias]);
      questions.ask(0, 'a.example').ask(10, 'a.example').ask(20, 'a.example', { type: 'CNAME' });
      m.flush();
      expect(questions.heard.map((heard) => heard.endsWith('cached'))).toStrictEqual([false, true, false]);
    }),
  );

  it.each(['NXDOMAIN', 'NOERROR'] as const)('without a SOA (%s) is not kept', (rcode) => {
    marbles((m) => {
      const { questions, network } = cachingResolver(m, [{ rcode }]);
      questions.ask(0, 'a.example').ask(10, 'a.example');
      m.flush();
      expect(network.sent.length).toBe(2);
    })();
  });
});

describe('failures', () => {
  it(
    'are kept for 1, 2, 4 and 5 seconds, and an answer ends the count',
    marbles((m) => {
      // Three attempts each.
      const network = answerInTurn(fakeNetwork(), {}, [
        ...Array<ScriptedMessage>(15).fill(servfail),
        addressesFor(1),
        servfail,
      ]);
      const questions = new TimedQuestions(m.scheduler, scriptedResolver(network, { cache: {} }));
      for (const at of [0, 1014, 1015, 3029, 3030, 7044, 7045, 12_059, 12_060])
        questions.ask(at, 'a.example');
      // Stored at 15, 1030, 3045, 7060 and 12075.
      for (const at of [17_074, 17_075, 18_080, 19_094, 19_095]) questions.ask(at, 'a.example');
      m.flush();
      expect(questions.heard.map((heard) => heard.replace(' a.example:', ''))).toStrictEqual([
        '15 SERVFAIL',
        '1014 SERVFAIL cached',
        '1030 SERVFAIL',
        '3029 SERVFAIL cached',
        '3045 SERVFAIL',
        '7044 SERVFAIL cached',
        '7060 SERVFAIL',
        '12059 SERVFAIL cached',
        '12075 SERVFAIL',
        '17074 SERVFAIL cached',
        '17080 NOERROR 1',
        '18095 SERVFAIL',
        '19094 SERVFAIL cached',
        '19110 SERVFAIL',
      ]);
    }),
  );

  it(
    'without a response are not kept',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '5ms #');
      const questions = new TimedQuestions(m.scheduler, scriptedResolver(network, { cache: {}, tries: 1 }));
      questions.ask(0, 'a.example').ask(10, 'a.example');
      m.flush();
      expect(network.sent.length).toBe(2);
    }),
  );
});

it.each<[string, ScriptedMessage]>([
  ['TTL 0', addressesFor(0, 300)],
  ['TC', { ...addressesFor(300), flags: { tc: true } }],
  ['YXDOMAIN', { ...addressesFor(300), rcode: 'YXDOMAIN' }],
])('a response with %s is never kept', (_what, reply) => {
  marbles((m) => {
    const { questions, network } = cachingResolver(m, [reply], { ignoreTruncation: true });
    questions.ask(0, 'a.example').ask(10, 'a.example');
    m.flush();
    expect(network.sent.length).toBe(2);
  })();
});

it(
  'cache: false keeps nothing',
  marbles((m) => {
    const network = fakeNetwork().answer({}, '5ms r', { r: addressReply('192.0.2.7') });
    const resolver = scriptedResolver(network, { cache: false });
    new TimedQuestions(m.scheduler, resolver).ask(0, 'a.example').ask(10, 'a.example');
    m.flush();
    expect(network.sent.length).toBe(2);
    expect(resolver.cache.entries()).toStrictEqual([]);
  }),
);
