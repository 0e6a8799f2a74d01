import { of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { failureOf } from './failing-marbles.js';

describe('the report', () => {
  class CodedError extends Error {
    readonly attempts = [];
    readonly code: string;
    readonly errno: number;
    constructor(code: string, errno: number) {
      super('no answer');
      this.code = code;
      this.errno = errno;
    }
  }

  it('shows frames, what was expected and what came, and the code', () => {
    const failure = failureOf((m) => {
      const source$ = m.cold('a--#', { a: 1 }, new CodedError('ECANCELLED', 24));
      m.expect(source$).toBeObservable('a--#', { a: 1 }, new CodedError('ETIMEOUT', 12));
    });
    expect(failure.split('\n')).toStrictEqual([
      'the marbles differ (- expected, + actual)',
      "    'a--#'",
      '    frame 0 next 1',
      '    frame 3 error CodedError {',
      '      attempts: [],',
      '  -   code: "ETIMEOUT",',
      '  -   errno: 12,',
      '  +   code: "ECANCELLED",',
      '  +   errno: 24,',
      '      message: "no answer"',
      '    }',
    ]);
  });

  it('shows diagrams, in which equal values have one letter', () => {
    const failure = failureOf((m) => {
      const source$ = m.cold('--x 8ms (y|)', { x: 1, y: 2 });
      m.expect(source$).toBeObservable('--p 9ms q|', { p: 1, q: 3 });
    });
    expect(failure.split('\n').slice(1, 3)).toStrictEqual(["  - '--a 9ms b|'", "  + '--a 8ms (c|)'"]);
  });

  it('shows subscriptions as diagrams', () => {
    const failure = failureOf((m) => {
      const source$ = m.cold('-a-');
      m.expect(source$, '^--!').toBeObservable('-a-');
      m.expect(source$).toHaveSubscriptions(['--^ 9ms !', '^']);
    });
    expect(failure.split('\n').slice(1, 4)).toStrictEqual(["  - '--^ 9ms !'", "  - '^'", "  + '^--!'"]);
  });

  it('shows records and questions as text', () => {
    const record = {
      name: 'example.org',
      type: 'MX',
      class: 'IN',
      ttl: 300,
      preference: 10,
      exchange: 'a.example',
    };
    const failure = failureOf((m) => {
      const source$ = m.cold('a', { a: [{ ...record, exchange: 'b.example' }] });
      m.expect(source$).toBeObservable('a', { a: [record] });
    });
    expect(failure).toContain('  -   { // example.org. 300 IN MX 10 a.example.\n');
    expect(failure).toContain('  +   { // example.org. 300 IN MX 10 b.example.\n');
    const question = { name: 'example.org', type: 'A', class: 'IN' };
    const asked = failureOf((m) => m.expect(m.cold('a', { a: question })).toBeObservable('b'));
    expect(asked).toContain('{ // example.org IN A\n');
    const noRecord = { ...question, ttl: 300 };
    const other = failureOf((m) => m.expect(m.cold('a', { a: noRecord })).toBeObservable('b'));
    expect(other).toContain('next {\n');
  });

  it('tells classes of one name apart', () => {
    const [first, second] = [class Same {}, class Same {}];
    const failure = failureOf((m) => m.expect(of(new second())).toBeObservable('(a|)', { a: new first() }));
    expect(failure).toContain('  - frame 0 next Same {}\n  + frame 0 next Same#2 {}');
  });

  it('shows a notification that only one side has', () => {
    const failure = failureOf((m) => m.expect(m.cold('-a|')).toBeObservable('-a-'));
    expect(failure).toContain('    frame 1 next "a"\n  + frame 2 complete');
  });

  it('shows subscriptions', () => {
    const failure = failureOf((m) => {
      const source$ = m.cold('-a-');
      m.expect(source$, '^--!').toBeObservable('-a-');
      m.expect(source$).toHaveSubscriptions('^----');
    });
    expect(failure).toContain('  - subscribed in frame 0, unsubscribed never\n');
    expect(failure).toContain('  + subscribed in frame 0, unsubscribed in frame 3');
  });
});
