/**
 * Calls back once what has arrived at sockets by now was handed out, and before they are looked at again: the time to
 * send together what the arrivals led to.
 */
export type AfterArrivals = (callback: () => void) => void;

/** libuv's phase behind that in which it reads sockets. */
export const afterArrivals: AfterArrivals = setImmediate;
