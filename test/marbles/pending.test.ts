import { concat, EMPTY, type Observable, of, range, throwError } from 'rxjs';
import { concatMap, count, materialize, mergeMap } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import { DnsError } from '../../src/errors.js';
import { type Lookup, Pending } from '../../src/observables/pending.js';
import { WireError } from '../../src/records/wire-error.js';
import { marbles } from '../../src/testing/marbles.js';
import { cancelled, exampleLookup, refused, runOn, settle } from './example-lookup.js';

describe('a lookup', () => {
  it(
    'emits the projected value and completes, though its result does not',
    marbles((m) => {
      const result$ = m.cold('20ms a-b');
      m.expect(new Pending().track(exampleLookup(result$))).toBeObservable('20ms (A|)');
      m.expect(result$).toHaveSubscriptions('^ 19ms !');
    }),
  );

  it(
    'starts on subscribe, once for each subscription',
    marbles((m) => {
      let started = 0;
      const result$ = m.cold('20ms (a|)');
      const start = () => {
        started += 1;
        return { run: runOn(result$), continue: () => undefined, project: (value: string) => value };
      };
      const value$ = new Pending().track({ start, signal: undefined });
      expect(started).toBe(0);
      m.expect(concat(value$, value$)).toBeObservable('20ms a 19ms (a|)');
      m.flush();
      expect(started).toBe(2);
    }),
  );

  it.each<[string, Observable<string>, string]>([
    ['a value', of('a'), 'N'],
    ['an error', throwError(() => refused), 'E'],
  ])('that has %s inside subscribe delivers it afterwards', async (_what, result$, kind) => {
    const heard: string[] = [];
    new Pending()
      .track(exampleLookup(result$))
      .pipe(materialize())
      .subscribe((one) => heard.push(one.kind));
    heard.push('subscribed');
    expect(heard).toStrictEqual(['subscribed']);
    await settle();
    expect(heard.slice(0, 2)).toStrictEqual(['subscribed', kind]);
  });

  it('by the ten thousand, known at once, does not grow the stack', async () => {
    const pending = new Pending();
    const hit$ = pending.track(exampleLookup(of('a')));
    const counts: number[] = [];
    for (const flatten of [concatMap, mergeMap]) {
      range(10_000)
        .pipe(
          flatten(() => hit$),
          count(),
        )
        .subscribe((number) => counts.push(number));
    }
    while (counts.length < 2) await settle();
    expect(counts).toStrictEqual([10_000, 10_000]);
  });
});

describe('failures', () => {
  const failing = (error: unknown): Lookup<string, string> => ({
    start: () => {
      throw error;
    },
    signal: undefined,
  });

  it(
    'of the result are passed on',
    marbles((m) => {
      const result$ = m.cold<string>('20ms #', {}, refused);
      m.expect(new Pending().track(exampleLookup(result$))).toBeObservable('20ms #', {}, refused);
    }),
  );

  it(
    'of start arrive on the error channel',
    marbles((m) => {
      m.expect(new Pending().track(failing(refused))).toBeObservable('#', {}, refused);
      const other = new RangeError('tries');
      m.expect(new Pending().track(failing(other))).toBeObservable('#', {}, other);
    }),
  );

  it(
    'of the codec become those of the edge, with their cause',
    marbles((m) => {
      const cause = new WireError('EBADNAME', 'the name "a..b" has an empty label');
      const error = new DnsError('EBADNAME', cause.message, { cause });
      m.expect(new Pending().track(failing(cause))).toBeObservable('#', {}, error);
    }),
  );

  it(
    'of project arrive on the error channel',
    marbles((m) => {
      const result$ = m.cold('20ms (a|)');
      const project = (): string => {
        throw refused;
      };
      const start = () => ({ run: runOn(result$), continue: () => undefined, project });
      const value$ = new Pending().track({ start, signal: undefined });
      m.expect(value$).toBeObservable('20ms #', {}, refused);
    }),
  );

  it(
    'can be turned into values',
    marbles((m) => {
      const recover = ({ code }: DnsError) => (code === 'ECONNREFUSED' ? 'recovered' : undefined);
      const track = (error: unknown) =>
        new Pending().track(exampleLookup(m.cold<string>('20ms #', {}, error), { recover }));
      m.expect(track(refused)).toBeObservable('20ms (r|)', { r: 'recovered' });
      m.expect(track(cancelled)).toBeObservable('20ms #', {}, cancelled);
      const other = new Error('a bug');
      m.expect(track(other)).toBeObservable('20ms #', {}, other);
      m.expect(new Pending().track({ ...failing(refused), recover })).toBeObservable('(r|)', {
        r: 'recovered',
      });
    }),
  );
});

describe('a result that is not whole', () => {
  /** What the results come to, one in place of the other until one is whole. */
  const follow = (...results: readonly Observable<string>[]) => {
    const rest = [...results];
    const [first = EMPTY] = rest.splice(0, 1);
    const start = () => ({
      run: runOn(first),
      continue: (value: string) => (value === 'cut' ? rest.shift() : undefined),
      project: (value: string) => value,
    });
    return new Pending().track({ start, signal: undefined });
  };

  it(
    'is continued until it is',
    marbles((m) => {
      const cut$ = m.cold('5ms (c|)', { c: 'cut' });
      const whole$ = m.cold('7ms (w|)', { w: 'whole' });
      m.expect(follow(cut$, cut$, whole$)).toBeObservable('17ms (w|)', { w: 'whole' });
      m.expect(cut$).toHaveSubscriptions(['^ 4ms !', '5ms ^ 4ms !']);
      m.expect(whole$).toHaveSubscriptions('10ms ^ 6ms !');
    }),
  );

  it.each(['cut inside subscribe', 'cut later'])('is given up on unsubscribe: %s', (when) => {
    marbles((m) => {
      const cut$ = when === 'cut later' ? m.cold('(c|)', { c: 'cut' }) : of('cut');
      const rest$ = m.cold('20ms (w|)', { w: 'whole' });
      m.expect(follow(cut$, rest$), '^ 9ms !').toBeObservable('');
      m.expect(rest$).toHaveSubscriptions('^ 9ms !');
    })();
  });

  it(
    'fails with what its rest fails with',
    marbles((m) => {
      const rest$ = m.cold<string>('7ms #', {}, refused);
      m.expect(follow(m.cold('5ms (c|)', { c: 'cut' }), rest$)).toBeObservable('12ms #', {}, refused);
    }),
  );

  it(
    'fails with what continuing throws',
    marbles((m) => {
      const start = () => ({
        run: runOn(m.cold('5ms (a|)')),
        continue: () => {
          throw refused;
        },
        project: (value: string) => value,
      });
      m.expect(new Pending().track({ start, signal: undefined })).toBeObservable('5ms #', {}, refused);
    }),
  );
});
