import { throwError } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { Deadlines } from '../../src/observables/deadlines.js';
import { Slots } from '../../src/observables/slots.js';
import { Resolver } from '../../src/resolver.js';
import { fakeNetwork } from '../../src/testing/fake-network.js';
import { marbles } from '../../src/testing/marbles.js';
import { addressReply, scriptedResolver } from './scripted-resolver.js';
import { sentQuestions, TimedQuestions } from './timed-questions.js';

const reply = addressReply('192.0.2.10');

describe('beyond maxOutstanding', () => {
  it(
    'questions wait for their turn in the order they came',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '10ms r', { r: reply });
      const questions = new TimedQuestions(m.scheduler, scriptedResolver(network, { maxOutstanding: 2 }));
      for (const name of ['a', 'b', 'c', 'd', 'e']) questions.ask(0, name);
      m.flush();
      expect(sentQuestions(network)).toStrictEqual(['0 a A', '0 b A', '10 c A', '10 d A', '20 e A']);
    }),
  );

  it(
    'waiting is not counted against the timeout of the attempts',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '10ms r', { r: reply });
      const resolver = scriptedResolver(network, { maxOutstanding: 1, timeout: 15, tries: 1 });
      const questions = new TimedQuestions(m.scheduler, resolver);
      for (const name of ['a', 'b', 'c']) questions.ask(0, name);
      m.flush();
      expect(questions.heard).toStrictEqual(['10 a: NOERROR 300', '20 b: NOERROR 300', '30 c: NOERROR 300']);
    }),
  );

  it(
    'waiting is counted against the deadline, and what waited too long is not sent',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '10ms r', { r: reply });
      const resolver = scriptedResolver(network, { maxOutstanding: 1 });
      const questions = new TimedQuestions(m.scheduler, resolver);
      questions.ask(0, 'a').ask(0, 'b', { deadline: 9 }).ask(0, 'c');
      m.flush();
      expect(questions.heard).toStrictEqual(['9 b: ETIMEOUT', '10 a: NOERROR 300', '20 c: NOERROR 300']);
      expect(sentQuestions(network)).toStrictEqual(['0 a A', '10 c A']);
    }),
  );

  it(
    'a question that was cancelled while it waited is passed over',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '10ms r', { r: reply });
      const questions = new TimedQuestions(m.scheduler, scriptedResolver(network, { maxOutstanding: 1 }));
      questions.ask(0, 'a').ask(0, 'b', { until: 5 }).ask(0, 'c', { until: 5 }).ask(0, 'd');
      m.flush();
      expect(sentQuestions(network)).toStrictEqual(['0 a A', '10 d A']);
    }),
  );

  it(
    'equal questions take one slot together',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '10ms r', { r: reply });
      const resolver = scriptedResolver(network, { maxOutstanding: 2, coalesce: true });
      const questions = new TimedQuestions(m.scheduler, resolver);
      for (const name of ['a', 'a', 'a', 'b', 'c', 'c']) questions.ask(0, name);
      m.flush();
      expect(sentQuestions(network)).toStrictEqual(['0 a A', '0 b A', '10 c A']);
      expect(questions.heard.length).toBe(6);
    }),
  );

  it.each([
    ['an answer', 'r', 'NOERROR 300'],
    ['a failure', '#', 'ECONNREFUSED'],
    ['silence', '', 'ETIMEOUT'],
  ])('%s makes room', (_what, script, outcome) => {
    marbles((m) => {
      const network = fakeNetwork().answer({}, `10ms ${script}`, { r: reply });
      const resolver = scriptedResolver(network, { maxOutstanding: 1, tries: 1, timeout: 20 });
      const questions = new TimedQuestions(m.scheduler, resolver);
      questions.ask(0, 'a').ask(0, 'b');
      m.flush();
      expect(questions.heard.map((heard) => heard.replace(/^\d+ /, ''))).toStrictEqual([
        `a: ${outcome}`,
        `b: ${outcome}`,
      ]);
    })();
  });

  it(
    'unsubscribing makes room in the same frame, and so does cancel',
    marbles((m) => {
      const network = fakeNetwork().answer({}, '');
      const resolver = scriptedResolver(network, { maxOutstanding: 1 });
      const questions = new TimedQuestions(m.scheduler, resolver);
      questions.ask(0, 'a', { until: 7 }).ask(0, 'b').ask(10, 'c', { until: 12 });
      m.scheduler.schedule(() => resolver.cancel(), 9);
      m.flush();
      expect(sentQuestions(network)).toStrictEqual(['0 a A', '7 b A', '10 c A']);
    }),
  );
});

describe('slots', () => {
  it('given back inside start are taken again in order, without recursion', () => {
    const slots = new Slots(1);
    const started: number[] = [];
    let depth = 0;
    let deepest = 0;
    const start = (n: number) => () => {
      depth += 1;
      deepest = Math.max(deepest, depth);
      started.push(n);
      if (n < 3) slots.take({ start: start(n + 3) });
      slots.release();
      depth -= 1;
    };
    for (let n = 0; n < 3; n += 1) slots.take({ start: start(n) });
    expect(started).toStrictEqual([0, 3, 1, 4, 2, 5]);
    expect(deepest).toBe(1);
  });

  it(
    'with a pace let more in while nothing moves, and say so',
    marbles((m) => {
      const { scheduler } = m;
      const windows: string[] = [];
      const slots = new Slots(1000, {
        afterArrivals: (callback) => scheduler.schedule(callback),
        deadlines: new Deadlines(scheduler),
        onWindow: (window) => windows.push(`${scheduler.now()} ${window}`),
      });
      for (let n = 0; n < 300; n += 1) slots.take({ start: () => undefined });
      expect(slots.waiting).toBe(236);
      m.flush();
      expect(windows).toStrictEqual(['50 512', '100 256']);
      expect([slots.taken, slots.waiting]).toStrictEqual([300, 0]);
    }),
  );

  it('serve 100,000 that wait in order', () => {
    const slots = new Slots(1);
    const started: number[] = [];
    for (let n = 0; n < 100_000; n += 1) slots.take({ start: () => started.push(n) });
    expect(started).toStrictEqual([0]);
    for (let n = 0; n < 100_000; n += 1) slots.release();
    expect(started.length).toBe(100_000);
    expect(started.every((n, at) => n === at)).toBe(true);
  });
});

// Two errors for each of them: a busy machine needs a while.
describe('100,000 connections that fail at once', { timeout: 120_000 }, () => {
  const refusal = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const failing = (maxOutstanding: number) =>
    new Resolver({
      servers: ['192.0.2.1'],
      tries: 1,
      maxOutstanding,
      connect: () => throwError(() => refusal),
    });
  const count = 100_000;

  it('side by side, a few at a time', async () => {
    await using resolver = failing(3);
    let failed = 0;
    await new Promise<void>((resolve) => {
      for (let n = 0; n < count; n += 1) {
        resolver.query$(`n${n}.example`, 'A').subscribe({
          error: () => {
            failed += 1;
            if (failed === count) resolve();
          },
        });
      }
    });
    expect(failed).toBe(count);
  });

  it('one from inside the error of the other', async () => {
    await using resolver = failing(1);
    const failed = await new Promise<number>((resolve) => {
      const ask = (n: number) => {
        if (n === count) resolve(n);
        else resolver.query$(`n${n}.example`, 'A').subscribe({ error: () => ask(n + 1) });
      };
      ask(0);
    });
    expect(failed).toBe(count);
  });
});
