import { EmptyError, of, throwError, timer } from 'rxjs';
import { map } from 'rxjs/operators';
import { type Context, marbles as looseMarbles } from 'rxjs-marbles';
import { describe, expect, it } from 'vitest';
import { DnsError } from '../../src/errors.js';
import { type MarbleContext, type MarbleObservable, marbles } from '../../src/testing/marbles.js';
import { failureOf } from './failing-marbles.js';

const timeout = () => new DnsError('ETIMEOUT', 'no answer');

describe('what is equal', () => {
  const cyclic = () => {
    const loop: { self?: unknown } = {};
    loop.self = loop;
    return loop;
  };
  it.each<[string, unknown, unknown]>([
    ['errors made apart', timeout(), timeout()],
    ['an error of RxJS, whose stack is enumerable', new EmptyError(), new EmptyError()],
    ['octets', Uint8Array.of(1, 2), Uint8Array.of(1, 2)],
    ['properties in another order', { a: 1, b: 2 }, { b: 2, a: 1 }],
    [
      'a Map in another order',
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
      new Map([
        ['b', 2],
        ['a', 1],
      ]),
    ],
    ['NaN', Number.NaN, Number.NaN],
    ['dates', new Date(5), new Date(5)],
    ['URLs', new URL('dns:a'), new URL('dns:a')],
    ['the same function', timeout, timeout],
    ['cycles', cyclic(), cyclic()],
    ['nothing', undefined, undefined],
  ])('%s', (_what, actual, expected) => {
    marbles((m) => m.expect(of(actual)).toBeObservable('(a|)', { a: expected }))();
    marbles((m) => m.expect(throwError(() => [actual])).toBeObservable('#', undefined, [expected]))();
  });
});

describe('what differs', () => {
  class Mapped extends Map {}
  const [coded, codedByAnotherCopy] = [1, 2].map(() => {
    class CodedError extends Error {
      readonly code = 'ETIMEOUT';
    }
    return new CodedError('no answer');
  });
  const withCause = (cause: unknown) => new Error('no answer', { cause });

  it.each<[string, unknown, unknown]>([
    ['the code of an error', new DnsError('ECANCELLED', 'no answer'), timeout()],
    ['the message of an error', new DnsError('ETIMEOUT', 'none'), timeout()],
    ['the class of an error', new Error('no answer'), timeout()],
    ['a class of the same name', coded, codedByAnotherCopy],
    ['an extra property', Object.assign(timeout(), { extra: 1 }), timeout()],
    ['an extra property that is undefined', Object.assign(timeout(), { extra: undefined }), timeout()],
    ['a detail of an error', new DnsError('ETIMEOUT', 'no answer', { negativeTtl: 1 }), timeout()],
    ['the cause of an error', withCause(timeout()), withCause(new DnsError('ECANCELLED', 'no answer'))],
    ['an undefined cause', new Error('no answer'), withCause(undefined)],
    ['an error and its look-alike', timeout(), { ...timeout(), message: 'no answer' }],
    ['an error inside a value', { error: timeout() }, { error: new DnsError('ECANCELLED', 'no answer') }],
    ['an undefined key', { a: 1 }, { a: 1, b: undefined }],
    ['a missing prototype', Object.create(null), {}],
    ['octets', Uint8Array.of(1, 2), Uint8Array.of(1, 3)],
    ['octets and their Buffer', Uint8Array.of(1), Buffer.of(1)],
    ['octets and numbers', Uint8Array.of(1), [1]],
    ['octets and wider elements', Uint8Array.of(1, 0), Uint16Array.of(1)],
    ['a Map', new Map([['a', 1]]), new Map([['a', 2]])],
    ['the class of a Map', new Mapped(), new Map()],
    ['a Set', new Set(['a']), new Set(['b'])],
    ['a hole', new Array(1), [undefined]],
    ['an empty array and an empty object', [], {}],
    ['a string and a number', '1', 1],
    ['a number and a bigint', 1, 1n],
    ['null and undefined', null, undefined],
    ['the sign of zero', 0, -0],
    ['functions that look alike', () => 1, () => 1],
    ['symbols that look alike', Symbol('a'), Symbol('a')],
    ['symbol keys', { [Symbol.iterator]: 1 }, {}],
    ['dates', new Date(5), new Date(6)],
    ['URLs', new URL('dns:a'), new URL('dns:b')],
    ['promises', Promise.resolve(1), Promise.resolve(1)],
    ['a string with a line in it', 'a\nb', 'a\\nb'],
  ])('%s', (_what, actual, expected) => {
    failureOf((m) => m.expect(of(actual)).toBeObservable('(a|)', { a: expected }));
    failureOf((m) => m.expect(throwError(() => [actual])).toBeObservable('#', undefined, [expected]));
  });

  it.each<[string, string]>([
    ['the frame', '1ms a|'],
    ['the kind', '--#'],
    ['one too few', '--a'],
    ['one too many', '--a-|'],
    ['nothing', ''],
  ])('%s', (_what, diagram) => {
    failureOf((m) => m.expect(m.cold('--a|')).toBeObservable(diagram));
  });
});

