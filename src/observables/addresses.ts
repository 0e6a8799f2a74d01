import { concatMap, map, type Observable, type SchedulerLike, scan, toArray } from 'rxjs';
import { DnsError } from '../errors.js';
import { completeAfterFirst, ipv6First, resolutionDelay } from './address-answers.js';
import type { Family, HostAddress, HostAnswer } from './host-answer.js';
import { type HostEntry, type HostSources, hostAnswers } from './host-sources.js';

/** What lookups of addresses need. */
export interface AddressServices extends HostSources {
  readonly scheduler: SchedulerLike;
  /** Puts addresses into the order in which to try them (RFC 6724). */
  order(addresses: readonly HostAddress[]): Observable<readonly HostAddress[]>;
  /** Puts addresses into the order that the option `sortlist` asks for. */
  sort(addresses: readonly string[]): readonly string[];
}

/** All that there is about a host. */
export interface GatheredHost {
  /** One answer at least; each has addresses. */
  readonly answers: readonly HostAnswer[];
  /** Their addresses, one at least, in the order in which to try them. */
  readonly addresses: readonly HostAddress[];
}

/** Addresses that became known. */
export interface AddressEvent {
  /** Those that are new, in the order in which to try them. */
  readonly added: readonly HostAddress[];
  /** All that are known by now, in the order in which to try them (RFC 6724). */
  readonly addresses: readonly HostAddress[];
}

/** Both families, or the one that is wanted. Throws {@link DnsError} `ENOTIMP` for a family that is none. */
export function wantedFamilies(family: 0 | Family): readonly Family[] {
  if (family === 0) return [6, 4];
  if (family === 4 || family === 6) return [family];
  throw new DnsError('ENOTIMP', `${JSON.stringify(family)} is no address family; it has to be 0, 4 or 6`);
}

/**
 * The addresses of a host, once: those of both families, or of the one that answered first where the other takes
 * longer than the resolution delay.
 */
export function gatherAddresses(
  host: string,
  families: readonly Family[],
  services: AddressServices,
): Observable<GatheredHost> {
  return hostAnswers(host, families, services).pipe(
    completeAfterFirst(resolutionDelay, services.scheduler),
    toArray(),
    concatMap((answers) =>
      services.order(listAddresses(answers)).pipe(map((addresses) => ({ answers, addresses }))),
    ),
  );
}

/** The addresses of a host as they come, IPv6 first (RFC 8305 section 3). */
export function addressEvents(
  host: string,
  families: readonly Family[],
  services: AddressServices,
): Observable<AddressEvent> {
  return hostAnswers(host, families, services).pipe(
    ipv6First(services.scheduler),
    scan<HostAnswer, readonly (readonly HostAnswer[])[]>(
      (known, answer) => [[answer], [...(known[1] ?? []), answer]],
      [],
    ),
    concatMap(([latest = [], known = []]) =>
      services.order(listAddresses(known)).pipe(
        map((addresses) => {
          const fresh = new Set(listAddresses(latest).map(({ address }) => address));
          return { added: addresses.filter(({ address }) => fresh.has(address)), addresses };
        }),
      ),
    ),
  );
}

/**
 * A host by name, with addresses of one family: the one asked for, or with 0 that of the address to try first.
 *
 * The order is that of RFC 6724, and what the option `sortlist` says goes before it.
 */
export function hostByName(
  host: string,
  family: 0 | Family,
  services: AddressServices,
): Observable<HostEntry> {
  return gatherAddresses(host, wantedFamilies(family), services).pipe(
    map(({ answers, addresses }) => {
      const own = family === 0 ? addresses[0]?.family : family;
      const ofFamily = addresses.filter((address) => address.family === own);
      const answer = answers.find((each) => each.addresses.some((address) => address.family === own));
      const { name = host, aliases = [] } = answer ?? {};
      return { name, aliases, addresses: services.sort(ofFamily.map(({ address }) => address)) };
    }),
  );
}

function listAddresses(answers: readonly HostAnswer[]): readonly HostAddress[] {
  const byText = new Map<string, HostAddress>();
  for (const { addresses } of answers) {
    for (const address of addresses) if (!byText.has(address.address)) byText.set(address.address, address);
  }
  return [...byText.values()];
}
