import type { RecordSetChange } from '../../src/observables/watch.js';
import type { ResolverOptions, WatchOptions } from '../../src/options.js';
import type { Resolver } from '../../src/resolver.js';
import { type FakeNetwork, fakeNetwork } from '../../src/testing/fake-network.js';
import type { ScriptedMessage } from '../../src/testing/fake-reply.js';
import type { MarbleContext } from '../../src/testing/marbles.js';
import { answerInTurn } from './caching-resolver.js';
import { type Heard, hear, recordText } from './host-network.js';
import { scriptedResolver } from './scripted-resolver.js';

/** A resolver, its network, and watches of `a.example A` without jitter. */
export interface WatchedResolver {
  readonly network: FakeNetwork;
  readonly resolver: Resolver;
  watch(options?: WatchOptions): Heard;
  /** When questions were sent. */
  asked(): readonly number[];
}

/** A resolver with a cache above a server that gives these replies in turn, each after 5 ms; the last stays. */
export function watchedResolver(
  { scheduler }: MarbleContext,
  replies: readonly ScriptedMessage[],
  options: ResolverOptions = {},
): WatchedResolver {
  const network = answerInTurn(fakeNetwork(), {}, replies);
  const plain: ResolverOptions = { cache: {}, coalesce: true, edns: false, tries: 1 };
  const resolver = scriptedResolver(network, { ...plain, ...options });
  return {
    network,
    resolver,
    watch: (own) => hear(scheduler, resolver.watch$('a.example', 'A', { jitter: 0, ...own }), changeText),
    asked: () => network.sent.map(({ time }) => time),
  };
}

/** Ends what is pending in one of the ways there are. */
export function endBy(way: string, resolver: Resolver, controller: AbortController): void {
  if (way === 'cancel') resolver.cancel();
  if (way === 'close$') resolver.close$();
  if (way === 'abort') controller.abort();
}

/** A reply with these addresses. */
export function addresses(ttl: number, ...texts: readonly string[]): ScriptedMessage {
  return { answers: texts.map((address) => ({ type: 'A', ttl, address })) };
}

/** A change in words: `NOERROR 192.0.2.1 (300 s) +192.0.2.1 -192.0.2.2 stale ESERVFAIL`. */
export function changeText(change: RecordSetChange): string {
  const { status, current, added, removed, ttl, stale, error } = change;
  return [
    status,
    ...current.map(recordText),
    `(${ttl ?? '-'} s)`,
    ...added.map((record) => `+${recordText(record)}`),
    ...removed.map((record) => `-${recordText(record)}`),
    ...(stale ? ['stale'] : []),
    ...(error === undefined ? [] : [error.code]),
  ].join(' ');
}
