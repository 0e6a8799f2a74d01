import type { Query } from './exchange.js';
import { fraction, type Random } from './random.js';

/** Each round waits twice as long as the one before, for servers that are slow rather than gone. */
export const backoff = 2;
/** The share of a doubled timeout that is drawn at random, so that many resolvers do not retry in step. */
const jitter = 0.5;

/** The longest that a timer takes, in milliseconds; what is longer would fire at once. */
const longestTimer = 0x7fff_ffff;

/** Milliseconds that an attempt of a round may take; rounds count from 0. */
export function attemptTimeout(
  { timeout, maxTimeout }: Pick<Query, 'timeout' | 'maxTimeout'>,
  round: number,
  random: Random,
): number {
  if (round === 0) return Math.min(timeout, maxTimeout);
  const doubled = timeout * backoff ** round;
  return Math.min(longestTimer, maxTimeout, Math.max(timeout, doubled * (1 - jitter * fraction(random))));
}
