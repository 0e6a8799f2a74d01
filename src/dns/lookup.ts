import { ADDRCONFIG, ALL, V4MAPPED } from 'node:dns';
import { isIP } from 'node:net';
import { catchError, map, type Observable, of, throwError } from 'rxjs';
import { type DnsErrorCode, type HostAddress, isDnsError } from '../index.js';
import type { LookupSettings } from './lookup-options.js';
import { queryError } from './query-error.js';
import type { ResultOrder } from './result-order.js';
import type { HostLookups } from './system-hosts.js';

/** An address that `lookup` found; null for a host that is empty. */
export interface FoundAddress {
  readonly address: string | null;
  readonly family: number;
}

/**
 * The addresses of a host in the order asked for, one at least, or an error as `node:dns` has it.
 *
 * An address is its own answer, whatever the family asked for. Without a host there is none (and with
 * `all`, nothing): Node answers so, and warns.
 */
export function lookup$(
  hosts: () => HostLookups,
  hostname: string,
  settings: LookupSettings,
): Observable<readonly FoundAddress[]> {
  const { family, hints, all, order } = settings;
  if (hostname === '') return of(all ? [] : [{ address: null, family: family === 6 ? 6 : 4 }]);
  const literal = isIP(hostname);
  if (literal !== 0) return of([{ address: hostname, family: literal }]);
  const wishes = {
    family,
    socktype: 'stream',
    addrConfig: (hints & ADDRCONFIG) !== 0,
    v4Mapped: (hints & V4MAPPED) !== 0,
    all: (hints & ALL) !== 0,
  } as const;
  return hosts()
    .getaddrinfo$(hostname, wishes)
    .pipe(
      map(({ addresses }) => inOrder(addresses, order)),
      catchError((cause: unknown) => throwHostError(cause, 'getaddrinfo', hostname)),
    );
}

/** The host name of an address, which has to have one, and the service of a port, or its number as text. */
export function lookupService$(
  hosts: () => HostLookups,
  address: string,
  port: number,
): Observable<{ readonly hostname: string; readonly service: string }> {
  return hosts()
    .getnameinfo$({ address, port }, { nameRequired: true })
    .pipe(
      map(({ node, service }) => ({ hostname: node, service })),
      catchError((cause: unknown) => throwHostError(cause, 'getnameinfo', address)),
    );
}

/** Warns, once in a process, of a lookup without a host. */
export function warnOfEmptyHost(hostname: unknown): void {
  if (warned) return;
  warned = true;
  process.emitWarning(
    `The provided hostname "${String(hostname)}" is not a valid hostname, and is supported in the dns module solely for compatibility.`,
    'DeprecationWarning',
    'DEP0118',
  );
}

let warned = false;

/** Errors as the system's resolver does for such a failure: it tells "no" from "ask again later". */
function throwHostError(cause: unknown, syscall: string, hostname: string): Observable<never> {
  if (!isDnsError(cause)) return throwError(() => cause);
  const [code, errno] = final.has(cause.code) ? ['ENOTFOUND', noName] : ['EAI_AGAIN', tryAgain];
  return throwError(() => queryError(code, { syscall, hostname, errno, cause }));
}

/** libuv's UV_EAI_NONAME and UV_EAI_AGAIN, the same on every platform. */
const noName = -3008;
const tryAgain = -3001;

const final: ReadonlySet<DnsErrorCode> = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME']);

function inOrder(addresses: readonly HostAddress[], order: ResultOrder): readonly FoundAddress[] {
  const found = addresses.map(({ address, family }) => ({ address, family }));
  if (order === 'verbatim') return found;
  const first = order === 'ipv4first' ? 4 : 6;
  const rank = ({ family }: FoundAddress) => (family === first ? 0 : 1);
  return found.toSorted((left, right) => rank(left) - rank(right));
}
