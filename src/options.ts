import type { CacheOptions } from './observables/cache.js';
import type { CacheMode, QuerySettings, Server, Strategy } from './observables/exchange.js';
import type { Random } from './observables/random.js';
import type { DnsClass } from './records/codes.js';
import type { EdnsOption } from './records/edns.js';
import { parseServer } from './server-string.js';
import type { Connect } from './socket/connect.js';

/** What can be set for a resolver and, in place of that, for one query. */
export interface SharedOptions {
  /**
   * Servers in the order to ask them: `192.0.2.1`, `192.0.2.1:5353`, `[2001:db8::1]:53`, `fe80::1%eth0`, also
   * behind `dns://` or `tcp://`. @default those of this machine (resolv.conf `nameserver`)
   */
  readonly servers?: readonly string[] | undefined;
  /** Milliseconds for the first attempt at each server, 1 or more; doubled each round. @default 2000 (resolv.conf `timeout`) */
  readonly timeout?: number | undefined;
  /** Attempts at each server, 1 to 3 (RFC 9520 section 3.1). @default 3 (resolv.conf `attempts`) */
  readonly tries?: number | undefined;
  /** Milliseconds that an attempt may take at most, 1 or more. @default no bound */
  readonly maxTimeout?: number | undefined;
  /** Milliseconds for a whole query, all its attempts together, 1 or more. @default no bound of its own */
  readonly deadline?: number | undefined;
  /** Ask over TCP from the start. @default false (resolv.conf `use-vc`) */
  readonly useTcp?: boolean | undefined;
  /** Ask for recursion: the RD bit. @default true */
  readonly recurse?: boolean | undefined;
  /** Ask for DNSSEC records: the DO bit (RFC 3225). @default false */
  readonly dnssec?: boolean | undefined;
  /** Ask a server at random among those with the fewest failures. @default false (resolv.conf `rotate`) */
  readonly rotate?: boolean | undefined;
  /**
   * `sequential` asks one server after another; `race` asks all at once and takes the first valid answer;
   * `hedge` asks the next one when one is slower than 95 of 100 of its answers. @default 'sequential'
   */
  readonly strategy?: Strategy | undefined;
}

/** Options of a `Resolver`. */
export interface ResolverOptions extends SharedOptions {
  /** Take a truncated response as it is, instead of asking again over TCP. @default false */
  readonly ignoreTruncation?: boolean | undefined;
  /**
   * EDNS (RFC 6891): the largest UDP response to take, 512 to 65,535 octets; `false` sends none.
   * @default `{ payloadSize: 1232 }`, which crosses today's networks without fragments
   */
  readonly edns?: { readonly payloadSize: number } | false | undefined;
  /** Send DNS cookies over UDP (RFC 7873). @default true */
  readonly cookies?: boolean | undefined;
  /** Draw the case of letters in names at random over UDP ("0x20"); few servers fail to repeat it. @default false */
  readonly dns0x20?: boolean | undefined;
  /** Let equal questions under way share one wire query. @default true */
  readonly coalesce?: boolean | undefined;
  /** Keep responses as long as their TTLs allow; `false` keeps none. @default `{ maxTtl: 3600, maxEntries: 10000 }` */
  readonly cache?: CacheOptions | false | undefined;
  /** Queries on the wire at a time, 1 or more; the rest waits in order. @default 10000 */
  readonly maxOutstanding?: number | undefined;
  /** How to open connections: the seam for tests, see `fakeNetwork` in `rxdns/testing`. @default real sockets */
  readonly connect?: Connect | undefined;
  /** Where random numbers come from, integers from 0 to 4,294,967,295. @default Web Crypto */
  readonly random?: Random | undefined;
}

/** Options of one query, in place of the resolver's. */
export interface QueryOptions extends SharedOptions {
  /** The class to ask in (`CH` for `id.server` and the like). @default `IN` */
  readonly class?: DnsClass | undefined;
  /** Ask a validating server not to validate: the CD bit (RFC 4035 section 3.2.2). @default false */
  readonly checkingDisabled?: boolean | undefined;
  /** EDNS options to send along (RFC 6891 section 6.1.2); none are sent where `edns` is `false`. */
  readonly ednsOptions?: readonly EdnsOption[] | undefined;
  /**
   * `use` takes from the cache and keeps; `refresh` asks anew and keeps; `bypass` does neither; `only` takes
   * from the cache and errors with `ENODATA` otherwise. @default 'use', and 'bypass' with `servers` or `ednsOptions` of its own
   */
  readonly cache?: CacheMode | undefined;
  /** Aborting it cancels the query at once, with `ECANCELLED`. */
  readonly signal?: AbortSignal | undefined;
}

const defaults: QuerySettings = {
  servers: [],
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
export function resolverSettings(
  options: ResolverOptions,
  systemServers: () => readonly string[],
): QuerySettings {
  const edns = options.edns ?? defaults.edns;
  if (edns !== false) checkInteger('edns.payloadSize', edns.payloadSize, 512, 0xffff);
  const servers = options.servers ?? systemServers();
  return withWireKey({
    ...sharedSettings(defaults, { ...options, servers }),
    ignoreTruncation: options.ignoreTruncation ?? defaults.ignoreTruncation,
    dns0x20: options.dns0x20 ?? defaults.dns0x20,
    cookies: options.cookies ?? defaults.cookies,
    coalesce: options.coalesce ?? defaults.coalesce,
    cache: options.cache === false ? 'bypass' : 'use',
    edns,
  });
}

/** The settings with other servers. */
export function withServers(settings: QuerySettings, servers: readonly string[]): QuerySettings {
  return withWireKey({ ...settings, servers: parseServers(servers) });
}

/** Checks the bounds of the cache. */
export function cacheOptions({ cache }: ResolverOptions): CacheOptions {
  if (cache === undefined || cache === false) return {};
  if (cache.maxTtl !== undefined) checkInteger('cache.maxTtl', cache.maxTtl, 0, 0x7fff_ffff);
  if (cache.maxEntries !== undefined) checkInteger('cache.maxEntries', cache.maxEntries, 1, largestMap);
  return cache;
}

/** Checks how many queries may be on the wire. */
export function maxOutstanding({ maxOutstanding: max = 10_000 }: ResolverOptions): number {
  return max === Number.POSITIVE_INFINITY
    ? max
    : checkInteger('maxOutstanding', max, 1, Number.MAX_SAFE_INTEGER);
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

/** Parses every server string. */
export function parseServers(servers: readonly string[]): readonly Server[] {
  return servers.map(parseServer);
}

function sharedSettings(base: QuerySettings, options: SharedOptions): QuerySettings {
  const { servers, timeout, tries, maxTimeout, deadline, useTcp, recurse, dnssec, rotate, strategy } =
    options;
  return {
    ...base,
    servers: servers === undefined ? base.servers : parseServers(servers),
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
  const texts = servers.map(({ text }) => text);
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
const longestTimer = 0x7fff_ffff;

function duration(option: string, value: number | undefined, otherwise: number): number {
  return value === undefined ? otherwise : checkInteger(option, value, 1, longestTimer);
}

function checkInteger(option: string, value: number, min: number, max: number): number {
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
