import type { startNameServer as start } from '../../nameserver/index.js';

/** Rejects: a browser has no sockets to listen on. */
export const startNameServer: typeof start = () =>
  Promise.reject(
    new Error('startNameServer needs Node.js; in a browser use DnsTestingController or fakeNetwork'),
  );
