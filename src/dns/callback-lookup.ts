import { promisify } from 'node:util';
import { checkAddress, checkCallback, checkPort, checkString } from './argument-checks.js';
import { missingArgumentsError } from './argument-errors.js';
import { deliver } from './deliver.js';
import { type FoundAddress, lookup$, lookupService$, warnOfEmptyHost } from './lookup.js';
import { type LookupSettings, readLookupOptions } from './lookup-options.js';
import type { HostLookups } from './system-hosts.js';

/** `lookup` and `lookupService` of `rxdns/dns`, on the host lookups of a resolver that is made when needed. */
export function callbackLookup(hosts: () => HostLookups) {
  function lookup(...parameters: readonly unknown[]): object {
    const { host, settings, callback } = readParameters(parameters);
    return deliver(lookup$(hosts, host, settings), callback, (found) => toResults(found, settings));
  }

  function lookupService(...parameters: readonly unknown[]): object {
    if (parameters.length !== 3) throw missingArgumentsError('address', 'port', 'callback');
    const [address, given, callback] = parameters;
    checkAddress('address', address);
    const port = checkPort(given);
    checkCallback(callback);
    const found$ = lookupService$(hosts, address, port);
    return deliver(found$, callback, ({ hostname, service }) => [hostname, service]);
  }

  return {
    lookup: withPromisify(lookup, ['address', 'family']),
    lookupService: withPromisify(lookupService, ['hostname', 'service']),
  };
}

/** Lets `util.promisify` give several results as one object, by these names; one result is itself. */
function withPromisify(
  call: (...parameters: readonly unknown[]) => object,
  names: readonly string[],
): (...parameters: readonly unknown[]) => object {
  const promised = (...parameters: readonly unknown[]) =>
    new Promise((resolve, reject) => {
      call(...parameters, (error: unknown, ...results: readonly unknown[]) => {
        if (error !== null) reject(error);
        else if (results.length === 1) resolve(results[0]);
        else resolve(Object.fromEntries(names.map((name, index) => [name, results[index]])));
      });
    });
  return Object.assign(call, { [promisify.custom]: promised });
}

const familyNames: ReadonlyMap<unknown, 4 | 6> = new Map([
  ['IPv4', 4],
  ['IPv6', 6],
]);

function readParameters(parameters: readonly unknown[]) {
  const [hostname, second, third] = parameters;
  if (hostname) checkString('hostname', hostname);
  // Where options of a wrong type are the last argument, they are taken for the callback.
  const odd = second !== undefined && typeof second !== 'object' && typeof second !== 'number';
  const isLast = typeof second === 'function' || (odd && parameters.length === 2);
  const callback = isLast ? second : third;
  checkCallback(callback);
  const settings = readLookupOptions(isLast ? undefined : second, familyNames);
  if (typeof hostname === 'string' && hostname !== '') return { host: hostname, settings, callback };
  warnOfEmptyHost(hostname);
  return { host: '', settings, callback };
}

function toResults(found: readonly FoundAddress[], { all }: LookupSettings): readonly unknown[] {
  const [first] = found;
  return all ? [found] : [first?.address, first?.family];
}
