import type { ResolverOptions } from '../../src/options.js';
import { Resolver } from '../../src/resolver.js';
import type { FakeNetwork } from '../../src/testing/fake-network.js';
import type { ScriptedReply } from '../../src/testing/fake-reply.js';

/**
 * A resolver on a fake network with one server; ids and jitter are the same in every run.
 *
 * Every lookup is a query of its own: nothing is kept and nothing is shared, unless `options` say so.
 */
export function scriptedResolver(network: FakeNetwork, options: ResolverOptions = {}): Resolver {
  let drawn = 0;
  const random = () => drawn++;
  const own: ResolverOptions = { servers: ['192.0.2.1'], connect: network.connect, random };
  return new Resolver({ ...own, cache: false, coalesce: false, ...options });
}

/** A reply with one address. */
export function addressReply(address: string): ScriptedReply {
  return { answers: [{ type: 'A', address }] };
}

/** When each query was sent, and over what. */
export function sentAt({ sent }: FakeNetwork): readonly string[] {
  return sent.map(({ time, endpoint }) => `${time} ${endpoint.transport}`);
}

/** From when to when each connection was open; `-` while it still is. */
export function openFor({ connections }: FakeNetwork): readonly string[] {
  return connections.map(({ opened = '-', closed = '-' }) => `${opened} to ${closed}`);
}
