import { concat, EMPTY, from, NEVER, type Observable, of, range, Subject, timer } from 'rxjs';
import { count, map, take, toArray } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import { DnsError } from '../../src/errors.js';
import type { QueryOutcome } from '../../src/observables/batch.js';
import { type QueryEachOptions, queryEach } from '../../src/observables/query-each.js';
import { marbles } from '../../src/testing/marbles.js';
import { exampleOutcome, ScriptedSource } from './scripted-source.js';

/** Names that take as many milliseconds as they say. */
const bySeconds = () => new ScriptedSource((name) => timer(Number(name)));
const atOnce = () => new ScriptedSource(() => of(0));
const name = ({ input }: QueryOutcome) => input;

describe('outcomes', () => {
  it(
    'are one for each input and type, with input and index',
    marbles((m) => {
      const outcome$ = of('9', '3').pipe(queryEach(bySeconds(), ['A', 'MX']));
      const about = (input: string, index: number, type: 'A' | 'MX') => ({
        ...exampleOutcome(input, type),
        input,
        index,
      });
      m.expect(outcome$).toBeObservable('---(ab)--(cd|)', {
        a: about('3', 1, 'A'),
        b: about('3', 1, 'MX'),
        c: about('9', 0, 'A'),
        d: about('9', 0, 'MX'),
      });
    }),
  );

  it(
    'come as they are ready, or in the order of their inputs',
    marbles((m) => {
      const names = ['5', '3', '9', '1'];
      const run = (options: QueryEachOptions) =>
        queryEach.from(bySeconds(), names, 'A', options).pipe(map(name));
      m.expect(run({})).toBeObservable('-d-b-a---(c|)', { a: '5', b: '3', c: '9', d: '1' });
      m.expect(run({ ordered: true })).toBeObservable('5ms (ab)(cd|)', { a: '5', b: '3', c: '9', d: '1' });
    }),
  );

  it(
    'in order hold back no more than the free slots',
    marbles((m) => {
      const source = bySeconds();
      const names = ['9', '1', '1', '1', '1'];
      const run$ = queryEach.from(source, names, 'A', { concurrency: 3, ordered: true }).pipe(count());
      m.scheduler.schedule(() => expect(source.asked.length).toBe(3), 8);
      m.expect(run$).toBeObservable('10ms (n|)', { n: 5 });
    }),
  );

  it(
    'of inputs with a type or servers of their own are theirs',
    marbles((m) => {
      const source = atOnce();
      const inputs = [
        { name: 'a' },
        { name: 'b', type: 'MX' as const },
        { name: 'c', type: ['TXT', 'NS'] as const, servers: ['192.0.2.9'] },
        { name: 'd', type: [] },
      ];
      const input$ = queryEach.from(source, inputs, ['A', 'MX', 'TXT', 'NS'], { ordered: true });
      const seen$ = input$.pipe(
        map(({ input, index, type }) => `${inputs.indexOf(input)}${index}${type}`),
        toArray(),
      );
      m.expect(seen$).toBeObservable('(s|)', {
        s: ['00A', '00MX', '00TXT', '00NS', '11MX', '22TXT', '22NS'],
      });
      m.flush();
      expect(source.asked.slice(-3)).toStrictEqual(['b MX', 'c TXT 192.0.2.9', 'c NS 192.0.2.9']);
    }),
  );

  it(
    'do not make the error of a failure until it is read',
    marbles((m) => {
      let made = 0;
      const source = new ScriptedSource(() => of(0), {
        status: 'TIMEOUT',
        get error() {
          made += 1;
          return new DnsError('ETIMEOUT', 'late');
        },
      });
      const outcomes: QueryOutcome[] = [];
      queryEach.from(source, ['a'], 'A').subscribe((outcome) => outcomes.push(outcome));
      m.flush();
      expect(made).toBe(0);
      expect(outcomes.map(({ error, input, status }) => [error?.code, input, status])).toStrictEqual([
        ['ETIMEOUT', 'a', 'TIMEOUT'],
      ]);
    }),
  );

  it(
    'of no inputs are none',
    marbles((m) => {
      m.expect(queryEach.from(bySeconds(), [], 'A')).toBeObservable('|');
      m.expect(EMPTY.pipe(queryEach(bySeconds(), 'A'))).toBeObservable('|');
      m.expect(m.cold<string>('5ms |').pipe(queryEach(bySeconds(), 'A'))).toBeObservable('5ms |');
    }),
  );
});

