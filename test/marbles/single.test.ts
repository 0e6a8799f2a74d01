import { NEVER, of, throwError } from 'rxjs';
import { describe, expect, it, vi } from 'vitest';
import { type Run, runOf, Single, type SingleObserver } from '../../src/observables/single.js';
import { marbles } from '../../src/testing/marbles.js';

const failure = new Error('failed');

/** A Single whose run does at once what is asked of it, and notes when it is ended. */
function single(begin: (observer: SingleObserver<string>) => void, end = () => undefined): Single<string> {
  return new Single((observer): Run => ({ begin: () => begin(observer), unsubscribe: end }));
}

describe('a Single is an Observable', () => {
  it(
    'of a value and completion, or an error',
    marbles((m) => {
      m.expect(single((observer) => observer.next('a'))).toBeObservable('(a|)');
      m.expect(single((observer) => observer.error(failure))).toBeObservable('#', {}, failure);
    }),
  );

  it('whose run begins with each subscription and ends with it', () => {
    const begin = vi.fn();
    const end = vi.fn();
    const value$ = single(begin, end);
    expect(begin).not.toHaveBeenCalled();
    const subscription = value$.subscribe();
    value$.subscribe();
    expect([begin.mock.calls.length, end.mock.calls.length]).toStrictEqual([2, 0]);
    subscription.unsubscribe();
    expect(end).toHaveBeenCalledOnce();
  });

  it('whose run can be ended from inside what it does when it begins', () => {
    const end = vi.fn();
    let stop = (): void => undefined;
    const value$ = single(() => stop(), end);
    const subscription = of(0).subscribe();
    stop = () => subscription.unsubscribe();
    subscription.unsubscribe();
    subscription.add(value$.subscribe());
    expect(end).toHaveBeenCalledOnce();
  });
});

describe('runOf', () => {
  const observe = () => ({ next: vi.fn(), error: vi.fn() });

  it('takes the short way to a Single', () => {
    const observer = observe();
    const seen: unknown[] = [];
    const run = runOf(
      single((given) => seen.push(given)),
      observer,
    );
    run.begin();
    expect(seen).toStrictEqual([observer]);
    expect(seen[0]).toBe(observer);
  });

  it(
    'takes one value of any other Observable, and ends its subscription',
    marbles((m) => {
      const observer = observe();
      const value$ = m.cold('-a-b');
      runOf(value$, observer).begin();
      m.expect(value$).toHaveSubscriptions('^!');
      m.flush();
      expect(observer.next.mock.calls).toStrictEqual([['a']]);
    }),
  );

  it('hands on an error', () => {
    const observer = observe();
    runOf(
      throwError(() => failure),
      observer,
    ).begin();
    expect([observer.next.mock.calls, observer.error.mock.calls]).toStrictEqual([[], [[failure]]]);
  });

  it('is silent once it was ended, also from inside subscribe()', () => {
    const observer = observe();
    const value$ = of('a');
    const run = runOf(value$, observer);
    run.unsubscribe();
    run.begin();
    runOf(NEVER, observer).unsubscribe();
    expect(observer.next).not.toHaveBeenCalled();
  });
});
