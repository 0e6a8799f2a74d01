import { getServers } from 'node:dns';
import { hostname } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { Observable, type SchedulerAction, type SchedulerLike, type Subscriber } from 'rxjs';
import { parseHostAliases } from './host-aliases.js';
import { type HostsTable, parseHosts } from './hosts-file.js';
import { type Lookups, parseNsswitch } from './nsswitch.js';
import { parseResolvConf, type ResolvConf } from './resolv-conf.js';
import { parseServices, type ServicesTable } from './services.js';
import { FollowedFile, lookEvery, type SystemNotice } from './system-file.js';
import { defaultPaths, type Environment, type SystemPaths } from './system-paths.js';
import { combineResolution, localServers, type SystemResolution } from './system-resolution.js';

/** Settings of {@link SystemFiles}. */
export interface SystemFilesOptions {
  readonly paths?: SystemPaths | undefined;
  /** `RES_OPTIONS`, `LOCALDOMAIN` and `HOSTALIASES` count. @default `process.env` */
  readonly environment?: Environment | undefined;
  /** The clock that says when files are looked at again. */
  readonly scheduler: SchedulerLike;
  /** Told when a file changed, or cannot be used. */
  readonly report: (notice: SystemNotice) => void;
  /** Whether changes count; otherwise each file is read once. */
  readonly follow: boolean;
  /** Tells the name of this machine. @default `hostname` of node:os */
  readonly hostName?: (() => string) | undefined;
}

/**
 * What this machine says about names and how to resolve them.
 *
 * Every property reads its files when it is asked for, and looks at them again at most once a second. It stays the
 * same object while they say the same. A file that cannot be used counts as empty, and is told to `report`; no
 * property throws.
 */
export class SystemFiles {
  /**
   * The resolution on subscription, and then each other one. While subscribed it looks once a second.
   *
   * Without `follow` it completes after the first.
   */
  readonly resolution$: Observable<SystemResolution> = new Observable((subscriber) => {
    const current = this.resolution;
    if (this.#options.follow) this.#keepLooking(subscriber);
    subscriber.next(current);
    if (!this.#options.follow) subscriber.complete();
  });
  readonly #options: SystemFilesOptions;
  readonly #environment: Environment;
  readonly #subscribers = new Set<Subscriber<SystemResolution>>();
  readonly #resolvConf: FollowedFile<ResolvConf | undefined>;
  readonly #nsswitch: FollowedFile<Lookups | undefined>;
  readonly #hosts: FollowedFile<HostsTable>;
  readonly #services: FollowedFile<ServicesTable>;
  readonly #aliases: FollowedFile<ReadonlyMap<string, string>> | undefined;
  #conf: ResolvConf | undefined;
  #lookups: Lookups | undefined;
  #resolution: SystemResolution | undefined;

  /** Reads nothing yet, but the environment. */
  constructor(options: SystemFilesOptions) {
    const { paths = {}, environment = process.env, follow, report } = options;
    const { RES_OPTIONS, LOCALDOMAIN, HOSTALIASES } = environment;
    const defaults = defaultPaths(process.platform, environment);
    const common = { follow, report };
    this.#options = options;
    // Kept as it is now: reading process.env takes longer than all the rest of a look-up.
    this.#environment = { RES_OPTIONS, LOCALDOMAIN };
    this.#resolvConf = new FollowedFile<ResolvConf | undefined>({
      ...common,
      path: paths.resolvConf ?? defaults.resolvConf,
      parse: parseResolvConf,
      absent: undefined,
      // Windows has its servers elsewhere.
      optional: paths.resolvConf === undefined && process.platform === 'win32',
    });
    this.#nsswitch = new FollowedFile<Lookups | undefined>({
      ...common,
      path: paths.nsswitch ?? defaults.nsswitch,
      parse: parseNsswitch,
      absent: undefined,
      optional: paths.nsswitch === undefined,
    });
    const hosts = paths.hosts ?? defaults.hosts;
    this.#hosts = new FollowedFile({ ...common, path: hosts, parse: parseHosts, absent: parseHosts('') });
    const services = paths.services ?? defaults.services;
    this.#services = new FollowedFile({
      ...common,
      path: services,
      parse: parseServices,
      absent: parseServices(''),
    });
    this.#aliases =
      HOSTALIASES === undefined || HOSTALIASES === ''
        ? undefined
        : new FollowedFile({ ...common, path: HOSTALIASES, parse: parseHostAliases, absent: noAliases });
  }

  /** How to resolve names: resolv.conf, nsswitch.conf and the environment. */
  get resolution(): SystemResolution {
    const now = this.#options.scheduler.now();
    return this.#combine(this.#resolvConf.read(now), this.#nsswitch.read(now));
  }

  /** The hosts file. */
  get hosts(): HostsTable {
    return this.#hosts.read(this.#options.scheduler.now());
  }

  /** The services file. */
  get services(): ServicesTable {
    return this.#services.read(this.#options.scheduler.now());
  }

  /** The file that `HOSTALIASES` names: from aliases in lower case to names. */
  get aliases(): ReadonlyMap<string, string> {
    return this.#aliases?.read(this.#options.scheduler.now()) ?? noAliases;
  }

  #combine(conf: ResolvConf | undefined, lookups: Lookups | undefined): SystemResolution {
    const known = this.#resolution;
    if (known !== undefined && conf === this.#conf && lookups === this.#lookups) return known;
    // Files are often written anew with the same content and another comment.
    const same = lookups === this.#lookups && isDeepStrictEqual(conf, this.#conf);
    this.#conf = conf;
    this.#lookups = lookups;
    if (known !== undefined && same) return known;
    const { hostName = hostname, paths } = this.#options;
    const resolution = combineResolution({
      conf,
      lookups,
      environment: this.#environment,
      hostName: hostName(),
      fallbackServers: paths?.resolvConf === undefined ? getServers() : localServers,
    });
    this.#resolution = resolution;
    for (const subscriber of [...this.#subscribers]) subscriber.next(resolution);
    return resolution;
  }

  #keepLooking(subscriber: Subscriber<SystemResolution>): void {
    const { scheduler } = this.#options;
    const subscribers = this.#subscribers;
    const look = () => {
      const now = scheduler.now();
      this.#combine(this.#resolvConf.readNow(now), this.#nsswitch.readNow(now));
    };
    subscribers.add(subscriber);
    subscriber.add(() => subscribers.delete(subscriber));
    subscriber.add(
      scheduler.schedule(function (this: SchedulerAction<unknown>) {
        look();
        this.schedule(undefined, lookEvery);
      }, lookEvery),
    );
  }
}

const noAliases: ReadonlyMap<string, string> = new Map();
