import { NEVER, of, range, timer } from 'rxjs';
import { count, map } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import { DnsError } from '../../src/errors.js';
import type { OutcomeOptions, OutcomeSource } from '../../src/observables/batch.js';
import type { Outcome } from '../../src/observables/outcome.js';
import { type QueryEachOptions, queryEach } from '../../src/observables/query-each.js';
import type { RecordType } from '../../src/records/record-map.js';
import { marbles } from '../../src/testing/marbles.js';
import { exampleOutcome, ScriptedSource } from './scripted-source.js';

/** Answers with the statuses in turn, the last for good, after 5 ms; its server is at a limit or is not. */
class LimitedSource implements OutcomeSource {
  readonly asked: (OutcomeOptions | undefined)[] = [];
  readonly #statuses: readonly string[];
  readonly #rate: number;
  readonly #isStale: boolean;

  constructor(statuses: readonly string[], rate = 20, isStale = false) {
    this.#statuses = statuses;
    this.#rate = rate;
    this.#isStale = isStale;
  }

  rateOf(server: string): number {
    return server === '192.0.2.1' ? this.#rate : Number.POSITIVE_INFINITY;
  }

  outcome$<T extends RecordType>(name: string, type: T, options?: OutcomeOptions) {
    const status = this.#statuses[Math.min(this.asked.length, this.#statuses.length - 1)] ?? 'NOERROR';
    this.asked.push(options);
    const attempt = { server: '192.0.2.1', transport: 'udp', elapsed: 5, outcome: status } as const;
    const own = { elapsed: 5, status, attempts: [attempt], ...(this.#isStale && { stale: true as const }) };
    const outcome: Outcome<T> = { ...exampleOutcome(name, type), ...own };
    return timer(5).pipe(map(() => outcome));
  }
}

describe('retries', () => {
  it.each<[string, readonly string[], number, QueryEachOptions, string]>([
    ['REFUSED', ['REFUSED', 'NOERROR'], 20, {}, 'NOERROR 2 1010'],
    ['SERVFAIL', ['SERVFAIL', 'NXDOMAIN'], 20, {}, 'NXDOMAIN 2 1010'],
    ['silence', ['TIMEOUT', 'TIMEOUT', 'NOERROR'], 20, {}, 'NOERROR 3 2015'],
    ['REFUSED for good', ['REFUSED'], 20, {}, 'REFUSED 3 2015'],
    ['REFUSED, asked four times more', ['REFUSED'], 20, { retries: 4 }, 'REFUSED 5 4025'],
    ['REFUSED, asked no more', ['REFUSED'], 20, { retries: 0 }, 'REFUSED 1 5'],
    ['REFUSED without a limit', ['REFUSED'], Number.POSITIVE_INFINITY, {}, 'REFUSED 1 5'],
    ['a definite answer', ['NXDOMAIN'], 20, {}, 'NXDOMAIN 1 5'],
  ])('of %s', (_what, statuses, rate, options, told) => {
    marbles((m) => {
      const source = new LimitedSource(statuses, rate);
      const told$ = queryEach
        .from(source, ['a'], 'A', options)
        .pipe(map(({ status, attempts, elapsed }) => `${status} ${attempts.length} ${elapsed}`));
      m.expect(told$).toBeObservable(`${told.split(' ').at(-1)}ms (o|)`, { o: told });
    })();
  });

  it(
    'keep the mark of what is stale',
    marbles((m) => {
      const source = new LimitedSource(['REFUSED', 'NOERROR'], 20, true);
      const stale$ = queryEach.from(source, ['a'], 'A').pipe(map(({ stale }) => stale));
      m.expect(stale$).toBeObservable('1010ms (o|)', { o: true });
    }),
  );

  it(
    'are not answered by the failure that is kept',
    marbles((m) => {
      const source = new LimitedSource(['REFUSED']);
      const inputs = [{ name: 'a', servers: ['192.0.2.1'] }];
      queryEach.from(source, ['a'], 'A', { retries: 1 }).subscribe();
      m.flush();
      queryEach.from(source, inputs, 'A', { retries: 1 }).subscribe();
      m.flush();
      const own = { servers: ['192.0.2.1'] };
      expect(source.asked).toStrictEqual([undefined, { cache: 'refresh' }, own, own]);
    }),
  );

  it(
    'end with unsubscribing',
    marbles((m) => {
      const source = new LimitedSource(['REFUSED']);
      m.expect(queryEach.from(source, ['a'], 'A'), '^ 500ms !').toBeObservable('');
      m.flush();
      expect(source.asked.length).toBe(1);
    }),
  );
});

describe('a rate', () => {
  it(
    'spreads lookups, of all types',
    marbles((m) => {
      const asked: number[] = [];
      const source = new ScriptedSource(() => {
        asked.push(m.scheduler.now());
        return of(0);
      });
      const run$ = queryEach.from(source, ['a', 'b'], ['A', 'AAAA'], { rate: 50 }).pipe(count());
      m.expect(run$).toBeObservable('60ms (n|)', { n: 4 });
      m.flush();
      expect(asked).toStrictEqual([0, 20, 40, 60]);
    }),
  );

  it(
    'leaves nothing behind after unsubscribing',
    marbles((m) => {
      const source = new ScriptedSource(() => of(0));
      m.expect(
        queryEach.from(source, ['a', 'b'], 'A', { rate: 1 }).pipe(count()),
        '^ 500ms !',
      ).toBeObservable('');
      m.flush();
      expect(source.asked).toStrictEqual(['a A']);
      expect(m.scheduler.now()).toBeLessThan(1000);
    }),
  );
});

it(
  'inputs beyond the buffer are an error',
  marbles((m) => {
    const waits = (total: number) =>
      range(total).pipe(
        map(String),
        queryEach(new ScriptedSource(() => NEVER), 'A', { concurrency: 2, buffer: 3 }),
      );
    const advice = 'take them from an iterable with queryEach.from, or slow their source down';
    const error = new DnsError('ENOMEM', `more than 3 inputs wait for their lookup: ${advice}`);
    m.expect(waits(5), '^ 5ms !').toBeObservable('');
    m.expect(waits(6)).toBeObservable('#', {}, error);
  }),
);

it.each<[QueryEachOptions, string]>([
  [{ rate: 0 }, 'rate is 0; it has to be above 0'],
  [{ rate: Number.NaN }, 'rate is NaN; it has to be above 0'],
  [{ retries: -1 }, 'retries is -1; it has to be an integer of 0 or more'],
  [{ buffer: 1.5 }, 'buffer is 1.5; it has to be an integer of 0 or more'],
])('%j is out of bounds', (options, message) => {
  const source = new ScriptedSource(() => of(0));
  expect(() => queryEach.from(source, [], 'A', options)).toThrow(new RangeError(message));
  expect(() => queryEach(source, 'A', options)).toThrow(new RangeError(message));
});
