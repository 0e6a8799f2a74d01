import { DnsError } from './errors.js';
import type { CacheOptions } from './observables/cache.js';
import type { LocalAddress, QuerySettings, Server } from './observables/exchange.js';
import type { ServerLimits } from './observables/server-pace.js';
import { stalePlan } from './observables/stale.js';
import type { QueryOptions, ResolverOptions, SharedOptions } from './options.js';
import type { EdnsOption } from './records/edns.js';
import { addressFamily } from './records/ip.js';
import { parseServer } from './server-string.js';

const defaults: QuerySettings = {
  servers: [],
  localAddress: {},
  timeout: 2000,
  maxTimeout: Number.POSITIVE_INFINITY,
  tries: 3,
  deadline: Number.POSITIVE_INFINITY,
  useTcp: false,
  ignoreTruncation: false,
  recurse: true,
  checkingDisabled: false,
  dnssec: false,
  edns: { payloadSize: 1232 },
  ednsOptions: [],
  dns0x20: false,
  rotate: false,
  strategy: 'sequential',
  cookies: true,
  coalesce: true,
  wireKey: '',
  cache: 'use',
};

/** At most this many queries for one question to one server over one transport (RFC 9520 section 3.1). */
const maxTries = 3;

/**
 * The settings of a resolver, checked.
 *
 * Throws `RangeError` with the option's name and bounds, and {@link DnsError} `EBADSTR` for a server string.
 */
export function resolverSettings(options: ResolverOptions, system: SystemDefaults = {}): QuerySettings {
  const edns = options.edns ?? defaults.edns;
  if (edns !== false) checkInteger('edns.payloadSize', edns.payloadSize, 512, 0xffff);
  const localAddress = checkLocalAddress(options.localAddress ?? defaults.localAddress);
  const base = { ...defaults, ...systemSettings(system, localAddress), localAddress };
  return withWireKey({
    ...sharedSettings(base, options),
    ignoreTruncation: options.ignoreTruncation ?? defaults.ignoreTruncation,
    dns0x20: options.dns0x20 ?? defaults.dns0x20,
    cookies: options.cookies ?? defaults.cookies,
    coalesce: options.coalesce ?? defaults.coalesce,
    cache: options.cache === false ? 'bypass' : 'use',
    edns,
  });
}

/** What this machine's files say about queries; whatever the options say goes before it. */
export interface SystemDefaults {
  readonly servers?: readonly string[] | undefined;
  /** Milliseconds. */
  readonly timeout?: number | undefined;
  readonly attempts?: number | undefined;
  readonly rotate?: boolean | undefined;
  readonly useTcp?: boolean | undefined;
}

function systemSettings(system: SystemDefaults, localAddress: LocalAddress): Partial<QuerySettings> {
  const { servers, timeout, attempts, rotate, useTcp } = system;
  return {
    ...(servers && { servers: parseServers(servers, localAddress) }),
    ...(timeout !== undefined && { timeout }),
    ...(attempts !== undefined && { tries: Math.min(maxTries, attempts) }),
    ...(rotate !== undefined && { rotate }),
    ...(useTcp !== undefined && { useTcp }),
  };
}

/** Checks the addresses to send from; text stands for the family it is of. Throws {@link DnsError} `EBADSTR`. */
export function checkLocalAddress(localAddress: string | LocalAddress): LocalAddress {
  if (typeof localAddress === 'string') {
    return checkLocalAddress(localAddress.includes(':') ? { ipv6: localAddress } : { ipv4: localAddress });
  }
  const { ipv4, ipv6 } = localAddress;
  for (const [address, family] of [
    [ipv4, 4],
    [ipv6, 6],
  ] as const) {
    // The address of a link has a zone.
    const text = family === 6 ? address?.replace(/%.+$/, '') : address;
    if (text === undefined || addressFamily(text) === family) continue;
    throw new DnsError('EBADSTR', `localAddress ${JSON.stringify(address)} is no IPv${family} address`);
  }
  return localAddress;
}

/** Checks the bounds of the cache. */
export function cacheOptions({ cache }: ResolverOptions): CacheOptions {
  if (cache === undefined || cache === false) return {};
  if (cache.maxTtl !== undefined) checkInteger('cache.maxTtl', cache.maxTtl, 0, 0x7fff_ffff);
  if (cache.maxEntries !== undefined) checkInteger('cache.maxEntries', cache.maxEntries, 1, largestMap);
  const { maxStale, after } = stalePlan(cache.serveStale);
  if (cache.serveStale !== undefined && cache.serveStale !== false) {
    checkInteger('cache.serveStale.maxStale', maxStale, 1, longestStale);
    checkInteger('cache.serveStale.after', after, 0, longestTimer);
  }
  return cache;
}

/** Milliseconds to wait for servers before something stale is given. */
export function staleAfter({ cache }: ResolverOptions): number {
  return stalePlan(cache === undefined || cache === false ? false : cache.serveStale).after;
}

/** Seconds: a week, which is as long as RFC 8767 section 4 has anything kept. */
const longestStale = 604_800;

