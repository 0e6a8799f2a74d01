import { distinctUntilChanged, filter, map, merge, type Observable, of, type SchedulerLike } from 'rxjs';
import { platform } from '#platform';
import type { SystemResolution } from './hosts/system-resolution.js';
import { type NameSettings, nameSettings } from './name-settings.js';
import type { EventSource } from './observables/events.js';
import type { LocalAddress, QuerySettings } from './observables/exchange.js';
import type { HostsLookup, Lookups } from './observables/host-sources.js';
import type { ServicesLookup } from './observables/service-port.js';
import type { ResolverOptions } from './options.js';
import type { MachineFiles } from './platform/platform.js';
import { resolverSettings } from './settings.js';

/** What a resolver is configured with. */
export interface ResolverConfiguration {
  /** In configured order, written the short way. */
  readonly servers: readonly string[];
  /** The search list. */
  readonly domains: readonly string[];
  readonly ndots: number;
  readonly lookups: Lookups;
  /** Milliseconds for the first attempt at each server. */
  readonly timeout: number;
  readonly tries: number;
  readonly rotate: boolean;
  readonly useTcp: boolean;
}

/** What {@link Configuration} needs. */
export interface ConfigurationServices {
  readonly scheduler: SchedulerLike;
  readonly events: EventSource;
  /** Called when other servers are asked from now on. */
  onServers(): void;
}

/**
 * The settings of a resolver: its options, and for what they leave open this machine's files, as they are now.
 *
 * Files are read at the first use, not by the constructor. What is set later counts as an option.
 */
export class Configuration {
  readonly #services: ConfigurationServices;
  readonly #files: MachineFiles | undefined;
  /** Whether `connect` is someone else's: then files count only where their paths are given. */
  readonly #apart: boolean;
  #options: ResolverOptions;
  #resolution: SystemResolution | undefined;
  #settings: QuerySettings;
  #names: NameSettings;

  /** Throws as {@link resolverSettings} and {@link nameSettings} do. */
  constructor(options: ResolverOptions, services: ConfigurationServices) {
    this.#services = services;
    this.#options = options;
    this.#apart = options.connect !== undefined;
    this.#settings = resolverSettings(options);
    this.#names = nameSettings(options);
    const { resolvConfPath, hostsPath, servicesPath, nsswitchPath, watchConfig = true } = options;
    this.#files = platform.openFiles({
      paths: { resolvConf: resolvConfPath, hosts: hostsPath, services: servicesPath, nsswitch: nsswitchPath },
      apart: this.#apart,
      scheduler: services.scheduler,
      follow: watchConfig,
      report: (notice) => services.events.emit(() => notice),
    });
  }

  /** How to ask, as of now. */
  get settings(): QuerySettings {
    this.#refresh();
    return this.#settings;
  }

  /** How to look names up, as of now. */
  get names(): NameSettings {
    this.#refresh();
    return this.#names;
  }

  get hosts(): HostsLookup {
    return this.#filesAt(this.#options.hostsPath)?.hosts ?? nothing;
  }

  get services(): ServicesLookup {
    return this.#filesAt(this.#options.servicesPath)?.services ?? nothing;
  }

  /** Names that stand for others (HOSTALIASES), in lower case. */
  get aliases(): ReadonlyMap<string, string> {
    return this.#files?.aliases ?? noAliases;
  }

  /** The configuration as of now, and again whenever it changes; files are looked at once a second. */
  get configuration$(): Observable<ResolverConfiguration> {
    const set$ = this.#services.events.events$.pipe(filter(({ type }) => type === 'configuration'));
    const files$ = this.#filesAt(this.#options.resolvConfPath)?.resolution$ ?? of(undefined);
    return merge(files$, set$).pipe(
      map(() => this.#describe()),
      distinctUntilChanged((left, right) => JSON.stringify(left) === JSON.stringify(right)),
    );
  }

  /** Throws {@link DnsError} `EBADSTR` for a string that is no server, and everything stays as it was. */
  setServers(servers: readonly string[]): void {
    this.#set({ ...this.#options, servers: [...servers] });
  }

  /** Throws {@link DnsError} `EBADSTR` for text that is no address, and everything stays as it was. */
  setLocalAddress(localAddress: string | LocalAddress): void {
    this.#set({ ...this.#options, localAddress });
  }

  #set(options: ResolverOptions): void {
    this.#settings = resolverSettings(options, this.#resolution);
    this.#options = options;
    this.#services.onServers();
    this.#services.events.emit(() => ({ type: 'configuration' }));
  }

  #refresh(): void {
    const resolution = this.#filesAt(this.#options.resolvConfPath)?.resolution;
    if (resolution === undefined || resolution === this.#resolution) return;
    const isFirst = this.#resolution === undefined;
    this.#resolution = resolution;
    const before = serversKey(this.#settings);
    this.#settings = resolverSettings(this.#options, resolution);
    this.#names = nameSettings(this.#options, resolution);
    // At first nobody was asked yet: what is known then was restored.
    if (!isFirst && serversKey(this.#settings) !== before) this.#services.onServers();
  }

  /** The files, where the one at this path counts. */
  #filesAt(path: string | undefined): MachineFiles | undefined {
    return this.#apart && path === undefined ? undefined : this.#files;
  }

  #describe(): ResolverConfiguration {
    const { servers, timeout, tries, rotate, useTcp } = this.settings;
    const { domains, ndots, lookups } = this.names;
    const texts = servers.map(({ text }) => text);
    return { servers: texts, domains, ndots, lookups, timeout, tries, rotate, useTcp };
  }
}

function serversKey({ servers }: QuerySettings): string {
  return servers.map(({ text }) => text).join(' ');
}

/** A machine without files. */
const nothing: HostsLookup & ServicesLookup = {
  find: () => undefined,
  findByAddress: () => undefined,
  port: () => undefined,
  name: () => undefined,
};
const noAliases: ReadonlyMap<string, string> = new Map();
