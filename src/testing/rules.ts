import type { TypeName } from '../records/codes.js';
import { formatName, parseName } from '../records/name.js';
import type { Endpoint } from '../socket/connect.js';
import type { SentQuery } from './fake-reply.js';
import { parseScript, type Step } from './script.js';

/** Which queries a script is for; what is left out matches all. */
export interface QueryPattern extends Partial<Endpoint> {
  /** In presentation form; upper and lower case are the same. */
  readonly name?: string;
  readonly type?: TypeName;
}

/** Scripts, and what they are for. */
export interface Rule<Subject> {
  readonly scripts: readonly (readonly Step[])[];
  /** How the connection fails at a `#`. */
  readonly error: unknown;
  matches(subject: Subject): boolean;
}

/** The rules for one kind of thing; the one added last wins. */
export class Rules<Subject, R extends Rule<Subject> = Rule<Subject>> {
  readonly #entries: { readonly rule: R; matched: number }[] = [];

  add(rule: R): void {
    this.#entries.unshift({ rule, matched: 0 });
  }

  /** The rule that matches and the script whose turn it is: the last one stays. */
  next(subject: Subject): { readonly rule: R; readonly script: readonly Step[] } | undefined {
    const entry = this.#entries.find(({ rule }) => rule.matches(subject));
    if (entry === undefined) return undefined;
    const { rule, matched } = entry;
    entry.matched += 1;
    return { rule, script: rule.scripts[matched] ?? rule.scripts.at(-1) ?? [] };
  }
}

/** Reads one diagram or several. Throws an Error where one is wrong. */
export function parseScripts(
  script: string | readonly string[],
  letters: readonly string[],
): readonly (readonly Step[])[] {
  return (typeof script === 'string' ? [script] : script).map((marbles) => parseScript(marbles, letters));
}

/** Makes the test of a pattern. Throws `WireError` `EBADNAME` where its name is none. */
export function matchQuery({ name, type, ...place }: QueryPattern): (query: SentQuery) => boolean {
  const key = name === undefined ? undefined : nameKey(name);
  const matchesPlace = matchEndpoint(place);
  return ({ endpoint, message: { questions } }) =>
    matchesPlace(endpoint) &&
    (key === undefined || questions.some((question) => nameKey(question.name) === key)) &&
    (type === undefined || questions.some((question) => question.type === type));
}

/** Makes the test of a pattern. */
export function matchEndpoint(pattern: Partial<Endpoint>): (endpoint: Endpoint) => boolean {
  const { transport, address, port } = pattern;
  return (endpoint) =>
    (transport === undefined || transport === endpoint.transport) &&
    (address === undefined || address === endpoint.address) &&
    (port === undefined || port === endpoint.port);
}

/** Names are equal without regard to ASCII case (RFC 4343), however they are written. */
export function nameKey(name: string): string {
  return formatName(parseName(name)).toLowerCase();
}
