import { afterEach } from 'vitest';
import type { ResolverOptions } from '../../src/options.js';
import { Resolver } from '../../src/resolver.js';

/** Starts what is stopped after each test. */
export interface Fixture {
  started<Running extends { stop(): Promise<void> }>(start: Promise<Running>): Promise<Running>;
  /** A resolver that asks each server once, so that the trail has one attempt for each. */
  resolverOf(servers: readonly string[], options?: ResolverOptions): Resolver;
}

/** What the tests of a file start with; to be called outside of them. */
export function fixture(): Fixture {
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  });
  return {
    async started(start) {
      const running = await start;
      stops.push(() => running.stop());
      return running;
    },
    resolverOf(servers, options) {
      const resolver = new Resolver({ servers, tries: 1, timeout: 500, ...options });
      stops.push(() => resolver.close());
      return resolver;
    },
  };
}
