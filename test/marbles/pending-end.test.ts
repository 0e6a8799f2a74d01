import { concat, EMPTY, NEVER, of, Subscription } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { DnsError } from '../../src/errors.js';
import { Pending } from '../../src/observables/pending.js';
import { type MarbleContext, marbles } from '../../src/testing/marbles.js';
import { cancelled, exampleLookup, runOn, settle } from './example-lookup.js';

describe('ending all', () => {
  const endAt = (m: MarbleContext, time: number, pending: Pending) =>
    m.scheduler.schedule(() => pending.endAll('ECANCELLED', cancelled.message), time);

  it(
    'errors each pending lookup once, in that tick, and frees its result',
    marbles((m) => {
      const pending = new Pending();
      const result$ = m.cold('20ms (a|)');
      endAt(m, 10, pending);
      endAt(m, 11, pending);
      m.expect(pending.track(exampleLookup(result$))).toBeObservable('10ms #', {}, cancelled);
      m.expect(pending.track(exampleLookup(NEVER))).toBeObservable('10ms #', {}, cancelled);
      m.expect(result$).toHaveSubscriptions('^ 9ms !');
    }),
  );

  it(
    'leaves those that settled and those that start later',
    marbles((m) => {
      const pending = new Pending();
      endAt(m, 10, pending);
      m.expect(pending.track(exampleLookup(m.cold('5ms (a|)')))).toBeObservable('5ms (A|)');
      const later$ = concat(m.cold<string>('15ms |'), pending.track(exampleLookup(m.cold('5ms (a|)'))));
      m.expect(later$).toBeObservable('20ms (A|)');
    }),
  );

  it(
    'leaves those that are started from inside an error handler',
    marbles((m) => {
      const pending = new Pending();
      const heard: string[] = [];
      const hear = (who: string) => ({
        next: () => heard.push(`${who} value ${m.scheduler.now()}`),
        error: ({ code }: DnsError) => heard.push(`${who} ${code} ${m.scheduler.now()}`),
      });
      const again = () => pending.track(exampleLookup(m.cold('5ms (a|)'))).subscribe(hear('again'));
      const { error } = hear('first');
      pending.track(exampleLookup(NEVER)).subscribe({
        error: (failure: DnsError) => {
          error(failure);
          again();
        },
      });
      pending.track(exampleLookup(NEVER)).subscribe(hear('second'));
      endAt(m, 10, pending);
      m.flush();
      expect(heard).toStrictEqual(['first ECANCELLED 10', 'second ECANCELLED 10', 'again value 15']);
    }),
  );

  it(
    'can be asked for from inside a handler, and a lookup unsubscribed there hears nothing',
    marbles((m) => {
      const pending = new Pending();
      const heard: string[] = [];
      const third = new Subscription();
      pending.track(exampleLookup(NEVER)).subscribe({
        error: () => {
          heard.push('first');
          third.unsubscribe();
          pending.endAll('EDESTRUCTION', 'again');
        },
      });
      pending
        .track(exampleLookup(NEVER))
        .subscribe({ error: ({ code }: DnsError) => heard.push(`second ${code}`) });
      third.add(pending.track(exampleLookup(NEVER)).subscribe({ error: () => heard.push('third') }));
      endAt(m, 10, pending);
      m.flush();
      expect(heard).toStrictEqual(['first', 'second EDESTRUCTION']);
    }),
  );

  it('reaches a lookup whose value waits for the end of subscribe', async () => {
    const pending = new Pending();
    const heard: string[] = [];
    pending.track(exampleLookup(of('a'))).subscribe({
      next: (value) => heard.push(value),
      error: ({ code }: DnsError) => heard.push(code),
    });
    pending.endAll('ECANCELLED', 'now');
    await settle();
    expect(heard).toStrictEqual(['ECANCELLED']);
  });
});

describe('unsubscribing', () => {
  it(
    'frees the result in the same tick',
    marbles((m) => {
      const result$ = m.cold('20ms (a|)');
      m.expect(new Pending().track(exampleLookup(result$)), '^ 9ms !').toBeObservable('');
      m.expect(result$).toHaveSubscriptions('^ 9ms !');
    }),
  );

  it('silences a value that waits for the end of subscribe', async () => {
    const heard: string[] = [];
    new Pending()
      .track(exampleLookup(of('a')))
      .subscribe((value) => heard.push(value))
      .unsubscribe();
    await settle();
    expect(heard).toStrictEqual([]);
  });
});

describe('a signal', () => {
  const reason = new Error('the user left');
  const aborted = new DnsError('ECANCELLED', 'the lookup was aborted', { cause: reason });

  it(
    'aborted before subscribe errors without starting anything',
    marbles((m) => {
      let started = false;
      const start = () => {
        started = true;
        return { run: runOn<string>(EMPTY), continue: () => undefined, project: (value: string) => value };
      };
      const value$ = new Pending().track({ start, signal: AbortSignal.abort(reason) });
      m.expect(value$).toBeObservable('#', {}, aborted);
      m.flush();
      expect(started).toBe(false);
    }),
  );

  it('aborted before subscribe errors after it', async () => {
    const heard: string[] = [];
    const value$ = new Pending().track(exampleLookup(NEVER, { signal: AbortSignal.abort(reason) }));
    value$.subscribe({ error: () => heard.push('error') });
    heard.push('subscribed');
    await settle();
    expect(heard).toStrictEqual(['subscribed', 'error']);
  });

  it(
    'aborted later errors in that tick and frees the result',
    marbles((m) => {
      const controller = new AbortController();
      const result$ = m.cold('20ms (a|)');
      m.scheduler.schedule(() => controller.abort(reason), 10);
      const value$ = new Pending().track(exampleLookup(result$, { signal: controller.signal }));
      m.expect(value$).toBeObservable('10ms #', {}, aborted);
      m.expect(result$).toHaveSubscriptions('^ 9ms !');
    }),
  );

  it(
    'aborted after the value changes nothing; nothing listens to it any more',
    marbles((m) => {
      const controller = new AbortController();
      const { signal } = controller;
      const listeners = new Set<unknown>();
      const { addEventListener, removeEventListener } = signal;
      signal.addEventListener = (...given: Parameters<typeof addEventListener>) => {
        listeners.add(given[1]);
        addEventListener.apply(signal, given);
      };
      signal.removeEventListener = (...given: Parameters<typeof removeEventListener>) => {
        listeners.delete(given[1]);
        removeEventListener.apply(signal, given);
      };
      m.scheduler.schedule(() => expect(listeners.size).toBe(1), 10);
      m.scheduler.schedule(() => controller.abort(reason), 30);
      m.expect(new Pending().track(exampleLookup(m.cold('20ms (a|)'), { signal }))).toBeObservable(
        '20ms (A|)',
      );
      m.flush();
      expect(listeners.size).toBe(0);
    }),
  );
});
