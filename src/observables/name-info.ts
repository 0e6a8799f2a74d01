import { catchError, concat, defer, EMPTY, map, type Observable, of, take, throwError } from 'rxjs';
import { DnsError, isDnsError } from '../errors.js';
import { answerError, readAnswer } from './answer.js';
import type { HostEntry, HostSources } from './host-sources.js';
import { literalFamily, literalText } from './local.js';
import { parsePort, type ServicesLookup } from './service-port.js';

/** How `getnameinfo$` answers: the flags of RFC 3493 section 6.2. */
export interface NameFlags {
  /** The address as text, without asking anybody. @default false */
  readonly numericHost?: boolean | undefined;
  /** Error with `ENOTFOUND` or `ENODATA` where there is no name, in place of the address as text. @default false */
  readonly nameRequired?: boolean | undefined;
  /** The port in digits. @default false */
  readonly numericService?: boolean | undefined;
  /** The service is one of UDP, not of TCP. @default false */
  readonly datagram?: boolean | undefined;
  /** Leave out this machine's own domain, the first one of the search list. @default false */
  readonly noFqdn?: boolean | undefined;
}

/** An address of a socket. */
export interface NameInfoInput {
  /** An IPv4 or IPv6 literal; a zone may follow an IPv6 address. */
  readonly address: string;
  /** 0 to 65,535. */
  readonly port: number;
}

/** What `getnameinfo$` finds. */
export interface NameInfo {
  /** The host's name, or its address where it has none. */
  readonly node: string;
  /** The service's name, or the port in digits where it has none. */
  readonly service: string;
}

export interface NameInfoServices extends HostSources {
  readonly services: ServicesLookup;
  /** The name under which the PTR records of an address stand (RFC 1035 section 3.5, RFC 3596 section 2.5). */
  reverse(address: string): string;
}

/**
 * A host by address: by the hosts file, and by all its PTR records, the first of them its canonical name.
 *
 * Errors with `EBADSTR` for text that is no address, else as the query for PTR does.
 */
export function hostByAddress(address: string, sources: NameInfoServices): Observable<HostEntry> {
  return defer(() => {
    checkAddress(address);
    const file$ = fromFile(address, sources);
    const dns$ = fromDns(address, sources);
    switch (sources.lookups) {
      case 'f':
        return firstOf(
          file$,
          throwError(() => new DnsError('ENOTFOUND', `${address}: not in the hosts file`)),
        );
      case 'b':
        return dns$;
      case 'fb':
        return firstOf(file$, dns$);
      case 'bf':
        return dns$.pipe(
          catchError((error: unknown) =>
            firstOf(
              file$,
              throwError(() => error),
            ),
          ),
        );
    }
  });
}

function firstOf(preferred$: Observable<HostEntry>, other$: Observable<HostEntry>): Observable<HostEntry> {
  return concat(preferred$, other$).pipe(take(1));
}

function fromFile(address: string, { hosts }: HostSources): Observable<HostEntry> {
  return defer(() => {
    const entry = hosts.findByAddress(address);
    return entry === undefined ? EMPTY : of({ ...entry, addresses: [literalText(address)] });
  });
}

function fromDns(address: string, { ask, reverse }: NameInfoServices): Observable<HostEntry> {
  return defer(() => ask(reverse(address), 'PTR')).pipe(
    map(({ question, response }) => {
      const answer = readAnswer('PTR', question, response);
      const [name, ...aliases] = answer.records.map(({ target }) => target);
      if (name === undefined) throw answerError(question, answer, response);
      return { name, aliases, addresses: [literalText(address)] };
    }),
  );
}

/**
 * The names of an address and of a port (RFC 3493 section 6.2).
 *
 * Errors beside those of the lookup: `EBADFLAGS` (`numericHost` with `nameRequired`), `EBADSTR` (no address),
 * `ESERVICE` (no port).
 */
export function nameInfo(
  { address, port }: NameInfoInput,
  flags: NameFlags,
  services: NameInfoServices,
): Observable<NameInfo> {
  return defer(() => {
    checkAddress(address);
    if (flags.numericHost === true && flags.nameRequired === true) {
      throw new DnsError('EBADFLAGS', 'the flags numericHost and nameRequired contradict each other');
    }
    const service = serviceOf(port, flags, services.services);
    const text = withoutUselessZone(address);
    if (flags.numericHost === true) return of({ node: text, service });
    return hostByAddress(address, services).pipe(
      map(({ name }) => (flags.noFqdn === true ? withoutDomain(name, services.search.domains) : name)),
      catchError((error: unknown) => {
        const absent = isDnsError(error) && (error.code === 'ENOTFOUND' || error.code === 'ENODATA');
        if (!absent || flags.nameRequired === true) throw error;
        return of(text);
      }),
      map((node) => ({ node, service })),
    );
  });
}

function checkAddress(address: string): void {
  if (typeof address === 'string' && literalFamily(address) !== undefined) return;
  throw new DnsError('EBADSTR', `${JSON.stringify(address)} is no IPv4 or IPv6 address`);
}

/** A zone tells links of one machine apart (RFC 4007 section 11); 0, or for other addresses, it says nothing. */
function withoutUselessZone(address: string): string {
  const text = literalText(address);
  return /^fe[89ab][\da-f]:.*%(?!0$)/.test(text) ? text : text.replace(/%.*$/, '');
}

function withoutDomain(name: string, [domain]: readonly string[]): string {
  if (domain === undefined) return name;
  const suffix = `.${domain}`;
  const rest = name.slice(0, -suffix.length);
  // A dot behind a backslash is part of a label.
  const inDomain = name.toLowerCase().endsWith(suffix.toLowerCase()) && !rest.endsWith('\\');
  return inDomain ? rest : name;
}

function serviceOf(port: number, { numericService, datagram }: NameFlags, services: ServicesLookup): string {
  const number = parsePort(port);
  if (number === undefined)
    throw new DnsError('ESERVICE', `${port} is no port; it has to be from 0 to 65535`);
  const name = numericService === true ? undefined : services.name(number, datagram === true ? 'udp' : 'tcp');
  return name ?? String(number);
}
