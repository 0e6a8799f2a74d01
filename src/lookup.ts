import type { Observable } from 'rxjs';
import { platform } from '#platform';
import { DnsError, isDnsError } from './errors.js';
import type { AddressHints, AddrInfo } from './observables/address-info.js';
import type { Family, HostAddress } from './observables/host-answer.js';
import type { HostOptions } from './options.js';

/** Options of `Resolver.lookup`: those of node:dns. */
export interface LookupOptions extends Pick<HostOptions, 'signal'> {
  /** 4, 6, `'IPv4'` or `'IPv6'`; 0 for both. @default 0 */
  readonly family?: number | 'IPv4' | 'IPv6' | undefined;
  /** `ADDRCONFIG`, `V4MAPPED` and `ALL` of node:dns, whose values differ from system to system. @default 0 */
  readonly hints?: number | undefined;
  /** Give all addresses, as an array. @default false */
  readonly all?: boolean | undefined;
  /** `verbatim` is the order in which to try them (RFC 6724). @default 'verbatim' */
  readonly order?: 'ipv4first' | 'ipv6first' | 'verbatim' | undefined;
  /** `false` is `order: 'ipv4first'`; `order` goes before it. @default true */
  readonly verbatim?: boolean | undefined;
}

/** An address as `Resolver.lookup` gives it. */
export interface LookupAddress {
  readonly address: string;
  readonly family: Family;
}

/** What `Resolver.lookup` calls, once, and never before it has returned; the error is a {@link DnsError}. */
export type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: Family,
) => void;

/** How addresses are looked up: `Resolver.getaddrinfo$`. */
type LookUp = (host: string, options: AddressHints & HostOptions) => Observable<AddrInfo>;

/** `Resolver.lookup` with its arguments still in the forms that callers give them. */
export function lookUpHost(
  lookUp: LookUp,
  hostname: string,
  given: LookupOptions | number | LookupCallback | null | undefined,
  last: LookupCallback | undefined,
): void {
  const callback = typeof given === 'function' ? given : last;
  if (typeof callback !== 'function') throw new TypeError('lookup needs a callback');
  const options =
    typeof given === 'number' ? { family: given } : typeof given === 'object' ? (given ?? {}) : {};
  let hints: AddressHints & HostOptions;
  try {
    hints = hintsOf(hostname, options);
  } catch (error) {
    queueMicrotask(() => callback(lookupError(hostname, error), ''));
    return;
  }
  lookUp(hostname, hints).subscribe({
    next: ({ addresses }) => {
      const [first, ...others] = inOrder(addresses, options);
      if (first === undefined) callback(notFound(hostname), '');
      else if (options.all === true) callback(null, [first, ...others]);
      else callback(null, first.address, first.family);
    },
    error: (error: unknown) => callback(lookupError(hostname, error), ''),
  });
}

/** Throws {@link DnsError} `EBADNAME` for no text, `ENOTIMP` for a family, `EBADFLAGS` for hints that are none. */
function hintsOf(hostname: unknown, options: LookupOptions): AddressHints & HostOptions {
  const { family = 0, hints = 0, signal } = options;
  // getaddrinfo takes no host for this machine; whoever lost a host name does not mean that.
  if (typeof hostname !== 'string') throw new DnsError('EBADNAME', `${String(hostname)} is no host name`);
  const number = families.get(family);
  if (number === undefined) throw new DnsError('ENOTIMP', `${JSON.stringify(family)} is no address family`);
  if ((hints & ~(ADDRCONFIG | V4MAPPED | ALL)) !== 0)
    throw new DnsError('EBADFLAGS', `${hints} are no hints`);
  const has = (hint: number) => (hints & hint) !== 0;
  return { family: number, addrConfig: has(ADDRCONFIG), v4Mapped: has(V4MAPPED), all: has(ALL), signal };
}

const { ADDRCONFIG, V4MAPPED, ALL } = platform.hints;
const families: ReadonlyMap<number | string, 0 | Family> = new Map<number | string, 0 | Family>([
  [0, 0],
  [4, 4],
  [6, 6],
  ['IPv4', 4],
  ['IPv6', 6],
]);

function inOrder(
  addresses: readonly HostAddress[],
  { order, verbatim }: LookupOptions,
): readonly LookupAddress[] {
  const wanted = order ?? (verbatim === false ? 'ipv4first' : 'verbatim');
  const plain = addresses.map(({ address, family }) => ({ address, family }));
  if (wanted === 'verbatim') return plain;
  const preferred = wanted === 'ipv4first' ? 4 : 6;
  return [
    ...plain.filter(({ family }) => family === preferred),
    ...plain.filter(({ family }) => family !== preferred),
  ];
}

/** Callers of getaddrinfo know one way in which there is no address: `ENOTFOUND`. */
function lookupError(hostname: string, error: unknown): Error {
  if (isDnsError(error)) return error.code === 'ENODATA' ? notFound(hostname, error) : error;
  return error instanceof Error ? error : new Error(`${hostname}: the lookup failed`, { cause: error });
}

function notFound(hostname: string, cause?: DnsError): DnsError {
  const message = `${hostname}: there are no addresses`;
  if (cause === undefined) return new DnsError('ENOTFOUND', message);
  const { question, response, negativeTtl, attempts, elapsed } = cause;
  return new DnsError('ENOTFOUND', message, { question, response, negativeTtl, attempts, elapsed, cause });
}
