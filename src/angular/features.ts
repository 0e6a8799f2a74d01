import type { ResolverOptions } from '../options.js';

/** A part of what `provideDns` provides: options for its resolver. */
export interface DnsFeature {
  readonly options: ResolverOptions;
}

/** Where to ask over HTTPS. */
export interface DohOptions {
  /** The server, as `ResolverOptions.servers` takes it: `https://dns.example/dns-query`. */
  readonly url: string;
  /** @default 'POST', and 'GET' with the option `fetch` */
  readonly method?: 'GET' | 'POST';
}

/** Asks a server over HTTPS (RFC 8484), which is the only way there is from a browser. */
export function withDoh({ url, method }: DohOptions): DnsFeature {
  return { options: { servers: [url], ...(method && { https: { method } }) } };
}

/** Asks these servers, as `ResolverOptions.servers` takes them. */
export function withServers(...servers: readonly string[]): DnsFeature {
  return { options: { servers } };
}

/** Any options of a `Resolver`. */
export function withOptions(options: ResolverOptions): DnsFeature {
  return { options };
}

/** Puts features together: the servers of all, in order; of any other option, what was said last. */
export function mergeFeatures(features: readonly DnsFeature[]): ResolverOptions {
  const servers = features.flatMap(({ options }) => options.servers ?? []);
  const merged = features.reduce<ResolverOptions>((all, { options }) => Object.assign(all, options), {});
  return servers.length === 0 ? merged : { ...merged, servers };
}
