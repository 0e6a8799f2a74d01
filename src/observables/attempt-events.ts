import type { PlannedAttempt } from './attempt-plan.js';
import type { EventSource } from './events.js';

/**
 * Counts an attempt that is about to be made, and tells of it where it is not the first: a retry at a server that was
 * asked before, or a failover to another one. `latest` is the server asked last, `early` whether it may still answer.
 * Gives the server that is the latest now.
 */
export function tellLaunch(
  events: EventSource,
  { query, round, lastResort }: PlannedAttempt,
  latest: string | undefined,
  early: boolean,
): string {
  const { counters } = events;
  counters.attempts += 1;
  const { question, transport } = query;
  const server = query.server.text;
  if (latest === undefined) return server;
  if (round > 0 || lastResort) {
    counters.retries += 1;
    if (events.isObserved) events.tell({ type: 'retry', question, server, transport, early });
    return server;
  }
  // A race asks everyone, whether or not somebody failed.
  if (query.settings.strategy === 'race') return server;
  counters.failovers += 1;
  if (events.isObserved) events.tell({ type: 'failover', question, server, transport, from: latest, early });
  return server;
}
