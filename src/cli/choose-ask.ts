import { isDnsError, Resolver } from '../index.js';
import { chooseFormat } from './appearance.js';
import type { Batch } from './arguments.js';
import { askHere } from './ask-here.js';
import { askWorkers } from './ask-workers.js';
import type { Ask } from './asking.js';
import { usageError } from './command-error.js';
import type { WorkerPlan } from './worker-messages.js';

/** What the command line says about the resolver; `servers` undefined for resolv.conf's. */
export function resolverOptions(
  { timeout, tries, deadline }: Pick<Batch, 'timeout' | 'tries' | 'deadline'>,
  servers: readonly string[] | undefined,
): WorkerPlan['options'] {
  return {
    ...(servers === undefined ? {} : { servers }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(tries === undefined ? {} : { tries }),
    ...(deadline === undefined ? {} : { deadline }),
  };
}

/** A resolver with these options. Throws {@link CommandError} with exit code 64 where one is wrong. */
export function createResolver(options: WorkerPlan['options']): Resolver {
  try {
    return new Resolver(options);
  } catch (error) {
    if (isDnsError(error) || error instanceof RangeError) throw usageError(error.message);
    throw error;
  }
}

/** Asks with the resolver in this thread, or with one like it in each of several workers. */
export function chooseAsk(batch: Batch, resolver: Resolver, options: WorkerPlan['options']): Ask {
  const { workers, concurrency, statuses, rate } = batch;
  if (workers === 1) return askHere(resolver, concurrency);
  const filter = statuses === undefined ? {} : { statuses };
  const format = chooseFormat(batch);
  return askWorkers(workers, { options, concurrency, paced: rate !== undefined, format, ...filter });
}
