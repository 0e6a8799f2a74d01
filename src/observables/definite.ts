/** The statuses that say what a name has: records, none of the type, or that there is no such name. */
export type DefiniteStatus = 'NOERROR' | 'NODATA' | 'NXDOMAIN';

/** Responses after which another server is asked: it may know better. */
export const inconclusive: ReadonlySet<string> = new Set(['SERVFAIL', 'NOTIMP', 'REFUSED']);

/** Whether a status says what a name has, and not what is wrong with a server or on the way to it. */
export function isDefinite(status: string): status is DefiniteStatus {
  return status === 'NOERROR' || status === 'NODATA' || status === 'NXDOMAIN';
}
