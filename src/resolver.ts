import { asapScheduler, EMPTY, firstValueFrom, lastValueFrom, type Observable, scheduled } from 'rxjs';
import { type LookupCallback, type LookupOptions, lookUpHost } from './lookup.js';
import type { AddressHints, AddrInfo } from './observables/address-info.js';
import type { Agreement } from './observables/agree.js';
import type { DnsResponse, LocalAddress } from './observables/exchange.js';
import type { Family } from './observables/host-answer.js';
import type { HostEntry } from './observables/host-sources.js';
import type { NameFlags, NameInfo, NameInfoInput } from './observables/name-info.js';
import type { Outcome } from './observables/outcome.js';
import type { Wanted } from './observables/wanted.js';
import type { AgreeOptions, HostOptions, QueryOptions, ResolverOptions } from './options.js';
import type { RecordMap, RecordType } from './records/record-map.js';
import { WatchStreams } from './watch-streams.js';

/**
 * A stub resolver: every lookup is a stream.
 *
 * The methods without `$` return Promises of what their streams emit; they reject for option mistakes, too.
 */
export class Resolver extends WatchStreams implements AsyncDisposable {
  /**
   * Opens nothing yet: sockets are opened, and this machine's files read, by lookups.
   *
   * Throws `RangeError` for an option out of its bounds, {@link DnsError} `EBADSTR` or `EBADNAME` for one that
   * cannot be read.
   */
  constructor(options: ResolverOptions = {}) {
    super(options);
    this.lookup = this.lookup.bind(this);
  }

  /** {@link ResolverStreams.query$} as a Promise. */
  async query<T extends RecordType>(
    name: string,
    type: T,
    options?: QueryOptions,
  ): Promise<readonly RecordMap[T][]> {
    return await firstValueFrom(this.query$(name, type, options));
  }

  /** {@link ResolverStreams.response$} as a Promise. */
  async response(name: string, type: RecordType, options?: QueryOptions): Promise<DnsResponse> {
    return await firstValueFrom(this.response$(name, type, options));
  }

  /** {@link ResolverStreams.outcome$} as a Promise. */
  async outcome<T extends RecordType>(name: string, type: T, options?: QueryOptions): Promise<Outcome<T>> {
    return await firstValueFrom(this.outcome$(name, type, options));
  }

  /** {@link ResolverStreams.search$} as a Promise. */
  async search<T extends RecordType>(
    name: string,
    type: T,
    options?: QueryOptions,
  ): Promise<readonly RecordMap[T][]> {
    return await firstValueFrom(this.search$(name, type, options));
  }

  /** {@link ResolverStreams.gethostbyname$} as a Promise. */
  async gethostbyname(host: string, family?: 0 | Family, options?: HostOptions): Promise<HostEntry> {
    return await firstValueFrom(this.gethostbyname$(host, family, options));
  }

  /** {@link ResolverStreams.gethostbyaddr$} as a Promise. */
  async gethostbyaddr(address: string, options?: HostOptions): Promise<HostEntry> {
    return await firstValueFrom(this.gethostbyaddr$(address, options));
  }

  /** {@link ResolverStreams.getaddrinfo$} as a Promise. */
  async getaddrinfo(
    host: string | null | undefined,
    options?: AddressHints & HostOptions,
  ): Promise<AddrInfo> {
    return await firstValueFrom(this.getaddrinfo$(host, options));
  }

  /** {@link ResolverStreams.getnameinfo$} as a Promise. */
  async getnameinfo(input: NameInfoInput, flags?: NameFlags & HostOptions): Promise<NameInfo> {
    return await firstValueFrom(this.getnameinfo$(input, flags));
  }

  /** The last value of {@link WatchStreams.agree$}, as a Promise: it resolves once the servers agree. */
  async agree<T extends RecordType>(
    name: string,
    type: T,
    want: Wanted<T>,
    options?: AgreeOptions,
  ): Promise<Agreement<T>> {
    return await lastValueFrom(this.agree$(name, type, want, options));
  }

  /**
   * Fits the `lookup` option of net, tls, http, https, undici, got and axios, and is bound for that.
   *
   * Takes what `node:dns` takes: `{ family, hints, all, order, verbatim }`, a bare family number, or a callback
   * alone. The callback gets the address and its family, or with `all` an array of both. A name without
   * addresses is `ENOTFOUND`; other errors are those of {@link ResolverStreams.getaddrinfo$}. These callers have
   * no way to cancel a lookup; the option `deadline` bounds one that is no longer wanted.
   */
  lookup(hostname: string, callback: LookupCallback): void;
  lookup(
    hostname: string,
    options: LookupOptions | number | null | undefined,
    callback: LookupCallback,
  ): void;
  lookup(
    hostname: string,
    options: LookupOptions | number | LookupCallback | null | undefined,
    callback?: LookupCallback,
  ): void {
    lookUpHost((host, hints) => this.getaddrinfo$(host, hints), hostname, options, callback);
  }

  /**
   * The servers in configured order, written the short way.
   *
   * Setting them concerns later queries; pending ones finish, and changes of resolv.conf no longer count. Throws
   * {@link DnsError} `EBADSTR` for a string that is no server, and the old list stays.
   */
  get servers(): readonly string[] {
    return this.engine.configuration.settings.servers.map(({ text }) => text);
  }

  set servers(servers: readonly string[]) {
    this.engine.configuration.setServers(servers);
  }

  /**
   * The addresses of this machine to send from, by family; the system chooses where there is none.
   *
   * Text stands for the family that it is of, and leaves the other to the system. Setting it concerns later queries. Throws {@link DnsError} `EBADSTR` for text that is no address.
   */
  get localAddress(): LocalAddress {
    return this.engine.configuration.settings.localAddress;
  }

  set localAddress(localAddress: string | LocalAddress) {
    this.engine.configuration.setLocalAddress(localAddress);
  }

  /** Ends every pending lookup with `ECANCELLED`; the resolver stays usable. */
  cancel(): void {
    this.engine.pending.endAll('ECANCELLED', 'the query was cancelled');
  }

  /**
   * Ends every pending stream with `ECANCELLED` and closes all sockets: at once, not when subscribed to.
   *
   * The Observable completes when the sockets are closed, for every subscriber. Closing again changes nothing.
   * Queries started later error with `EDESTRUCTION`.
   */
  close$(): Observable<void> {
    this.engine.close();
    // The operating system has its descriptors back by now; completion comes a tick later, as all of ours does.
    return scheduled(EMPTY, asapScheduler);
  }

  /** {@link Resolver.close$} as a Promise. */
  close(): Promise<void> {
    return lastValueFrom(this.close$(), { defaultValue: undefined });
  }

  /** Closes the resolver at the end of its `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
