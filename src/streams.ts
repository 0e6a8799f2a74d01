import { map, type Observable } from 'rxjs';
import type { ResolverConfiguration } from './configuration.js';
import { Engine, type HostServices } from './engine.js';
import { type AddressHints, type AddrInfo, addressInfo } from './observables/address-info.js';
import { type AddressEvent, addressEvents, hostByName, wantedFamilies } from './observables/addresses.js';
import { answerError, readAnswer } from './observables/answer.js';
import type { Cache } from './observables/cache.js';
import type { DnsResponse } from './observables/exchange.js';
import type { Family } from './observables/host-answer.js';
import type { HostEntry } from './observables/host-sources.js';
import {
  hostByAddress,
  type NameFlags,
  type NameInfo,
  type NameInfoInput,
  nameInfo,
} from './observables/name-info.js';
import { errorOutcome, type Outcome, responseOutcome } from './observables/outcome.js';
import type { ResolverEvent } from './observables/resolver-event.js';
import { searchReplies } from './observables/search-replies.js';
import type { ResolverStats } from './observables/stats.js';
import type { HostOptions, QueryOptions, ResolverOptions } from './options.js';
import { QueryLookup, type Reading } from './query-lookup.js';
import type { Question } from './records/message.js';
import type { RecordMap, RecordType } from './records/record-map.js';

/**
 * The streams of a resolver.
 *
 * Each method returns a cold Observable. Every subscription asks anew, gets one value and completion, or one
 * {@link DnsError}, never inside `subscribe()`; unsubscribing cancels that lookup at once.
 */
export abstract class ResolverStreams {
  /** @internal */
  protected readonly engine: Engine;

  protected constructor(options: ResolverOptions) {
    this.engine = new Engine(options);
  }

  /** The responses kept. */
  get cache(): Cache {
    return this.engine.cache;
  }

  /**
   * Questions a second that a server is asked at most, as it showed that it bears no more, or is tried whether it does;
   * `Infinity` where no limit is known. `server` as `Resolver.servers` writes it.
   */
  rateOf(server: string): number {
    return this.engine.paces.rateOf(server);
  }

  /** Hot: what happens on the way to answers, from now on. Completes when the resolver is closed. */
  get events$(): Observable<ResolverEvent> {
    return this.engine.events.events$;
  }

  /**
   * Hot: what was counted so far, and again when something changed, at most once in `statsInterval` (1 s).
   *
   * Completes when the resolver is closed, with a last value where something changed since the one before.
   */
  get stats$(): Observable<ResolverStats> {
    return this.engine.stats$;
  }

  /**
   * What the resolver is configured with: now, and again after each change of its files or its properties.
   *
   * While subscribed to, the files are looked at once a second; else when they are needed.
   */
  get configuration$(): Observable<ResolverConfiguration> {
    const { engine } = this;
    return engine.pending.stream(() => {
      engine.checkOpen();
      return engine.configuration.configuration$;
    });
  }

  /**
   * The records of a name, at the end of its CNAME chain; each TTL is the least along that chain.
   *
   * Errors with {@link DnsError}: `ENOTFOUND` (NXDOMAIN), `ENODATA`, `ESERVFAIL`, `EREFUSED`, `ENOTIMP`,
   * `EFORMERR`, `ETIMEOUT`, `ECONNREFUSED`, `EOF`, `EBADRESP`, `EBADNAME`, `EBADQUERY` (no such type),
   * `EBADSTR` (a server string), `ENOSERVER`, `ECANCELLED`, `EDESTRUCTION` (after close).
   */
  query$<T extends RecordType>(
    name: string,
    type: T,
    options?: QueryOptions,
  ): Observable<readonly RecordMap[T][]> {
    return this.#ask<T, readonly RecordMap[T][]>(name, type, options, recordsOnly);
  }

  /**
   * The whole response: header, flags, EDNS, all sections, and how it came.
   *
   * A rcode such as NXDOMAIN is a value here. Errors as {@link ResolverStreams.query$} does for everything else.
   */
  response$(name: string, type: RecordType, options?: QueryOptions): Observable<DnsResponse> {
    return this.#ask(name, type, options, wholeResponse);
  }

  /**
   * What the lookup came to, a failure included: as {@link ResolverStreams.query$}, but a DNS failure is a value.
   *
   * Errors only with `ECANCELLED` and `EDESTRUCTION`.
   */
  outcome$<T extends RecordType>(name: string, type: T, options?: QueryOptions): Observable<Outcome<T>> {
    return this.#ask<T, Outcome<T>>(name, type, options, outcomes);
  }