/** Checks how many queries may be on the wire. */
export function maxOutstanding({ maxOutstanding: max = 10_000 }: ResolverOptions): number {
  return max === Number.POSITIVE_INFINITY
    ? max
    : checkInteger('maxOutstanding', max, 1, Number.MAX_SAFE_INTEGER);
}

/** Checks how often statistics are emitted. */
export function statsInterval({ statsInterval: interval = 1000 }: ResolverOptions): number {
  return checkInteger('statsInterval', interval, 1, longestTimer);
}

/** What one server takes at most. Throws `RangeError`. */
export function serverLimits({ perServer = {} }: ResolverOptions): ServerLimits {
  const {
    concurrency = Number.POSITIVE_INFINITY,
    rate = Number.POSITIVE_INFINITY,
    adaptive = true,
  } = perServer;
  if (concurrency !== Number.POSITIVE_INFINITY)
    checkInteger('perServer.concurrency', concurrency, 1, Number.MAX_SAFE_INTEGER);
  if (!(rate > 0)) throw new RangeError(`perServer.rate is ${rate}; it has to be above 0`);
  return { concurrency, rate, adaptive };
}

/** Entries that a Map takes in V8. */
const largestMap = 2 ** 24 - 1;

/** The settings of one query: the resolver's own object where the query has no options, for speed. */
export function querySettings(settings: QuerySettings, options: QueryOptions | undefined): QuerySettings {
  if (options === undefined) return settings;
  return withWireKey({
    ...sharedSettings(settings, options),
    checkingDisabled: options.checkingDisabled ?? settings.checkingDisabled,
    ednsOptions:
      options.ednsOptions === undefined ? settings.ednsOptions : checkEdnsOptions(options.ednsOptions),
    cache: options.cache ?? (asksOtherwise(options) ? 'bypass' : settings.cache),
  });
}

/** Parses every server string; each server is sent to from the local address of its family. */
function parseServers(servers: readonly string[], { ipv4, ipv6 }: LocalAddress): readonly Server[] {
  return servers.map((text) => {
    const server = parseServer(text);
    // The family of one that is known by name shows when its name is looked up.
    if (server.host === server.address) return server;
    const localAddress = server.address.includes(':') ? ipv6 : ipv4;
    return localAddress === undefined ? server : { ...server, localAddress };
  });
}

function sharedSettings(base: QuerySettings, options: SharedOptions): QuerySettings {
  const { servers, timeout, tries, maxTimeout, deadline, useTcp, recurse, dnssec, rotate, strategy } =
    options;
  return {
    ...base,
    servers: servers === undefined ? base.servers : parseServers(servers, base.localAddress),
    timeout: duration('timeout', timeout, base.timeout),
    maxTimeout: duration('maxTimeout', maxTimeout, base.maxTimeout),
    deadline: duration('deadline', deadline, base.deadline),
    tries: tries === undefined ? base.tries : checkInteger('tries', tries, 1, maxTries),
    useTcp: useTcp ?? base.useTcp,
    recurse: recurse ?? base.recurse,
    dnssec: dnssec ?? base.dnssec,
    rotate: rotate ?? base.rotate,
    strategy: strategy ?? base.strategy,
  };
}

/** What other servers say, or the same ones to an option, is not what the cache is asked for. */
function asksOtherwise({ servers, ednsOptions }: QueryOptions): boolean {
  return servers !== undefined || ednsOptions !== undefined;
}

/** Puts into one string what queries have to agree in before they can share what is on the wire. */
function withWireKey(settings: QuerySettings): QuerySettings {
  const { servers, timeout, tries, maxTimeout, useTcp, ignoreTruncation, edns, ednsOptions, strategy } =
    settings;
  const options = ednsOptions.map(({ code, data }) => `${code}=${data.join('.')}`);
  const payloadSize = edns === false ? 'none' : edns.payloadSize;
  const texts = servers.map(({ text, localAddress = '' }) => `${text}<${localAddress}`);
  const wireKey = [
    timeout,
    tries,
    maxTimeout,
    useTcp,
    ignoreTruncation,
    payloadSize,
    strategy,
    ...texts,
    ...options,
  ];
  return { ...settings, wireKey: wireKey.join(' ') };
}

/** The longest that a timer takes: 2^31 - 1 milliseconds, 24.8 days. */
export const longestTimer = 0x7fff_ffff;

function duration(option: string, value: number | undefined, otherwise: number): number {
  return value === undefined ? otherwise : checkInteger(option, value, 1, longestTimer);
}

export function checkInteger(option: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new RangeError(`${option} is ${value}; it has to be an integer from ${min} to ${max}`);
}

/** Octets left for EDNS options in a message with the longest question: 65,535 less header, question and OPT. */
const maxEdnsOptions = 0xffff - 12 - 259 - 11;

/** Checked here because queries are encoded when the connection opens, where nobody catches. */
function checkEdnsOptions(options: readonly EdnsOption[]): readonly EdnsOption[] {
  let length = 0;
  for (const { code, data } of options) {
    checkInteger('ednsOptions code', code, 0, 0xffff);
    length += 4 + data.length;
  }
  checkInteger('length of ednsOptions', length, 0, maxEdnsOptions);
  return options;
}
