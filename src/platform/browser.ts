import { throwError } from 'rxjs';
import { DnsError } from '../errors.js';
import { callersContext } from '../observables/async-context.js';
import type { Endpoint } from '../socket/connect.js';
import { openFetch } from '../socket/http-fetch.js';
import { connectHttps } from '../socket/https.js';
import type { Platform } from './platform.js';

/** Looked up at each request: what replaces the global `fetch` later counts as well. */
const globalFetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init);

/** A browser, and whatever else has `fetch` alone: DNS over HTTPS, and no files. */
export const platform: Platform = {
  connect({ fetch = globalFetch, ...services }) {
    const connect = connectHttps(openFetch(fetch), services);
    return (endpoint) =>
      isReachable(endpoint)
        ? connect(endpoint)
        : throwError(() => new DnsError('ENOTIMP', `a browser has no ${endpoint.transport}`));
  },
  fetch: globalFetch,
  checkServers(servers) {
    if (servers.some(isReachable)) return;
    const why = servers.length === 0 ? 'there are no default servers' : 'none of the servers can be asked';
    throw new DnsError('ENOSERVER', `${why} in a browser: give servers like https://dns.example/dns-query`);
  },
  afterArrivals: undefined,
  openFiles: () => undefined,
  // Nothing tells; what cannot be reached costs an attempt.
  configuredFamilies: () => [4, 6],
  // As on Linux.
  hints: { ADDRCONFIG: 0x20, V4MAPPED: 0x08, ALL: 0x10 },
  // Callbacks run where they are called.
  asyncContext: () => callersContext,
};

function isReachable({ transport }: Endpoint): boolean {
  return transport === 'https';
}
