import type { TypeName } from '../records/codes.js';
import { parseServer } from '../server-string.js';
import { nameKey } from './rules.js';
import type { TestQuery } from './test-query.js';

/** Which queries are meant; what is left out matches all. */
export interface QuestionPattern {
  /** In presentation form; upper and lower case are the same. */
  readonly name?: string;
  readonly type?: TypeName;
  /** As `ResolverOptions.servers` takes it. */
  readonly server?: string;
}

/** Which queries are meant: those for a name, those of a pattern, or those that a function says yes to. */
export type QueryMatch = string | QuestionPattern | ((query: TestQuery) => boolean);

/** A match as a test, and in words. */
export interface Matcher {
  readonly matches: (query: TestQuery) => boolean;
  readonly text: string;
}

/**
 * Makes a {@link Matcher}.
 *
 * Throws `WireError` `EBADNAME` for a name that is none, `DnsError` `EBADSTR` for a server that is none.
 */
export function makeMatcher(match: QueryMatch): Matcher {
  if (typeof match === 'string') return makeMatcher({ name: match });
  if (typeof match === 'function') return { matches: match, text: 'that the function matches' };
  const { name, type } = match;
  const key = name === undefined ? undefined : nameKey(name);
  const server = match.server === undefined ? undefined : parseServer(match.server).text;
  const words = [name ?? 'any name', type ?? '', server === undefined ? '' : `to ${server}`];
  return {
    matches: (query) =>
      (key === undefined || nameKey(query.question.name) === key) &&
      (type === undefined || query.question.type === type) &&
      (server === undefined || query.server === server),
    text: `for ${words.filter((word) => word !== '').join(' ')}`,
  };
}
