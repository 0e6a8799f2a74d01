import { systemCode } from './system-code.js';

/** A connection that ended without an error, seen by a query that still waited on it. */
export const connectionEnded = Symbol('connection ended');
/** A stream with a frame that no server of ours would send. */
export const badFrame = Symbol('bad frame');

/** What a stream that the peer closed fails with, when more was on its way than the peer had read. */
const resets: ReadonlySet<string | undefined> = new Set(['ECONNRESET', 'EPIPE']);

/** Whether the peer closed the connection, which it may at any time (RFC 7766 section 6.2.4). */
export function isClosedByPeer(cause: unknown): boolean {
  return cause === connectionEnded || resets.has(systemCode(cause));
}
