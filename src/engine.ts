import {
  asyncScheduler,
  map,
  type Observable,
  type SchedulerLike,
  throwError,
  timeout,
  type Unsubscribable,
} from 'rxjs';
import { eventChannel } from '#diagnostics';
import { platform } from '#platform';
import { Configuration } from './configuration.js';
import { DnsError } from './errors.js';
import { reverseName } from './hosts/reverse-name.js';
import { sortAddresses } from './hosts/sortlist.js';
import type { AddressInfoServices } from './observables/address-info.js';
import { gatherAddresses } from './observables/addresses.js';
import { attempts } from './observables/attempts.js';
import { bootstrap, isKnownByName, type Place, placeFrom } from './observables/bootstrap.js';
import { Cache } from './observables/cache.js';
import { cached, serveStale } from './observables/cached.js';
import type { Outstanding } from './observables/channel.js';
import { compose } from './observables/compose.js';
import { CookieJar } from './observables/cookies.js';
import { Deadlines } from './observables/deadlines.js';
import { type Demultiplexer, demultiplex } from './observables/demultiplex.js';
import { EventSource } from './observables/events.js';
import type { Exchange, Query, QuerySettings } from './observables/exchange.js';
import { fallback } from './observables/fallback.js';
import { inflight } from './observables/inflight.js';
import { local } from './observables/local.js';
import { makeQuery } from './observables/make-query.js';
import type { NameInfoServices } from './observables/name-info.js';
import { orderBySource } from './observables/order-by-source.js';
import { Outbox } from './observables/outbox.js';
import { Paces } from './observables/paces.js';
import { Pending } from './observables/pending.js';
import { PortBudget } from './observables/port-budget.js';
import { Probes } from './observables/probes.js';
import { tellQueries } from './observables/query-events.js';
import { type Random, secureRandom } from './observables/random.js';
import { wholeReply } from './observables/reply.js';
import { ServerStates } from './observables/servers.js';
import { Slots } from './observables/slots.js';
import { type ResolverStats, statsStream } from './observables/stats.js';
import type { QueryOptions, ResolverOptions } from './options.js';
import type { Platform } from './platform/platform.js';
import type { RecordType } from './records/record-map.js';
import { subtractAge } from './records/subtract-age.js';
import { secureSettings } from './secure-settings.js';
import {
  cacheOptions,
  maxOutstanding,
  querySettings,
  serverLimits,
  staleAfter,
  statsInterval,
} from './settings.js';
import type { Connect } from './socket/connect.js';

/** What host lookups need of a resolver. */
export type HostServices = AddressInfoServices & NameInfoServices;

/** The stages of a resolver, and what all its lookups share. */
export class Engine {
  readonly cache: Cache;
  readonly configuration: Configuration;
  readonly paces: Paces;
  readonly pending = new Pending(platform.asyncContext);
  readonly random: Random;
  readonly scheduler: SchedulerLike = asyncScheduler;
  readonly events = new EventSource(this.scheduler, eventChannel);
  /** What was counted, for whoever looks. */
  readonly stats$: Observable<ResolverStats>;
  /** From a query to its response. */
  readonly exchange: Exchange;
  /** For the names of servers. */
  readonly #bootstrapExchange: Exchange;
  readonly #connect: Connect;
  readonly #checkServers: Platform['checkServers'];
  readonly #probes: Probes;
  readonly #demultiplexer: Demultiplexer;
  /** Questions that go on although who asked them got something stale. */
  readonly #refreshes = new Set<Unsubscribable>();
  #closed = false;

