import { isObservable, type Observable } from 'rxjs';
import { type RunHelpers, TestScheduler } from 'rxjs/testing';
import { matchFrames } from './match-frames.js';

/** What the letters of a diagram stand for; a letter without a value stands for itself. */
export type MarbleValues<T> = Readonly<Record<string, T>>;

/** A source made from a diagram. It knows when it was subscribed to. */
export type MarbleObservable<T> = Observable<T> & {
  readonly subscriptions: Parameters<TestScheduler['expectSubscriptions']>[0];
};

/** What an Observable is expected to emit: a diagram with its values and its error, or a source made from one. */
export type Expected<T> = readonly [
  expected: string | MarbleObservable<T>,
  values?: MarbleValues<T> | undefined,
  error?: unknown,
];

/** Expectations about one Observable; they are checked at the next `flush`, at the latest at the end of the test. */
export interface MarbleExpectation<T> {
  /** What it emits. */
  toBeObservable(...expected: Expected<T>): void;
  /** When it is subscribed to: `^--!`, one diagram for each subscription. Only for sources made from diagrams. */
  toHaveSubscriptions(expected: string | string[]): void;
}

/**
 * What a marble test works with, in virtual time: the methods of rxjs-marbles' context, so that tests which type
 * it `Context` fit.
 *
 * A character of a diagram is one millisecond, and `20ms` is twenty.
 */
export interface MarbleContext {
  /** What time is read from. Its frame is the time in milliseconds. */
  readonly scheduler: TestScheduler;
  /** A source that starts when it is subscribed to. Letters without a value stand for themselves. */
  cold<T = string>(marbles: string, values?: MarbleValues<T>, error?: unknown): MarbleObservable<T>;
  /** A source that runs whether it is subscribed to or not; `^` is where the test starts. */
  hot<T = string>(marbles: string, values?: MarbleValues<T>, error?: unknown): MarbleObservable<T>;
  /** Expects something of an Observable, which is subscribed to as `subscription` (`^--!`) says. */
  expect<T>(actual: Observable<T>, subscription?: string): MarbleExpectation<T>;
  /** As `expect(actual).toBeObservable(...)`, or as `expect(actual, subscription).toBeObservable(...)`. */
  equal<T>(actual: Observable<T>, ...rest: Expected<T> | readonly [string, ...Expected<T>]): void;
  /** As `expect(actual).toHaveSubscriptions(expected)`. */
  has<T>(actual: Observable<T>, expected: string | string[]): void;
  /** Milliseconds up to the `|` of a diagram. */
  time(marbles: string): number;
  /** Lets all time pass that something is scheduled for, and checks what was expected so far. */
  flush(): void;
}

/**
 * A test in virtual time; what the runner passes follows the context.
 *
 * Declared as a method, so that its context may also be typed as that of rxjs-marbles.
 */
export type MarbleTest<Rest extends readonly unknown[]> = {
  run(m: MarbleContext, ...rest: Rest): void;
}['run'];

/**
 * Makes a test function, for any test runner, of one that runs in virtual time.
 *
 * Like `marbles` of rxjs-marbles, with one difference: values and errors have to be strictly equal, in class, in
 * `code` and in every own property, where rxjs-marbles compares errors by name and message only. Whatever the
 * runner passes follows the context.
 *
 * The function it makes throws an Error that shows both sides where marbles differ, and a TypeError where the
 * test returned a promise: nothing behind an `await` is in virtual time.
 *
 * ```ts
 * it('retries once', marbles((m) => {
 *   const network = fakeNetwork();
 *   network.answer({ name: 'example.com' }, ['', '20ms r'], { r: { answers: [{ type: 'A', address: '192.0.2.7' }] } });
 *   const resolver = new Resolver({ servers: ['192.0.2.1'], timeout: 2000, connect: network.connect });
 *   const address$ = resolver.query$('example.com', 'A').pipe(map(([record]) => record?.address));
 *   m.expect(address$).toBeObservable('2020ms (a|)', { a: '192.0.2.7' });
 * }));
 * ```
 */
export function marbles<Rest extends readonly unknown[]>(test: MarbleTest<Rest>): (...rest: Rest) => void {
  // No parameter in front of the rest: runners take one for a `done` callback.
  return (...rest) => {
    const scheduler = new TestScheduler(matchFrames);
    const result: unknown = scheduler.run((helpers) => test(new RunningContext(scheduler, helpers), ...rest));
    if (result instanceof Promise)
      throw new TypeError('a marble test must not be async: its time is virtual');
  };
}

/** A diagram with what its letters stand for. */
interface Diagram {
  readonly marbles: string;
  readonly values: MarbleValues<unknown> | undefined;
  readonly error: unknown;
}

class RunningContext implements MarbleContext {
  readonly scheduler: TestScheduler;
  readonly #helpers: RunHelpers;
  /** The diagrams that sources were made from: a source can be what is expected, too. */
  readonly #diagrams = new WeakMap<object, Diagram>();

  constructor(scheduler: TestScheduler, helpers: RunHelpers) {
    this.scheduler = scheduler;
    this.#helpers = helpers;
  }

  cold<T = string>(marbles: string, values?: MarbleValues<T>, error?: unknown): MarbleObservable<T> {
    const source$ = this.#helpers.cold<T>(marbles, values, error);
    this.#diagrams.set(source$, { marbles, values, error });
    return source$;
  }

  hot<T = string>(marbles: string, values?: MarbleValues<T>, error?: unknown): MarbleObservable<T> {
    const source$ = this.#helpers.hot<T>(marbles, values, error);
    this.#diagrams.set(source$, { marbles, values, error });
    return source$;
  }

  expect<T>(actual: Observable<T>, subscription?: string): MarbleExpectation<T> {
    return {
      toBeObservable: (...expected) => {
        const { marbles, values, error } = this.#diagramOf(expected);
        this.#helpers.expectObservable(actual, subscription).toBe(marbles, values, error);
      },
      toHaveSubscriptions: (expected) => this.has(actual, expected),
    };
  }

  equal<T>(actual: Observable<T>, ...rest: Expected<T> | readonly [string, ...Expected<T>]): void {
    if (hasSubscription(rest)) {
      const [subscription, ...expected] = rest;
      this.expect(actual, subscription).toBeObservable(...expected);
    } else this.expect(actual).toBeObservable(...rest);
  }

  has<T>(actual: Observable<T>, expected: string | string[]): void {
    if (!isSource(actual)) throw new TypeError('only a hot or cold source knows its subscriptions');
    this.#helpers.expectSubscriptions(actual.subscriptions).toBe(expected);
  }

  time(marbles: string): number {
    const end = TestScheduler.parseMarbles(marbles, undefined, undefined, false, true).find(
      ({ notification }) => notification.kind === 'C',
    );
    if (end === undefined) throw new Error(`the diagram '${marbles}' has no '|' that ends the time`);
    return end.frame;
  }

  flush(): void {
    this.#helpers.flush();
  }

  #diagramOf([expected, values, error]: Expected<unknown>): Diagram {
    if (typeof expected === 'string') return { marbles: expected, values, error };
    const diagram = this.#diagrams.get(expected);
    if (diagram === undefined) throw new TypeError('what is expected has to be a diagram or made from one');
    return diagram;
  }
}

function hasSubscription<T>(
  rest: Expected<T> | readonly [string, ...Expected<T>],
): rest is readonly [string, ...Expected<T>] {
  return typeof rest[0] === 'string' && (typeof rest[1] === 'string' || isObservable(rest[1]));
}

function isSource<T>(source$: Observable<T>): source$ is MarbleObservable<T> {
  return 'subscriptions' in source$;
}
