import type { CacheOptions } from '../../src/observables/cache.js';
import type { ResolverOptions } from '../../src/options.js';
import type { Resolver } from '../../src/resolver.js';
import { type FakeNetwork, fakeNetwork } from '../../src/testing/fake-network.js';
import type { ScriptedMessage, ScriptedRecord } from '../../src/testing/fake-reply.js';
import type { MarbleContext } from '../../src/testing/marbles.js';
import type { QueryPattern } from '../../src/testing/rules.js';
import { scriptedResolver } from './scripted-resolver.js';
import { TimedQuestions } from './timed-questions.js';

/** A resolver with a cache, its network, and questions to it. */
export interface CachingResolver {
  readonly network: FakeNetwork;
  readonly resolver: Resolver;
  readonly questions: TimedQuestions;
}

/** Puts a resolver with a cache above a server that gives these replies in turn. */
export function cachingResolver(
  { scheduler }: MarbleContext,
  replies: readonly ScriptedMessage[],
  { cache = {}, ...options }: ResolverOptions & { readonly cache?: CacheOptions } = {},
): CachingResolver {
  const network = answerInTurn(fakeNetwork(), {}, replies);
  const resolver = scriptedResolver(network, { cache, coalesce: true, ...options });
  return { network, resolver, questions: new TimedQuestions(scheduler, resolver) };
}

/** Replies to what matches with these in turn, each after 5 ms; the last stays. */
export function answerInTurn(
  network: FakeNetwork,
  pattern: QueryPattern,
  replies: readonly ScriptedMessage[],
): FakeNetwork {
  const letters = replies.map((_reply, at) => String.fromCharCode(97 + at));
  const scripts = letters.map((letter) => `5ms ${letter}`);
  return network.answer(
    pattern,
    scripts,
    Object.fromEntries(replies.map((reply, at) => [letters[at], reply])),
  );
}

/** A reply with addresses of these TTLs. */
export function addressesFor(...ttls: readonly number[]): ScriptedMessage {
  return { answers: ttls.map((ttl, at) => ({ type: 'A', ttl, address: `192.0.2.${at + 1}` })) };
}

/** A reply that says "no" for so many seconds. */
export function no(rcode: 'NXDOMAIN' | 'NOERROR', minimum: number): ScriptedMessage {
  return { rcode, authorities: [{ ...soa, minimum }] };
}

const soa = {
  type: 'SOA',
  name: 'example',
  ttl: 86_400,
  mname: 'ns.example',
  rname: 'host.example',
  serial: 1,
  refresh: 2,
  retry: 3,
  expire: 4,
  minimum: 0,
} as const satisfies ScriptedRecord;
