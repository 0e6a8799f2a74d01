import type { AgreePace } from './observables/agree.js';
import type { CacheOptions } from './observables/cache.js';
import type { CacheMode, LocalAddress, Strategy } from './observables/exchange.js';
import type { Lookups } from './observables/host-sources.js';
import type { Random } from './observables/random.js';
import type { WatchPace } from './observables/watch.js';
import type { DnsClass } from './records/codes.js';
import type { EdnsOption } from './records/edns.js';
import type { Connect } from './socket/connect.js';
import type { HttpsOptions, TlsOptions } from './socket/secure-options.js';

/** What can be set for a resolver and, in place of that, for one query. */
export interface SharedOptions {
  /**
   * Servers in the order to ask them: `192.0.2.1`, `192.0.2.1:5353`, `[2001:db8::1]:53`, `fe80::1%eth0`, also
   * behind `dns://` or `tcp://`; encrypted `tls://dns.example@192.0.2.1`, `https://dns.example/dns-query`. @default those of this machine (resolv.conf `nameserver`)
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

/** Limits for each server by itself, beside those that it shows by itself. */
export interface ServerPaceOptions {
  /** Queries under way at one server at a time, 1 or more. @default no bound of its own */
  readonly concurrency?: number | undefined;
  /** Queries sent to one server in a second, above 0; retries count. @default no bound of its own */
  readonly rate?: number | undefined;
  /**
   * Ask a server less once it refuses, fails or is silent more than it used to, as long as that helps, and more again
   * when it answers. What is lost at any rate is left alone, but for loss in gusts. @default true
   */
  readonly adaptive?: boolean | undefined;
}

/** Options of a `Resolver`. */
export interface ResolverOptions extends SharedOptions {
  /** Dots from which on a name is tried as it is before the search list is, 0 to 15. @default 1 (resolv.conf `ndots`) */
  readonly ndots?: number | undefined;
  /** The search list: suffixes in the order to try them. @default that of this machine (resolv.conf `search`, `LOCALDOMAIN`) */
  readonly domains?: readonly string[] | undefined;
  /**
   * Where hosts are looked up, in order: `f` is the hosts file, `b` is DNS.
   * @default 'fb' (nsswitch.conf `hosts`)
   */
  readonly lookups?: Lookups | undefined;
  /**
   * Networks whose addresses `gethostbyname$` puts first, the most wanted first: `192.0.2.0/24`,
   * `192.0.2.0/255.255.255.0`, `192.0.2.0` (classful), `2001:db8::/32`. @default none (resolv.conf `sortlist`)
   */
  readonly sortlist?: readonly string[] | undefined;
  /** The address of this machine to send from, or one for each family. @default the system chooses */
  readonly localAddress?: string | LocalAddress | undefined;
  /** The file that lists servers and the search list. @default '/etc/resolv.conf' */
  readonly resolvConfPath?: string | undefined;
  /** The hosts file. @default '/etc/hosts' */
  readonly hostsPath?: string | undefined;
  /** The file that names services and their ports. @default '/etc/services' */
  readonly servicesPath?: string | undefined;
  /** The file that says where hosts are looked up. @default '/etc/nsswitch.conf' */
  readonly nsswitchPath?: string | undefined;
  /**
   * Follow these files as they change; what is set by options and by `servers` stays.
   * `false` reads each once. @default true
   */
  readonly watchConfig?: boolean | undefined;
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
  /** Milliseconds between two values of `stats$`, 1 or more. @default 1000 */
  readonly statsInterval?: number | undefined;
  /** What each server is asked at most: more waits for its turn, or goes to another server. @default no limit */
  readonly perServer?: ServerPaceOptions | undefined;
  /** How `tls://` and `https://` servers prove who they are. @default by a certificate for their name or address */
  readonly tls?: TlsOptions | undefined;
  /** How `https://` servers are asked. */
  readonly https?: HttpsOptions | undefined;
  /**
   * What to ask `https://` servers with in place of a connection of rxdns's own, such as `globalThis.fetch`. It looks
   * their names up by itself, and `tls` does not hold for it. @default HTTP/2 over a connection of its own
   */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /**
   * How to open connections: the seam for tests, see `fakeNetwork` in `rxdns/testing`. With it, this machine's
   * files count only where their paths are given, so that tests come out the same everywhere. @default real sockets
   */
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

/** Options of one lookup of a host: those of its queries, which ask in class IN. */
export type HostOptions = Omit<QueryOptions, 'class'>;

/** Options of a watch: those of its questions, which the cache answers only for the first time. */
export interface WatchOptions extends Omit<QueryOptions, 'cache'>, WatchPace {}

/** Options of waiting for servers to agree: those of the questions to each, which no cache answers. */
export interface AgreeOptions extends Omit<QueryOptions, 'cache' | 'rotate' | 'strategy'>, AgreePace {
  /** The servers to ask, each of them. @default those of the resolver */
  readonly servers?: readonly string[] | undefined;
  /** Milliseconds until they have to agree, 1 or more; then `ETIMEOUT`. @default no bound */
  readonly deadline?: number | undefined;
  /** Attempts for each question, 1 to 3. @default 1: the next question is the next attempt */
  readonly tries?: number | undefined;
}
