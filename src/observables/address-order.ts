import { parseIpv4, parseIpv6 } from '../records/ip.js';

/**
 * Puts addresses into the order in which to try them (RFC 6724 section 6): first those that this machine
 * reaches from a source address of the same kind.
 *
 * `sources` has the source address that the system would use for each address, under its text as `addressOf`
 * gives it; an address without one is out of reach and goes last. Zones (`fe80::1%eth0`) are allowed in both,
 * and are not looked at. Where no rule tells two apart they stay in the order they came in, which is how
 * servers spread load. Throws `WireError` `EBADSTR` for what is no address.
 */
export function orderAddresses<Destination>(
  destinations: readonly Destination[],
  sources: ReadonlyMap<string, string | undefined>,
  addressOf: (destination: Destination) => string,
): readonly Destination[] {
  const ranked = destinations.map((destination) => {
    const address = addressOf(destination);
    return { destination, rank: rankOf(address, sources.get(address)) };
  });
  ranked.sort((a, b) => compareRanks(a.rank, b.rank));
  return ranked.map(({ destination }) => destination);
}

/**
 * What the rules say of one destination, a number for each in their order; less comes first.
 *
 * Every rule compares what can be said of each destination alone. Numbers in a fixed order make the result
 * independent of which pairs the sort happens to compare.
 *
 * Rules 3, 4 and 7 need what a program cannot ask portably: whether a source address is deprecated, a home
 * address (Mobile IPv6), or reached through a tunnel.
 */
function rankOf(address: string, sourceAddress: string | undefined): readonly number[] {
  const destination = toIpv6(address);
  // Rule 1: avoid unusable destinations.
  if (sourceAddress === undefined) return [1];
  const source = toIpv6(sourceAddress);
  const policy = policyOf(destination);
  const scope = scopeOf(destination);
  return [
    0,
    // Rule 2: prefer matching scope.
    scope === scopeOf(source) ? 0 : 1,
    // Rule 5: prefer matching label.
    policy.label === policyOf(source).label ? 0 : 1,
    // Rule 6: prefer higher precedence.
    -policy.precedence,
    // Rule 8: prefer smaller scope.
    scope,
    // Rule 9: use longest matching prefix.
    -matchingPrefix(destination, source),
  ];
}

/** Negative where the first comes before the second. */
function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (const [rule, value] of a.entries()) {
    const difference = value - (b[rule] ?? value);
    if (difference !== 0) return difference;
  }
  return 0;
}

interface Policy {
  readonly prefix: Uint8Array;
  /** Bits. */
  readonly length: number;
  readonly precedence: number;
  readonly label: number;
}

/** The default policy table (RFC 6724 section 2.1), longest prefixes first. */
const policies: readonly Policy[] = [
  { prefix: parseIpv6('::1'), length: 128, precedence: 50, label: 0 },
  { prefix: parseIpv6('::ffff:0:0'), length: 96, precedence: 35, label: 4 },
  { prefix: parseIpv6('::'), length: 96, precedence: 1, label: 3 },
  { prefix: parseIpv6('2001::'), length: 32, precedence: 5, label: 5 },
  { prefix: parseIpv6('2002::'), length: 16, precedence: 30, label: 2 },
  { prefix: parseIpv6('3ffe::'), length: 16, precedence: 1, label: 12 },
  { prefix: parseIpv6('fec0::'), length: 10, precedence: 1, label: 11 },
  { prefix: parseIpv6('fc00::'), length: 7, precedence: 3, label: 13 },
];
/** `::/0`. */
const anyPolicy: Omit<Policy, 'prefix' | 'length'> = { precedence: 40, label: 1 };

function policyOf(address: Uint8Array): Omit<Policy, 'prefix' | 'length'> {
  return policies.find(({ prefix, length }) => commonPrefix(address, prefix) >= length) ?? anyPolicy;
}

/** Values as in multicast addresses (RFC 4291 section 2.7). */
const linkLocal = 0x2;
const siteLocal = 0x5;
const global = 0xe;

/** RFC 6724 sections 3.1 to 3.3; private IPv4 addresses have global scope. */
function scopeOf(address: Uint8Array): number {
  const [first = 0, second = 0] = isIpv4(address) ? address.subarray(12) : address;
  if (isIpv4(address)) return first === 127 || (first === 169 && second === 254) ? linkLocal : global;
  if (first === 0xff) return second & 0xf;
  if (first === 0xfe && second >> 6 === 0b10) return linkLocal;
  if (first === 0xfe && second >> 6 === 0b11) return siteLocal;
  return commonPrefix(address, loopback) === 128 ? linkLocal : global;
}

const loopback = parseIpv6('::1');

/** Bits of a source address that are its network; the others are its interface (RFC 6724 section 2.2). */
const networkLength = 64;

/**
 * The bits that count for rule 9. IPv4 addresses have all of them in common, so it says nothing of those, and
 * must not: behind translation the source address (10.0.0.0/8, say) is near nothing, and the rule would send all
 * clients to the same one of a server's addresses (golang/go#13283, #18518).
 */
function matchingPrefix(destination: Uint8Array, source: Uint8Array): number {
  return Math.min(commonPrefix(destination, source), networkLength);
}

function commonPrefix(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((octet, n) => octet !== b[n]);
  if (at < 0) return a.length * 8;
  return at * 8 + Math.clz32((a[at] ?? 0) ^ (b[at] ?? 0)) - 24;
}

function isIpv4(address: Uint8Array): boolean {
  return commonPrefix(address, ipv4Mapped) >= 96;
}

const ipv4Mapped = parseIpv6('::ffff:0:0');

/** The octets of an address, those of IPv4 as IPv4-mapped (RFC 6724 section 6), without its zone. */
function toIpv6(text: string): Uint8Array {
  const [address = ''] = text.split('%', 1);
  if (address.includes(':')) return parseIpv6(address);
  const octets = ipv4Mapped.slice();
  octets.set(parseIpv4(address), 12);
  return octets;
}
