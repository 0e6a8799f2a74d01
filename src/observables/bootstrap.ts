import { catchError, type Observable, switchMap, tap, throwError } from 'rxjs';
import type { Connect, Connection, Endpoint } from '../socket/connect.js';
import type { LocalAddress } from './exchange.js';

/** Where to connect to, and from. */
export type Place = Pick<Endpoint, 'address' | 'localAddress'>;

/**
 * Looks the name of a server up before it connects to it, and tries its addresses in turn until one connects.
 *
 * `find` must not ask the server itself. Where it gives `undefined`, the name is left to the transport.
 */
export function bootstrap(
  connect: Connect,
  find: (host: string) => Observable<readonly Place[]> | undefined,
): Connect {
  return (endpoint) => {
    if (!isKnownByName(endpoint)) return connect(endpoint);
    const places$ = find(endpoint.address);
    if (places$ === undefined) return connect(endpoint);
    return places$.pipe(switchMap((places) => firstToOpen(connect, endpoint, places)));
  };
}

/** Whether the address of a server has to be looked up before it can be asked. */
export function isKnownByName({ transport, host, address }: Endpoint): boolean {
  return transport === 'https' && host === address;
}

function firstToOpen(
  connect: Connect,
  endpoint: Endpoint,
  [place, ...others]: readonly Place[],
): Observable<Connection> {
  if (place === undefined) return throwError(() => new Error(`${endpoint.address} has no address`));
  let isOpen = false;
  return connect({ ...endpoint, ...place }).pipe(
    tap(() => {
      isOpen = true;
    }),
    catchError((error: unknown) => {
      if (isOpen || others.length === 0) return throwError(() => error);
      return firstToOpen(connect, endpoint, others);
    }),
  );
}

/** The place of an address, asked from the local address of its family. */
export function placeFrom(address: string, { ipv4, ipv6 }: LocalAddress): Place {
  const localAddress = address.includes(':') ? ipv6 : ipv4;
  return localAddress === undefined ? { address } : { address, localAddress };
}
