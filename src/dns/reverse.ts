import { isIP } from 'node:net';
import { constants } from 'node:os';
import { catchError, map, type Observable } from 'rxjs';
import type { Resolver } from '../index.js';
import { type QueryError, queryError, throwQueryError } from './query-error.js';
import { shapeName } from './record-shapes.js';

const syscall = 'getHostByAddr';

/** The error for what is no address: `EINVAL`, with the system's number. */
export function reverseArgumentError(address: string): QueryError | undefined {
  if (isIP(address) !== 0) return undefined;
  return queryError('EINVAL', { syscall, hostname: address, errno: -constants.errno.EINVAL });
}

/** All names of an address, the canonical one first; errors as `node:dns` has them. */
export function reverse$(resolver: Pick<Resolver, 'gethostbyaddr$'>, address: string): Observable<string[]> {
  return resolver.gethostbyaddr$(address).pipe(
    map(({ name, aliases }) => [name, ...aliases].map(shapeName)),
    catchError((cause: unknown) => throwQueryError(cause, syscall, address)),
  );
}
