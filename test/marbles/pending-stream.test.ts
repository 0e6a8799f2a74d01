import { getEventListeners } from 'node:events';
import { concat, NEVER, Observable, of, Subject, throwError, timer } from 'rxjs';
import { describe, expect, it, vi } from 'vitest';
import { DnsError } from '../../src/errors.js';
import { Pending } from '../../src/observables/pending.js';
import { WireError } from '../../src/records/wire-error.js';
import { marbles } from '../../src/testing/marbles.js';
import { hear } from './host-network.js';

describe('a pending stream', () => {
  it(
    'starts after subscribe() has returned, once for each subscription',
    marbles((m) => {
      const start = vi.fn(() => concat(of(1, 2), timer(5)));
      const stream$ = new Pending().stream(start);
      expect(start).not.toHaveBeenCalled();
      const heard = [hear(m.scheduler, stream$), hear(m.scheduler, stream$)].map((each) => each.heard);
      expect(start).not.toHaveBeenCalled();
      m.flush();
      expect(start).toHaveBeenCalledTimes(2);
      expect(heard).toStrictEqual(new Array(2).fill(['0 1', '0 2', '5 0', '5 end']));
    }),
  );

  it(
    'does not start where it ended before that',
    marbles((m) => {
      const pending = new Pending();
      const start = vi.fn(() => of(1));
      const gone = hear(m.scheduler, pending.stream(start));
      gone.subscription.unsubscribe();
      const controller = new AbortController();
      const aborted = hear(m.scheduler, pending.stream(start, controller.signal));
      controller.abort();
      const late = hear(m.scheduler, pending.stream(start, AbortSignal.abort()));
      const cancelled = hear(m.scheduler, pending.stream(start));
      pending.endAll('EDESTRUCTION', 'the end');
      m.flush();
      expect(start).not.toHaveBeenCalled();
      const heard = [gone, aborted, late, cancelled].map((each) => each.heard);
      expect(heard).toStrictEqual([[], ['0 ECANCELLED'], ['0 EDESTRUCTION'], ['0 EDESTRUCTION']]);
    }),
  );

  it(
    'with a signal that was aborted before ends with ECANCELLED, and does not start',
    marbles((m) => {
      const start = vi.fn(() => of(1));
      const reason = new Error('too late');
      m.expect(new Pending().stream(start, AbortSignal.abort(reason))).toBeObservable(
        '#',
        undefined,
        new DnsError('ECANCELLED', 'the lookup was aborted', { cause: reason }),
      );
      m.flush();
      expect(start).not.toHaveBeenCalled();
    }),
  );

  const failure = new WireError('EBADNAME', 'no name');
  it.each<[what: string, start: () => Observable<never>]>([
    [
      'throws when it starts',
      () => {
        throw failure;
      },
    ],
    ['fails', () => throwError(() => failure)],
  ])(
    'that %s ends with an error as users are to see it',
    marbles((m, _what, start: () => Observable<never>) => {
      m.expect(new Pending().stream(start)).toBeObservable(
        '#',
        undefined,
        new DnsError('EBADNAME', 'no name', { cause: failure }),
      );
    }),
  );

  it.each(['complete', 'error', 'unsubscribe', 'abort', 'endAll'])(
    'lets go of its source and its signal, before its subscriber hears of it: %s',
    marbles((m, end: string) => {
      const pending = new Pending();
      const controller = new AbortController();
      const source$ = new Subject<number>();
      let holds = 0;
      const held$ = new Observable<number>((subscriber) => {
        holds += 1;
        source$.subscribe(subscriber);
        return () => {
          holds -= 1;
        };
      });
      const { signal } = controller;
      const listeners = () => getEventListeners(signal, 'abort').length;
      const seen: string[] = [];
      const see = () => seen.push(`${holds} ${listeners()}`);
      const subscription = pending.stream(() => held$, signal).subscribe({ error: see, complete: see });
      m.flush();
      expect([holds, listeners()]).toStrictEqual([1, 1]);
      if (end === 'complete') source$.complete();
      if (end === 'error') source$.error(failure);
      if (end === 'unsubscribe') subscription.unsubscribe();
      if (end === 'abort') controller.abort();
      if (end === 'endAll') pending.endAll('ECANCELLED', 'the end');
      expect([holds, listeners()]).toStrictEqual([0, 0]);
      expect(seen).toStrictEqual(end === 'unsubscribe' ? [] : ['0 0']);
    }),
  );

  it(
    'ends once, though its subscriber ends it again',
    marbles((m) => {
      const pending = new Pending();
      const controller = new AbortController();
      const told: string[] = [];
      pending
        .stream(() => NEVER, controller.signal)
        .subscribe({
          error: ({ message }: DnsError) => {
            told.push(message);
            pending.endAll('ECANCELLED', 'again');
            controller.abort();
          },
        });
      m.flush();
      pending.endAll('ECANCELLED', 'first');
      expect(told).toStrictEqual(['first']);
    }),
  );

  it(
    'that is started while all are ended stays',
    marbles((m) => {
      const pending = new Pending();
      const told: string[] = [];
      const again = () => pending.stream(() => of('again')).subscribe((value) => told.push(value));
      pending.stream(() => NEVER).subscribe({ error: again });
      m.flush();
      pending.endAll('ECANCELLED', 'the end');
      m.flush();
      expect(told).toStrictEqual(['again']);
    }),
  );
});
