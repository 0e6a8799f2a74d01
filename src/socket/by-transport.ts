import { defer, switchMap } from 'rxjs';
import type { Connect } from './connect.js';
import { openFetch } from './http-fetch.js';
import { connectHttps, type DohServices } from './https.js';
import type { TlsOptions } from './secure-options.js';
import { connectTcp } from './tcp.js';
import { connectUdp } from './udp.js';

/** What sockets are opened with. */
export interface SocketServices extends DohServices {
  readonly tls: TlsOptions;
  /** Asks `https` servers in place of a connection of ours. */
  readonly fetch: typeof globalThis.fetch | undefined;
}

/** Opens real sockets, as the endpoint says; what is encrypted is loaded at the first use. */
export function connectByTransport(services: SocketServices): Connect {
  const { fetch, tls } = services;
  let loaded: Promise<{ readonly tls: Connect; readonly https: Connect }> | undefined;
  const load = () => {
    loaded ??= import('./secure.js').then(({ secureTransports }) => secureTransports(tls, services));
    return loaded;
  };
  const byFetch = fetch === undefined ? undefined : connectHttps(openFetch(fetch), services);
  return (endpoint) => {
    switch (endpoint.transport) {
      case 'udp':
        return connectUdp(endpoint);
      case 'tcp':
        return connectTcp(endpoint);
      case 'tls':
        return defer(load).pipe(switchMap((secure) => secure.tls(endpoint)));
      case 'https':
        return byFetch === undefined
          ? defer(load).pipe(switchMap((secure) => secure.https(endpoint)))
          : byFetch(endpoint);
    }
  };
}
