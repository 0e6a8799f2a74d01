import { firstValueFrom, map } from 'rxjs';
import { checkAddress, checkPort, checkString } from '../argument-checks.js';
import { missingArgumentsError } from '../argument-errors.js';
import { lookup$, lookupService$, warnOfEmptyHost } from '../lookup.js';
import { readLookupOptions } from '../lookup-options.js';
import type { HostLookups } from '../system-hosts.js';

/** `lookup` and `lookupService` of `rxdns/dns/promises`. Like Node's, they throw for wrong arguments at once. */
export function promiseLookup(hosts: () => HostLookups) {
  return {
    lookup(hostname: unknown, options?: unknown): Promise<unknown> {
      if (hostname) checkString('hostname', hostname);
      const settings = readLookupOptions(options);
      const host = typeof hostname === 'string' ? hostname : '';
      if (host === '') warnOfEmptyHost(hostname);
      const found$ = lookup$(hosts, host, settings);
      return firstValueFrom(found$.pipe(map((found) => (settings.all ? found : found[0]))));
    },

    lookupService(...parameters: readonly unknown[]): Promise<unknown> {
      if (parameters.length !== 2) throw missingArgumentsError('address', 'port');
      const [address, given] = parameters;
      checkAddress('address', address);
      return firstValueFrom(lookupService$(hosts, address, checkPort(given)));
    },
  };
}
