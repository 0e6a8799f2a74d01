import { defer, map, type Observable, of } from 'rxjs';
import { DnsError } from '../errors.js';
import { type AddressServices, type GatheredHost, gatherAddresses, wantedFamilies } from './addresses.js';
import type { CanonicalName } from './answer.js';
import type { Family, HostAddress } from './host-answer.js';
import { literalFamily } from './local.js';
import { parsePort, type ServicesLookup } from './service-port.js';

/** What a socket is for. */
export type SocketType = 'stream' | 'dgram';

/** How `getaddrinfo$` looks: the hints of RFC 3493 section 6.1. */
export interface AddressHints {
  /** 4 or 6, or 0 for both. @default 0 */
  readonly family?: 0 | Family | undefined;
  /** A port, 0 to 65,535, or the name of a service. @default 0 */
  readonly service?: string | number | undefined;
  /** @default 'stream', and 'dgram' where `protocol` is 'udp' */
  readonly socktype?: SocketType | undefined;
  /** @default what belongs to `socktype` */
  readonly protocol?: 'tcp' | 'udp' | undefined;
  /** Without a host: the wildcard address, to listen on, in place of loopback. @default false */
  readonly passive?: boolean | undefined;
  /** Fill in `canonicalNames`. @default false */
  readonly canonicalName?: boolean | undefined;
  /** Take address literals alone, and ask nobody. @default false */
  readonly numericHost?: boolean | undefined;
  /** Take port numbers alone. @default false */
  readonly numericService?: boolean | undefined;
  /** Leave out families for which this machine has no address but loopback. @default false */
  readonly addrConfig?: boolean | undefined;
  /** With `family: 6`: IPv4 addresses as `::ffff:192.0.2.1` where there is no IPv6 address. @default false */
  readonly v4Mapped?: boolean | undefined;
  /** With `v4Mapped`: IPv4 addresses beside those of IPv6, too. @default false */
  readonly all?: boolean | undefined;
}

/** An address and what is needed to use it. */
export interface SocketAddress extends HostAddress {
  readonly port: number;
  readonly socktype: SocketType;
  readonly protocol: 'tcp' | 'udp';
}

/** What `getaddrinfo$` finds. */
export interface AddrInfo {
  /** One at least, in the order in which to try them (RFC 6724). */
  readonly addresses: readonly SocketAddress[];
  /**
   * The way from the host that was asked for to its canonical name, which is the last one's `name`; empty
   * without the hint `canonicalName`.
   */
  readonly canonicalNames: readonly CanonicalName[];
}

export interface AddressInfoServices extends AddressServices {
  readonly services: ServicesLookup;
  /** Families for which this machine has an address that is not loopback. */
  configuredFamilies(): readonly Family[];
}

/**
 * The addresses of a host and the port of a service (RFC 3493 section 6.1). Without a host, the machine itself.
 *
 * Errors beside those of the lookup: `ENOTIMP` (a family that is none), `EBADHINTS` (`socktype` and `protocol`
 * that do not go together), `ESERVICE` (an unknown service), `ENONAME` (`numericHost` and no literal).
 */
export function addressInfo(
  host: string | null | undefined,
  hints: AddressHints,
  services: AddressInfoServices,
): Observable<AddrInfo> {
  return defer(() => {
    const { family = 0 } = hints;
    const wanted = wantedFamilies(family);
    const socket = socketOf(hints);
    const port = portOf(hints, socket.protocol, services.services);
    const complete = (addresses: readonly HostAddress[]) =>
      addresses.map((address) => ({ ...address, port, ...socket }));
    if (host === null || host === undefined) {
      return of({ addresses: complete(ownAddresses(wanted, hints.passive === true)), canonicalNames: [] });
    }
    if (hints.numericHost === true && literalFamily(host) === undefined) {
      throw new DnsError('ENONAME', `${host} is no address, and the hint numericHost takes nothing else`);
    }
    const mapped = family === 6 && hints.v4Mapped === true;
    const families = usable(mapped ? wantedFamilies(0) : wanted, hints, services);
    return gatherAddresses(host, families, services).pipe(
      map((gathered) => ({
        addresses: complete(
          mapped ? mapAddresses(gathered.addresses, hints.all === true) : gathered.addresses,
        ),
        canonicalNames: hints.canonicalName === true ? canonicalNames(host, gathered) : [],
      })),
    );
  });
}

function socketOf({ socktype, protocol }: AddressHints): Pick<SocketAddress, 'socktype' | 'protocol'> {
  const type = socktype ?? (protocol === 'udp' ? 'dgram' : 'stream');
  const own = type === 'dgram' ? 'udp' : 'tcp';
  if ((type === 'stream' || type === 'dgram') && (protocol === undefined || protocol === own)) {
    return { socktype: type, protocol: own };
  }
  throw new DnsError(
    'EBADHINTS',
    `socktype ${JSON.stringify(type)} and protocol ${JSON.stringify(protocol)} do not fit`,
  );
}

function portOf(
  { service = 0, numericService }: AddressHints,
  protocol: string,
  known: ServicesLookup,
): number {
  const number = parsePort(service);
  if (number !== undefined) return number;
  const port =
    typeof service === 'string' && numericService !== true ? known.port(service, protocol) : undefined;
  if (port !== undefined) return port;
  throw new DnsError('ESERVICE', `${JSON.stringify(service)} is no port and no known service of ${protocol}`);
}

/** With addresses of loopback alone, there is nothing to choose by: then both families stay. */
function usable(
  families: readonly Family[],
  { addrConfig }: AddressHints,
  services: AddressInfoServices,
): readonly Family[] {
  if (addrConfig !== true) return families;
  const configured = services.configuredFamilies();
  return configured.length === 0 ? families : families.filter((family) => configured.includes(family));
}

function ownAddresses(families: readonly Family[], passive: boolean): readonly HostAddress[] {
  const text = { 4: passive ? '0.0.0.0' : '127.0.0.1', 6: passive ? '::' : '::1' };
  return families.map((family) => ({ address: text[family], family, ttl: 0 }));
}

/** IPv4 addresses written as IPv6 ones (RFC 4291 section 2.5.5.2): all of them, or only where there are no others. */
function mapAddresses(addresses: readonly HostAddress[], all: boolean): readonly HostAddress[] {
  const native = addresses.filter(({ family }) => family === 6);
  if (native.length > 0 && !all) return native;
  return addresses.map((each) =>
    each.family === 6 ? each : { ...each, address: `::ffff:${each.address}`, family: 6 },
  );
}

/** Where there is no CNAME, the name itself: the search list may have made it longer. */
function canonicalNames(host: string, { answers }: GatheredHost): readonly CanonicalName[] {
  const [answer] = answers;
  if (answer === undefined) return [];
  return answer.links.length > 0 ? answer.links : [{ alias: host, name: answer.name, ttl: 0 }];
}