  /** Throws `RangeError` for an option out of its bounds, {@link DnsError} for one that cannot be read. */
  constructor(options: ResolverOptions) {
    const { random = secureRandom() } = options;
    const { events, scheduler } = this;
    const connect = this.#bootstrapped(options);
    this.#connect = connect;
    this.random = random;
    this.cache = new Cache(scheduler, cacheOptions(options));
    const onServers = () => this.cache.flush();
    this.configuration = new Configuration(options, { scheduler, events, onServers });
    const deadlines = new Deadlines(scheduler);
    const states = new ServerStates(({ text }, state) => events.serverTurned(text, state));
    this.paces = new Paces({ deadlines, events, scheduler, limits: serverLimits(options) });
    const { paces } = this;
    this.#probes = new Probes({ deadlines, events, paces, random, scheduler, states });
    const cookies = new CookieJar(random);
    const budget = new PortBudget();
    // Other connections than real sockets are those of tests, in virtual time.
    const onWindow = (window: number) => events.emit(() => ({ type: 'pacing', window }));
    const { afterArrivals, checkServers } = options.connect === undefined ? platform : unbound;
    this.#checkServers = checkServers;
    const pace = afterArrivals && { afterArrivals, deadlines, onWindow };
    const slots = new Slots(maxOutstanding(options), pace);
    this.stats$ = statsStream({ cache: this.cache, events, slots, scheduler }, statsInterval(options));
    const outbox = new Outbox<Outstanding>(slots, pace?.afterArrivals);
    this.#demultiplexer = demultiplex({ connect, budget, cookies, events, outbox, random, scheduler });
    const asking = attempts({ deadlines, events, paces, probes: this.#probes, random, scheduler, states });
    const below = [fallback(scheduler, events)];
    const services = {
      cache: this.cache,
      deadlines,
      events,
      staleAfter: staleAfter(options),
      refreshes: this.#refreshes,
    };
    const keeping = cached(services);
    const telling = tellQueries(events);
    // The stages, from the question down to the sockets.
    this.exchange = compose(
      [
        telling,
        local(),
        keeping,
        serveStale(services),
        inflight({ deadlines, events, slots, cache: this.cache }),
      ],
      asking,
      below,
      this.#demultiplexer.exchange,
    );
    // A query waits for it, and has its slot meanwhile.
    this.#bootstrapExchange = compose([telling, keeping], asking, below, this.#demultiplexer.exchange);
  }

  /** A query, as the configuration and the options say. Throws {@link DnsError} `EDESTRUCTION` after close. */
  query(name: string, type: RecordType, options: QueryOptions | undefined): Query {
    return makeQuery(this.#settings(options), name, type, options?.class ?? 'IN');
  }

  /** Option mistakes are thrown at once; a bad server string, which may be input, goes to the error channel. */
  checkOptions(options: QueryOptions | undefined): void {
    if (options === undefined) return;
    try {
      querySettings(this.configuration.settings, options);
    } catch (error) {
      if (error instanceof RangeError) throw error;
    }
  }

  /** Starts a lookup that may take several queries, and ends it with `ETIMEOUT` after the deadline. */
  withinDeadline<Out>(
    options: QueryOptions | undefined,
    start: (services: HostServices) => Observable<Out>,
  ): Observable<Out> {
    const settings = this.#settings(options);
    const { deadline } = settings;
    const result$ = start(this.#hostServices(settings, options));
    if (deadline === Number.POSITIVE_INFINITY) return result$;
    const late = () => new DnsError('ETIMEOUT', `no result within the deadline of ${deadline} ms`);
    return result$.pipe(
      timeout({ first: deadline, scheduler: this.scheduler, with: () => throwError(late) }),
    );
  }

  /** Throws {@link DnsError} `EDESTRUCTION` after close. */
  checkOpen(): void {
    if (this.#closed) throw new DnsError('EDESTRUCTION', 'the resolver is closed');
  }

  #settings(options: QueryOptions | undefined): QuerySettings {
    this.checkOpen();
    const settings = querySettings(this.configuration.settings, options);
    this.#checkServers?.(settings.servers);
    return settings;
  }

  #hostServices(
    settings: QuerySettings,
    options: QueryOptions | undefined,
    exchange = this.exchange,
  ): HostServices {
    const { configuration } = this;
    const { ndots, domains, lookups, sortlist } = configuration.names;
    const dnsClass = options?.class ?? 'IN';
    return {
      scheduler: this.scheduler,
      lookups,
      search: { ndots, domains, aliases: configuration.aliases },
      // Files are read when something is looked up in them: most lookups need one of the two, or none.
      get hosts() {
        return configuration.hosts;
      },
      get services() {
        return configuration.services;
      },
      configuredFamilies: platform.configuredFamilies,
      reverse: reverseName,
      sort: (addresses) => sortAddresses(sortlist, addresses),
      order: (addresses) => orderBySource(addresses, this.#connect, this.scheduler),
      ask: (name, type) => wholeReply(exchange, makeQuery(settings, name, type, dnsClass), type),
    };
  }

  /** The way to servers, those that are known by name included. */
  #bootstrapped(options: ResolverOptions): Connect {
    const { scheduler } = this;
    const { fetch = options.connect === undefined ? platform.fetch : undefined } = options;
    const { tls, method } = secureSettings({ ...options, fetch });
    const now = () => scheduler.now();
    const { connect = platform.connect({ tls, fetch, method, now, subtractAge }) } = options;
    // fetch looks names up by itself.
    return fetch === undefined ? bootstrap(connect, (host) => this.#placesOf(host)) : connect;
  }

  /** The addresses of a server by its name, from the others; `undefined` where there is none to ask. */
  #placesOf(host: string): Observable<readonly Place[]> | undefined {
    const { settings } = this.configuration;
    const texts = settings.servers.filter((server) => !isKnownByName(server)).map(({ text }) => text);
    if (texts.length === 0) return undefined;
    const own = querySettings(settings, { servers: texts, cache: settings.cache });
    const services = this.#hostServices(own, undefined, this.#bootstrapExchange);
    const search = { ndots: 0, domains: [], aliases: new Map<string, string>() };
    return gatherAddresses(host, [6, 4], { ...services, lookups: 'fb', search }).pipe(
      map(({ addresses }) => addresses.map(({ address }) => placeFrom(address, settings.localAddress))),
    );
  }

  /** Ends everything that is pending, and closes all sockets. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.pending.endAll('ECANCELLED', 'the resolver was closed');
    this.#probes.stop();
    for (const refresh of [...this.#refreshes]) refresh.unsubscribe();
    this.#demultiplexer.close();
    this.events.end();
  }
}

/** What holds for connections that are not the platform's. */
const unbound = { afterArrivals: undefined, checkServers: undefined };