  /**
   * As {@link ResolverStreams.query$}, for a name that may stand for a longer one (resolv.conf `search`).
   *
   * Names with `ndots` dots are tried as they are first, others last; a trailing dot means as it is. The search
   * goes on after NXDOMAIN and NODATA; when nothing is found, a candidate without data makes it `ENODATA`.
   */
  search$<T extends RecordType>(
    name: string,
    type: T,
    options?: QueryOptions,
  ): Observable<readonly RecordMap[T][]> {
    return this.#lookUp(options, ({ ask, search }) =>
      searchReplies(name, type, search, ask).pipe(
        map(({ question, response }) => readRecords(type, question, response)),
      ),
    );
  }

  /**
   * A host by name: its canonical name, its aliases, and its addresses of one family.
   *
   * `family` is 4 or 6; 0, the default, takes that of the address to try first. Looks into the hosts file and DNS
   * (`lookups`), and goes through the search list. Errors as {@link ResolverStreams.query$} does; `ENOTIMP` for
   * another family.
   */
  gethostbyname$(host: string, family: 0 | Family = 0, options?: HostOptions): Observable<HostEntry> {
    return this.#lookUp(options, (services) => hostByName(host, family, services));
  }

  /**
   * A host by address: by the hosts file, and by all its PTR records, the first of them its canonical name.
   *
   * Errors as {@link ResolverStreams.query$} does; `EBADSTR` for text that is no address.
   */
  gethostbyaddr$(address: string, options?: HostOptions): Observable<HostEntry> {
    return this.#lookUp(options, (services) => hostByAddress(address, services));
  }

  /**
   * The addresses of a host and the port of a service, of both families, in the order in which to try them
   * (RFC 6724). Without a host (`undefined`, `null`), the machine itself.
   *
   * A and AAAA are asked for at the same time; one family is enough, and the other is waited for 50 ms at most.
   * Errors as {@link ResolverStreams.query$} does, and with `ENOTIMP` (a family that is none), `EBADHINTS`,
   * `ESERVICE` (an unknown service), `ENONAME` (`numericHost` and no literal).
   */
  getaddrinfo$(
    host: string | null | undefined,
    options: AddressHints & HostOptions = {},
  ): Observable<AddrInfo> {
    return this.#lookUp(options, (services) => addressInfo(host, options, services));
  }

  /**
   * The names of an address and of a port; the text of either where it has none.
   *
   * Errors as {@link ResolverStreams.query$} does, and with `EBADFLAGS` (`numericHost` with `nameRequired`),
   * `EBADSTR` (no address), `ESERVICE` (no port).
   */
  getnameinfo$(input: NameInfoInput, flags: NameFlags & HostOptions = {}): Observable<NameInfo> {
    return this.#lookUp(flags, (services) => nameInfo(input, flags, services));
  }

  /**
   * The addresses of a host as they come, for connecting the way of RFC 8305 ("happy eyeballs").
   *
   * Emits once for each family that has addresses, each time with all that are known, in the order in which to
   * try them (RFC 6724). IPv4 addresses that come first are held back for 50 ms. Errors where there are none, as
   * {@link ResolverStreams.gethostbyname$} does.
   */
  addresses$(
    host: string,
    options: HostOptions & { readonly family?: 0 | Family } = {},
  ): Observable<AddressEvent> {
    return this.#lookUp(options, (services) =>
      addressEvents(host, wantedFamilies(options.family ?? 0), services),
    );
  }

  #ask<T extends RecordType, Out>(
    name: string,
    type: T,
    options: QueryOptions | undefined,
    reading: Reading<T, Out>,
  ): Observable<Out> {
    const { engine } = this;
    engine.checkOptions(options);
    return engine.pending.track(new QueryLookup(engine, name, type, options, reading));
  }

  /** The deadline is one for the whole lookup, however many queries it takes. */
  #lookUp<Out>(
    options: QueryOptions | undefined,
    start: (services: HostServices) => Observable<Out>,
  ): Observable<Out> {
    const { engine } = this;
    engine.checkOptions(options);
    return engine.pending.stream(() => engine.withinDeadline(options, start), options?.signal);
  }
}

const wholeResponse = {
  wholeChain: false,
  project: (_type: RecordType, _question: Question, response: DnsResponse) => response,
};

const recordsOnly = { wholeChain: true, project: readRecords };

const outcomes = { wholeChain: true, project: responseOutcome, recover: errorOutcome };

function readRecords<T extends RecordType>(
  type: T,
  question: Question,
  response: DnsResponse,
): readonly RecordMap[T][] {
  const answer = readAnswer(type, question, response);
  if (answer.status !== 'NOERROR') throw answerError(question, answer, response);
  return answer.records;
}
