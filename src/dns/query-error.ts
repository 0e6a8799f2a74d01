import { type Observable, throwError } from 'rxjs';
import { isDnsError } from '../errors.js';

/** An error as `node:dns` reports it. */
export interface QueryError extends Error {
  /** A number of the operating system, where the failure is one of its own; else undefined. */
  readonly errno: number | undefined;
  /** One of the error code constants, such as `ENOTFOUND`. */
  readonly code: string;
  /** What failed: `queryA`, `getHostByAddr`, `getaddrinfo` and so on. */
  readonly syscall: string;
  /** The name or address asked about; absent where it is empty. */
  readonly hostname?: string;
}

/** What is known of a failure besides its code. */
export interface QueryFailure {
  readonly syscall: string;
  readonly hostname: string;
  readonly errno?: number;
  readonly cause?: unknown;
}

/** Makes an error as `node:dns` does: properties in its order, a message such as `queryA ENOTFOUND name`. */
export function queryError(code: string, { syscall, hostname, errno, cause }: QueryFailure): QueryError {
  const message = `${syscall} ${code}${hostname === '' ? '' : ` ${hostname}`}`;
  const error = cause === undefined ? new Error(message) : new Error(message, { cause });
  return Object.assign(error, { errno, code, syscall }, hostname === '' ? undefined : { hostname });
}

/** Errors for what a query failed with; the `DnsError`, with its trail of attempts, is the cause. */
export function throwQueryError(cause: unknown, syscall: string, hostname: string): Observable<never> {
  return throwError(() => (isDnsError(cause) ? queryError(cause.code, { syscall, hostname, cause }) : cause));
}
