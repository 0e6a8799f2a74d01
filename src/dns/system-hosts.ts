import { Resolver } from '../index.js';

/** What `lookup` and `lookupService` need of a `Resolver`: hosts file and DNS together. */
export type HostLookups = Pick<Resolver, 'getaddrinfo$' | 'getnameinfo$'>;

let hosts: HostLookups | undefined;

/** What `lookup` and `lookupService` ask: this machine's configuration, whatever `setServers` was told. */
export function systemHosts(): HostLookups {
  // Node asks anew each time.
  hosts ??= new Resolver({ cache: false });
  return hosts;
}
