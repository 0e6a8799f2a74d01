import type { DnsResponse } from './exchange.js';
import type { LiveAttempt } from './live-attempt.js';
import type { Paces } from './paces.js';
import type { PacedOutcome } from './tally.js';

/** Takes note of what a response tells of the load of its server; `now` in the scheduler's milliseconds. */
export function noteResponse(
  paces: Paces,
  { query, sentAt, isAgain, overtaken }: LiveAttempt,
  { rcode }: DnsResponse,
  now: number,
): void {
  const pace = paces.of(query.server);
  pace.presence.heard();
  // Its silence was held against it already.
  if (!overtaken) pace.note(pacedOutcomes.get(rcode) ?? 'answered', sentAt, now, isAgain);
}

/** Milliseconds by which a timer is late where this machine is slow: then that tells nothing of the server. */
const stall = 50;

/** Takes note of an attempt that is late, `patience` after it was sent; `now` in the scheduler's milliseconds. */
export function noteLate(paces: Paces, attempt: LiveAttempt, patience: number, now: number): void {
  if (now - attempt.sentAt - patience < stall) noteSilence(paces, attempt, now);
  else paces.of(attempt.query.server).forget(attempt.sentAt);
}

function noteSilence(paces: Paces, { query, sentAt }: LiveAttempt, now: number): void {
  // Whoever hedges asks early on purpose.
  if (query.settings.strategy !== 'sequential') return;
  paces.of(query.server).note('silent', sentAt, now);
}

/** Takes note of an attempt without a response: of a connection that failed, or of silence not noted so far. */
export function noteFailure(paces: Paces, attempt: LiveAttempt, outcome: string, now: number): void {
  paces.of(attempt.query.server).presence.silent();
  if (outcome === 'ETIMEOUT' && !attempt.overtaken) noteSilence(paces, attempt, now);
}

/** A rcode that is not here is an answer. */
const pacedOutcomes: ReadonlyMap<string, PacedOutcome> = new Map([
  ['SERVFAIL', 'failed'],
  ['REFUSED', 'refused'],
]);
