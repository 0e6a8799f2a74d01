import { concat, defer, EMPTY, filter, type Observable, of, throwError } from 'rxjs';
import { DnsError } from '../errors.js';
import { formatName, parseName } from '../records/name.js';
import { WireError } from '../records/wire-error.js';
import { askFamilies, type Family, type HostAnswer, judgeAnswers, tellingError } from './host-answer.js';
import { isSpecialUse, literalFamily, literalText } from './local.js';
import type { Ask } from './reply.js';
import { type SearchList, searchCandidates, searchNames } from './search.js';

/** Where hosts are looked up, in order: `f` is the hosts file, `b` is DNS. */
export type Lookups = 'fb' | 'bf' | 'f' | 'b';

/** A host as the C library describes it. */
export interface HostEntry {
  /** The canonical name. */
  readonly name: string;
  /** Other names, in the order they were met. */
  readonly aliases: readonly string[];
  readonly addresses: readonly string[];
}

/** What the hosts file says. */
export interface HostsLookup {
  /** The host of a name, without regard to case; undefined where the file does not have it. */
  find(name: string): HostEntry | undefined;
  findByAddress(address: string): HostEntry | undefined;
}

/** Where to look hosts up. */
export interface HostSources {
  readonly lookups: Lookups;
  readonly search: SearchList;
  readonly hosts: HostsLookup;
  readonly ask: Ask;
}

/**
 * What there is about a host, as it comes: answers with addresses, or else one error.
 *
 * A literal is answered by itself. The hosts file counts where it has an address of a wanted family; otherwise
 * the next source is asked. The error is that of DNS, where it was asked.
 */
export function hostAnswers(
  host: string,
  families: readonly Family[],
  sources: HostSources,
): Observable<HostAnswer> {
  const family = literalFamily(host);
  if (family !== undefined) {
    return families.includes(family) ? of(literalAnswer(host, family)) : throwError(() => notFound(host));
  }
  return defer(() => {
    const name = checkHostName(host);
    // No server is asked for a special-use name, so it is answered also where DNS is not wanted.
    const lookups = sources.lookups === 'f' && isSpecialUse(name) ? 'fb' : sources.lookups;
    const answers = [...lookups].map((source) => () => {
      return source === 'f' ? fromFile(name, families, sources.hosts) : fromDns(host, families, sources);
    });
    return firstWithAddresses(answers, () => notFound(host));
  });
}

/** The name in presentation form. What a host name may consist of is less than what a domain name may. */
function checkHostName(host: string): string {
  const name = formatName(parseName(host));
  if (/^[\w./*-]+$/.test(name)) return name;
  throw new WireError('EBADNAME', `${JSON.stringify(host)} is no host name`);
}

function firstWithAddresses(
  [source, ...others]: readonly (() => Observable<HostAnswer>)[],
  otherwise: () => DnsError,
): Observable<HostAnswer> {
  if (source === undefined) return throwError(otherwise);
  const without: HostAnswer[] = [];
  let found = false;
  const answers$ = source().pipe(
    filter((answer) => {
      if (answer.addresses.length === 0) without.push(answer);
      else found = true;
      return answer.addresses.length > 0;
    }),
  );
  const error = () => tellingError(without) ?? otherwise();
  return concat(
    answers$,
    defer(() => (found ? EMPTY : firstWithAddresses(others, error))),
  );
}

function fromFile(host: string, families: readonly Family[], hosts: HostsLookup): Observable<HostAnswer> {
  const entry = hosts.find(host);
  if (entry === undefined) return EMPTY;
  const addresses = entry.addresses
    .map((address) => ({ address, family: addressFamilyOf(address), ttl: 0 }))
    .filter(({ family }) => families.includes(family));
  if (addresses.length === 0) return EMPTY;
  const { name, aliases } = entry;
  return of({ name, aliases, addresses, links: [], status: 'NOERROR', error: undefined });
}

function fromDns(
  host: string,
  families: readonly Family[],
  { ask, search }: HostSources,
): Observable<HostAnswer> {
  const names = searchCandidates(host, search);
  return searchNames(names, { ask: (name) => askFamilies(ask, name, families), judge: judgeAnswers });
}

function literalAnswer(address: string, family: Family): HostAnswer {
  const addresses = [{ address: literalText(address), family, ttl: 0 }];
  return { name: address, aliases: [], addresses, links: [], status: 'NOERROR', error: undefined };
}

function addressFamilyOf(address: string): Family {
  return address.includes(':') ? 6 : 4;
}

function notFound(host: string): DnsError {
  return new DnsError('ENOTFOUND', `${host}: no such host`);
}
