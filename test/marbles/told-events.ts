import { filter } from 'rxjs/operators';
import type { ResolverEvent } from '../../src/observables/resolver-event.js';
import type { ResolverOptions } from '../../src/options.js';
import type { Resolver } from '../../src/resolver.js';
import type { FakeNetwork } from '../../src/testing/fake-network.js';
import type { MarbleContext } from '../../src/testing/marbles.js';
import { scriptedResolver } from './scripted-resolver.js';
import { TimedQuestions } from './timed-questions.js';

/** A resolver whose events are written down. */
export interface ToldResolver {
  readonly resolver: Resolver;
  readonly questions: TimedQuestions;
  /** Events with the time they were told at. */
  readonly told: readonly (readonly [number, ResolverEvent])[];
}

/** A resolver, questions to it, and what is told of some types, with the time it was told at. */
export function startTold(
  m: MarbleContext,
  network: FakeNetwork,
  types: readonly ResolverEvent['type'][],
  options: ResolverOptions = {},
): ToldResolver {
  const resolver = scriptedResolver(network, options);
  const told: (readonly [number, ResolverEvent])[] = [];
  resolver.events$
    .pipe(filter(({ type }) => types.includes(type)))
    .subscribe((event) => told.push([m.scheduler.now(), event]));
  return { resolver, told, questions: new TimedQuestions(m.scheduler, resolver) };
}
