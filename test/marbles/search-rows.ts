import { expect } from 'vitest';
import type { ResolverOptions } from '../../src/options.js';
import { type MarbleContext, marbles } from '../../src/testing/marbles.js';
import { askedFor, hear, hostNetwork, type Replies } from './host-network.js';
import { scriptedResolver } from './scripted-resolver.js';

/** A search for the addresses of a name. */
export interface SearchRow extends Pick<ResolverOptions, 'ndots' | 'domains'> {
  readonly what: string;
  readonly name: string;
  readonly replies?: Replies;
  /** The names that are asked for, in order. */
  readonly asked: readonly string[];
  /** The addresses found, or the code of the error. */
  readonly outcome: string;
}

/** The search list of rows that have none. */
export const searchDomains: readonly string[] = ['first.example', 'second.example', 'third.example'];

/** A name with each suffix of that list. */
export function suffixed(name: string): readonly string[] {
  return searchDomains.map((domain) => `${name}.${domain}`);
}

/** One attempt for each name, so that rcodes are told once. */
const plain: ResolverOptions = { edns: false, tries: 1, timeout: 100 };

/** Runs a row, with one attempt for each name. */
export const checkSearch = marbles(
  (m: MarbleContext, { name, replies, asked, outcome, ...row }: SearchRow) => {
    const network = hostNetwork(replies);
    const resolver = scriptedResolver(network, { ...plain, domains: searchDomains, ...row });
    const { heard } = hear(m.scheduler, resolver.search$(name, 'A'), (records) =>
      records.map(({ address }) => address).join(),
    );
    m.flush();
    expect(askedFor(network)).toStrictEqual(asked.map((one) => `${one} A`));
    const ends = outcome.startsWith('E') ? [] : ['end'];
    expect(heard.map((text) => text.replace(/^\d+ /, ''))).toStrictEqual([outcome, ...ends]);
  },
);
