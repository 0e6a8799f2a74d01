import { type Outcome, queryEach, type Resolver } from 'rxdns';
import { bufferTime, concat, filter, map, type Observable, of, scan } from 'rxjs';

/** Milliseconds between two views of the same list: the eye needs no more, and a long list costs less. */
const frame = 100;

/** How far a list is. */
export interface Progress {
  readonly state: 'running' | 'finished' | 'cancelled';
  /** Names of the list. */
  readonly total: number;
  /** What came so far, in the order in which it came. */
  readonly outcomes: readonly Outcome<'A'>[];
}

// #region list
/** Looks up the addresses of a list of names, `limit` of them at a time. Unsubscribing cancels what is under way. */
export function lookUpList(dns: Resolver, names: readonly string[], limit: number): Observable<Progress> {
  const start: Progress = { state: 'running', total: names.length, outcomes: [] };
  const progress$ = queryEach.from(dns, names, 'A', { concurrency: limit }).pipe(
    bufferTime(frame),
    filter((arrived) => arrived.length > 0),
    scan((progress, arrived) => ({ ...progress, outcomes: progress.outcomes.concat(arrived) }), start),
    map((progress) => (progress.outcomes.length < names.length ? progress : finish(progress))),
  );
  return concat(of(names.length === 0 ? finish(start) : start), progress$);
}
// #endregion

/** The names of a text, whatever is between them; each once. */
export function readNames(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((name) => name !== ''))];
}

function finish(progress: Progress): Progress {
  return { ...progress, state: 'finished' };
}
