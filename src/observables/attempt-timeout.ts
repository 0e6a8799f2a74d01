import type { PlannedAttempt } from './attempt-plan.js';
import type { QuerySettings } from './exchange.js';
import { fraction, type Random } from './random.js';
import { hedgeAfter, retransmitAfter, type ServerState } from './servers.js';

/** Each round waits twice as long as the one before, for servers that are slow rather than gone. */
const backoff = 2;
/** The share of a doubled timeout that is drawn at random, so that many resolvers do not retry in step. */
const jitter = 0.5;

/** Milliseconds that patience is a multiple of: each duration of its own takes a timer of its own. */
const patienceStep = 10;

/** The longest that a timer takes, in milliseconds; what is longer would fire at once. */
const longestTimer = 0x7fff_ffff;

/** Milliseconds that an attempt of a round may take; rounds count from 0. */
export function attemptTimeout(
  { timeout, maxTimeout }: Pick<QuerySettings, 'timeout' | 'maxTimeout'>,
  round: number,
  random: Random,
): number {
  if (round === 0) return Math.min(timeout, maxTimeout);
  const doubled = timeout * backoff ** round;
  return Math.min(longestTimer, maxTimeout, Math.max(timeout, doubled * (1 - jitter * fraction(random))));
}

/**
 * Milliseconds after which the next attempt starts although this one may still be answered; `undefined` for not
 * before its timeout.
 *
 * `race` does not wait; `hedge` waits as long as this server usually takes; over UDP a server whose round trips
 * are known is asked again early, twice as late in each round.
 */
export function patience(
  { query, round, lastInRound }: PlannedAttempt,
  state: ServerState,
): number | undefined {
  const { strategy } = query.settings;
  if (strategy === 'race' && !lastInRound) return 0;
  if (strategy === 'hedge' && !lastInRound) return hedgeAfter(state);
  if (query.transport !== 'udp') return undefined;
  const usual = retransmitAfter(state);
  return usual === undefined
    ? undefined
    : Math.ceil((usual * backoff ** round) / patienceStep) * patienceStep;
}