describe('concurrency', () => {
  it.each([1, 2, 7, 256, Number.POSITIVE_INFINITY])('of %i is the most that is under way', (concurrency) => {
    marbles((m) => {
      for (const ordered of [false, true]) {
        const source = new ScriptedSource((text) => timer(Number(text) % 5));
        const names = Array.from({ length: 300 }, (_, n) => String(n));
        const run$ = from(names).pipe(queryEach(source, ['A', 'AAAA'], { concurrency, ordered }), count());
        const seen: number[] = [];
        run$.subscribe((number) => seen.push(number));
        m.flush();
        expect(seen).toStrictEqual([600]);
        expect(source.most).toBe(Math.min(600, concurrency));
        expect(source.live).toBe(0);
      }
    })();
  });

  it(
    'is 256 unless it is given',
    marbles((m) => {
      const source = new ScriptedSource(() => NEVER);
      m.expect(range(1000).pipe(map(String), queryEach(source, 'A')), '^ 5ms !').toBeObservable('');
      m.flush();
      expect(source.asked.length).toBe(256);
    }),
  );

  it.each([0, 1.5, -1, Number.NaN])('cannot be %d', (concurrency) => {
    const error = new RangeError(`concurrency is ${concurrency}; it has to be an integer of 1 or more`);
    expect(() => queryEach(atOnce(), 'A', { concurrency })).toThrow(error);
    expect(() => queryEach.from(atOnce(), [], 'A', { concurrency })).toThrow(error);
  });
});

describe('a hundred thousand inputs at once', () => {
  const total = 100_000;
  it.each<[string, (source: ScriptedSource) => Observable<unknown>]>([
    ['of an Observable', (source) => range(total).pipe(map(String), queryEach(source, 'A'))],
    ['of an iterable', (source) => queryEach.from(source, new Array<string>(total).fill('a'), 'A')],
    ['in order', (source) => range(total).pipe(map(String), queryEach(source, 'A', { ordered: true }))],
    ['one at a time', (source) => range(total).pipe(map(String), queryEach(source, 'A', { concurrency: 1 }))],
  ])('%s, answered inside subscribe, neither grow the stack nor take long', (_what, run) => {
    const source = atOnce();
    const seen: number[] = [];
    const started = performance.now();
    run(source)
      .pipe(count())
      .subscribe((number) => seen.push(number));
    expect(seen).toStrictEqual([total]);
    expect(source.live).toBe(0);
    // Some 0.3 s; a quadratic queue would take minutes.
    expect(performance.now() - started).toBeLessThan(8000);
  });

  it('that all wait for a slot do not take long', () => {
    const gate = new Subject<number>();
    const source = new ScriptedSource((text) => (text === '0' ? gate.pipe(take(1)) : of(0)));
    const seen: number[] = [];
    const started = performance.now();
    range(total)
      .pipe(map(String), queryEach(source, 'A', { concurrency: 1 }), count())
      .subscribe((number) => seen.push(number));
    expect(source.asked.length).toBe(1);
    gate.next(1);
    expect(seen).toStrictEqual([total]);
    expect(performance.now() - started).toBeLessThan(8000);
  });
});

describe('the end', () => {
  it(
    'comes when a resolver is closed in the middle',
    marbles((m) => {
      const closed = new DnsError('ECANCELLED', 'the resolver was closed');
      const failing = new ScriptedSource((text) =>
        text === '5' ? m.cold('5ms #', {}, closed) : timer(Number(text)),
      );
      m.expect(queryEach.from(failing, ['2', '5', '9'], 'A').pipe(map(name))).toBeObservable(
        '--a--#',
        { a: '2' },
        closed,
      );
      m.flush();
      expect(failing.live).toBe(0);
    }),
  );

  it(
    'comes with an error of the source, and ends the lookups under way',
    marbles((m) => {
      const error = new Error('the list broke off');
      const source = bySeconds();
      const input$ = concat(of('2', '9'), m.cold<string>('5ms #', {}, error));
      m.expect(input$.pipe(queryEach(source, 'A'), map(name))).toBeObservable('--a--#', { a: '2' }, error);
      m.flush();
      expect(source.live).toBe(0);
    }),
  );

  it(
    'comes with unsubscribing, in that tick, for source and lookups',
    marbles((m) => {
      const source = bySeconds();
      const input$ = m.cold('a-b-c', { a: '9', b: '9', c: '9' });
      m.expect(input$.pipe(queryEach(source, 'A')), '^--!').toBeObservable('');
      m.expect(input$).toHaveSubscriptions('^--!');
      m.scheduler.schedule(() => expect(source.live).toBe(0), 4);
      m.flush();
      expect(source.asked.length).toBe(2);
    }),
  );

  it('stops a source that never ends by itself', () => {
    const source = atOnce();
    let made = 0;
    function* names() {
      for (; made < 1_000_000; made += 1) yield String(made);
    }
    const seen: string[] = [];
    from(names())
      .pipe(queryEach(source, 'A'), map(name), take(3))
      .subscribe((one) => seen.push(one));
    expect(seen).toStrictEqual(['0', '1', '2']);
    expect(made).toBeLessThan(5);
    expect(source.asked.length).toBe(3);
  });
});
