/** A connection that ended without an error, seen by a query that still waited on it. */
export const connectionEnded = Symbol('connection ended');
/** A stream with a frame that no server of ours would send. */
export const badFrame = Symbol('bad frame');