describe('subscriptions', () => {
  it(
    'pass where frames agree',
    marbles((m) => {
      const source$ = m.cold('-a-|');
      m.expect(source$, '-^-!').toBeObservable('--a');
      m.expect(source$).toHaveSubscriptions('-^-!');
    }),
  );

  it.each<[string, string | string[]]>([
    ['another frame', '-^--!'],
    ['one more', ['-^-!', '-^-!']],
    ['none', []],
  ])('fail: %s', (_what, subscriptions) => {
    failureOf((m) => {
      const source$ = m.cold('-a-|');
      m.expect(source$, '-^-!').toBeObservable('--a');
      m.expect(source$).toHaveSubscriptions(subscriptions);
    });
  });
});

describe('the context', () => {
  it(
    "has the methods of rxjs-marbles' own, in virtual time",
    marbles((m) => {
      const source$ = m.hot('--^-a-b|', { a: 1, b: 2 });
      m.equal(source$.pipe(map((value) => value * 2)), m.cold('--a-b|', { a: 2, b: 4 }));
      m.has(source$, '^----!');
      m.expect(timer(60_000)).toBeObservable('1m (a|)', { a: 0 });
      expect(m.time('20ms |')).toBe(20);
      m.flush();
      expect(m.scheduler.frame).toBe(60_000);
    }),
  );

  it(
    'takes a subscription, and a source as what is expected',
    marbles((m) => {
      const source$ = m.cold('-a-b|', { a: 1, b: 2 });
      const expected$ = m.hot('---a|', { a: 1 });
      m.equal(source$, '--^-!', '---a-', { a: 1 });
      m.equal(source$, '--^-!', m.cold('---a-', { a: 1 }));
      m.expect(source$, '--^-!').toBeObservable(m.cold('---a-', { a: 1 }));
      m.expect(expected$).toBeObservable(expected$);
      m.equal(m.cold('#', {}, timeout()), '#', undefined, timeout());
    }),
  );

  it.each<[string, (m: MarbleContext) => void]>([
    ['subscriptions of what no diagram made', (m) => m.has(of(1), '^!')],
    ['a source that no diagram made', (m) => m.equal(of(1), of(1) as MarbleObservable<number>)],
    ['a time without an end', (m) => m.time('20ms')],
  ])('refuses %s', (_what, test) => {
    expect(marbles(test)).toThrow(/only a hot or cold source|made from one|has no '\|'/);
  });

  it('is followed by what the runner passes', () => {
    const seen: unknown[] = [];
    marbles((_m, ...rest: readonly [string, number]) => seen.push(...rest))('a', 1);
    expect(seen).toStrictEqual(['a', 1]);
  });

  it('makes a function that no runner takes for one with a callback', () => {
    expect(marbles((_m, _t: unknown) => undefined).length).toBe(0);
  });

  it('refuses an async test', () => {
    const test: () => unknown = () => Promise.resolve();
    expect(marbles(test)).toThrow(TypeError);
  });
});

it('is stricter than rxjs-marbles, which this test pins', () => {
  const test = (m: Context) => {
    const source$ = throwError(() => new DnsError('ECANCELLED', 'no answer'));
    m.expect(source$).toBeObservable('#', undefined, timeout());
  };
  looseMarbles(test)();
  expect(marbles(test)).toThrow('the marbles differ');
});
