import { map, type Observable, of, type SchedulerLike, timeout } from 'rxjs';
import type { Connect } from '../socket/connect.js';
import { resolutionDelay } from './address-answers.js';
import { orderAddresses } from './address-order.js';
import type { HostAddress } from './host-answer.js';
import { sourceAddresses } from './source-addresses.js';

/**
 * Addresses in the order in which to try them (RFC 6724), by the addresses of ours that connections to them use.
 *
 * A connection that neither opens nor fails must not hold up what is known: then all stay as they came.
 */
export function orderBySource(
  addresses: readonly HostAddress[],
  connect: Connect,
  scheduler: SchedulerLike,
): Observable<readonly HostAddress[]> {
  if (addresses.length < 2) return of(addresses);
  const texts = addresses.map(({ address }) => address);
  return sourceAddresses(connect, texts).pipe(
    timeout({ first: resolutionDelay, scheduler, with: () => of(noSources) }),
    map((sources) => orderAddresses(addresses, sources, ({ address }) => address)),
  );
}

const noSources: ReadonlyMap<string, undefined> = new Map();
