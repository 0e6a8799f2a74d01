import { concat, defer, EMPTY, filter, from, type Observable, tap } from 'rxjs';
import { formatName, parseName } from '../records/name.js';
import { WireError } from '../records/wire-error.js';
import { isSpecialUse, literalFamily } from './local.js';

/** How names become candidates to ask for. */
export interface SearchList {
  /** Dots from which on a name is tried as it is first, 0 to 15. */
  readonly ndots: number;
  /** Suffixes in the order to try them. */
  readonly domains: readonly string[];
  /** Names without dots that stand for others (HOSTALIASES), in lower case. */
  readonly aliases: ReadonlyMap<string, string>;
}

/**
 * What the results for one candidate mean: `found` ends the search; after `absent` (NXDOMAIN) and `nodata` the
 * next candidate is asked for; after `refused` (SERVFAIL, REFUSED), only where the name tried has one label;
 * `failed` ends the search, too.
 */
export type SearchVerdict = 'found' | 'absent' | 'nodata' | 'refused' | 'failed';

/** What is asked for each candidate. */
export interface Search<Result> {
  ask(name: string): Observable<Result>;
  /** What all results for one candidate mean. */
  judge(results: readonly Result[]): SearchVerdict;
}

/**
 * The names to ask for, in order (resolv.conf(5), `search` and `ndots`).
 *
 * A name with a trailing dot, and one that no server is asked for, is tried as it is. Candidates that are too
 * long to be names are left out. Throws {@link WireError} `EBADNAME` for a name that is none.
 */
export function searchCandidates(name: string, { ndots, domains, aliases }: SearchList): readonly string[] {
  const dots = countLabels(name) - 1;
  const presented = formatName(parseName(name));
  if (trailingDot.test(name) || isSpecialUse(presented) || literalFamily(presented) !== undefined) {
    return [name];
  }
  const alias = aliases.get(presented.toLowerCase());
  if (alias !== undefined) return [alias];
  const suffixed = domains.map((domain) => (domain === '.' ? name : `${name}.${domain}`)).filter(isName);
  return [...new Set(dots >= ndots ? [name, ...suffixed] : [...suffixed, name])];
}

/**
 * Asks for one candidate after the other until something is found, and passes on what was, as it comes.
 *
 * When nothing is found, the results for the first name that exists are passed on at the end, or else those for
 * the last name. Names of one label are often refused by servers that know the longer ones.
 */
export function searchNames<Result>(
  candidates: readonly string[],
  { ask, judge }: Search<Result>,
): Observable<Result> {
  const isFound = (result: Result) => judge([result]) === 'found';
  const tryFrom = (index: number, existing?: readonly Result[]): Observable<Result> =>
    defer(() => {
      const name = candidates[index] ?? '';
      const results: Result[] = [];
      const afterwards$ = defer(() => {
        const verdict = judge(results);
        if (verdict === 'found') return EMPTY;
        if (verdict === 'failed' || (verdict === 'refused' && countLabels(name) > 1)) return from(results);
        const exists = existing ?? (verdict === 'nodata' ? results : undefined);
        return index + 1 < candidates.length ? tryFrom(index + 1, exists) : from(exists ?? results);
      });
      const asked$ = ask(name).pipe(tap((result) => results.push(result)));
      return concat(asked$.pipe(filter(isFound)), afterwards$);
    });
  return tryFrom(0);
}

/** A dot at the end that no backslash escapes, in any of the forms that UTS 46 takes for a dot. */
const trailingDot = /(?<!\\)(?:\\\\)*[.\u3002\uff0e\uff61]$/;

function countLabels(name: string): number {
  const wire = parseName(name);
  let labels = 0;
  for (let at = 0; (wire[at] ?? 0) > 0; at += 1 + (wire[at] ?? 0)) labels += 1;
  return labels;
}

function isName(name: string): boolean {
  try {
    parseName(name);
    return true;
  } catch (error) {
    if (error instanceof WireError) return false;
    throw error;
  }
}
