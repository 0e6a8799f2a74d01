import type { Exchange, Query, ServerQuery, Stage } from './exchange.js';

/**
 * Puts the stages of a resolver on top of each other: first those that see the question as it was asked, then
 * the one that picks servers, then those that see one server, and the wire at the bottom.
 */
export function compose(
  above: readonly Stage<Query>[],
  attempts: Stage<Query, ServerQuery>,
  below: readonly Stage<ServerQuery>[],
  wire: Exchange<ServerQuery>,
): Exchange {
  const toServer = below.reduceRight((next, stage) => stage(next), wire);
  return above.reduceRight((next, stage) => stage(next), attempts(toServer));
}
