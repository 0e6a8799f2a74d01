import type { Outcome, Resolver } from 'rxdns';
import { map, merge, type Observable, of, scan, startWith, switchMap, timer } from 'rxjs';

/** What is asked for each name. */
export const askedTypes = ['A', 'AAAA', 'MX', 'TXT'] as const;

/** One of {@link askedTypes}. */
export type AskedType = (typeof askedTypes)[number];

/** Milliseconds without a keystroke after which a name is looked up. */
export const quiet = 250;

/** What was typed, and what is known about it so far. */
export interface Lookups {
  readonly name: string;
  readonly answers: readonly Answer[];
}

/** The outcome of one type; `undefined` until it is there. */
export interface Answer {
  readonly type: AskedType;
  readonly outcome: Outcome<AskedType> | undefined;
}

// #region typed
/** Looks up what is typed once the keys rest. A keystroke cancels what it makes stale, on the server as well. */
export function lookUpAsTyped(dns: Resolver, typed$: Observable<string>): Observable<Lookups> {
  return typed$.pipe(
    map((text) => text.trim()),
    switchMap((name) =>
      name === ''
        ? of({ name, answers: [] })
        : timer(quiet).pipe(
            switchMap(() => merge(...askedTypes.map((type) => dns.outcome$(name, type)))),
            scan(withOutcome, unanswered),
            startWith(unanswered),
            map((answers) => ({ name, answers })),
          ),
    ),
  );
}
// #endregion

const unanswered: readonly Answer[] = askedTypes.map((type) => ({ type, outcome: undefined }));

function withOutcome(answers: readonly Answer[], outcome: Outcome<AskedType>): readonly Answer[] {
  return answers.map((answer) => (answer.type === outcome.type ? { type: answer.type, outcome } : answer));
}
