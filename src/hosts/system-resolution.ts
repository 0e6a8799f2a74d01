import type { Lookups } from './nsswitch.js';
import { parseDomains, parseResolverOptions, type ResolvConf, type ResolvOptions } from './resolv-conf.js';
import { readSortlist, type Sortlist } from './sortlist.js';
import type { Environment } from './system-paths.js';

/** How this machine resolves names: resolv.conf, with the environment over it, and nsswitch.conf. */
export interface SystemResolution extends ResolvOptions {
  /** Server strings, at least one. */
  readonly servers: readonly string[];
  /** Suffixes to search, without trailing dots; empty where there is nothing to search. */
  readonly domains: readonly string[];
  readonly sortlist: Sortlist;
  /** Undefined where nsswitch.conf does not say. */
  readonly lookups: Lookups | undefined;
}

/** What a resolution is made of. */
export interface ResolutionSources {
  /** Undefined where the file cannot be used. */
  readonly conf: ResolvConf | undefined;
  readonly lookups: Lookups | undefined;
  /** `RES_OPTIONS` and `LOCALDOMAIN` count. */
  readonly environment: Environment;
  /** The name of this machine, whose domain is searched where nothing else is said. */
  readonly hostName: string;
  /** The servers where there is no resolv.conf. */
  readonly fallbackServers: readonly string[];
}

/** The name server on this machine, which is asked where resolv.conf names none (resolv.conf(5)). */
export const localServers: readonly string[] = ['127.0.0.1'];

/** Makes a resolution of what the files, the environment and the machine say. */
export function combineResolution(sources: ResolutionSources): SystemResolution {
  const { conf, lookups, environment, hostName, fallbackServers } = sources;
  const localDomain = environment['LOCALDOMAIN'];
  const servers = conf === undefined ? fallbackServers : conf.nameservers;
  return {
    ...combineOptions(parseResolverOptions(environment['RES_OPTIONS'] ?? ''), conf),
    servers: servers.length === 0 ? localServers : servers,
    // Set but empty, LOCALDOMAIN ends all searching, as in glibc.
    domains: localDomain === undefined ? (conf?.domains ?? domainOf(hostName)) : parseDomains(localDomain),
    sortlist: readSortlist(conf?.sortlist ?? []),
    lookups,
  };
}

function combineOptions(over: ResolvOptions, under: ResolvOptions | undefined): ResolvOptions {
  return {
    ndots: over.ndots ?? under?.ndots,
    timeout: over.timeout ?? under?.timeout,
    attempts: over.attempts ?? under?.attempts,
    rotate: over.rotate ?? under?.rotate,
    useTcp: over.useTcp ?? under?.useTcp,
    edns: over.edns ?? under?.edns,
    trustAd: over.trustAd ?? under?.trustAd,
  };
}

/**
 * What stands behind the first dot of the host name. glibc, c-ares and Go search it where resolv.conf has neither
 * `search` nor `domain`: other programs on this machine find its neighbours by their short names.
 */
function domainOf(hostName: string): readonly string[] {
  const dot = hostName.indexOf('.');
  return dot < 0 ? [] : parseDomains(hostName.slice(dot + 1));
}
