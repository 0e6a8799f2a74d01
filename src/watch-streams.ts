import { catchError, map, type Observable, of } from 'rxjs';
import { DnsError } from './errors.js';
import { type Agreement, agree } from './observables/agree.js';
import { asDnsError } from './observables/as-dns-error.js';
import type { Query } from './observables/exchange.js';
import { errorOutcome, type Outcome, responseOutcome } from './observables/outcome.js';
import { wholeReply } from './observables/reply.js';
import { matchWanted, type Wanted } from './observables/wanted.js';
import { type RecordSetChange, Watches } from './observables/watch.js';
import type { AgreeOptions, QueryOptions, WatchOptions } from './options.js';
import type { RecordType } from './records/record-map.js';
import { ResolverStreams } from './streams.js';
import { agreePace, watchPace } from './watch-settings.js';

/** The streams of a resolver that go on after the first answer. */
export abstract class WatchStreams extends ResolverStreams {
  readonly #watches = new Watches();

  /**
   * The record set of a name: what it is now, and each change of it, asked for again as its TTL ends.
   *
   * NODATA and NXDOMAIN are answers: the set is empty, and `status` says which. While servers fail, the last set
   * stays, with `stale: true` and the error, and they are asked again after `minInterval`, 5 s, doubled up to 5 min.
   * Watches with the same question and options share one schedule, which ends with the last of them.
   *
   * Never completes. Errors with `EBADNAME`, `EBADQUERY` and `EBADSTR` (a server string), which would not get
   * better, `ECANCELLED` and `EDESTRUCTION` (after close). Throws `RangeError` for an option out of its bounds.
   */
  watch$<T extends RecordType>(
    name: string,
    type: T,
    options: WatchOptions = {},
  ): Observable<RecordSetChange<T>> {
    const { engine } = this;
    engine.checkOptions(options);
    const pace = watchPace(options);
    return engine.pending.stream(() => {
      const { question, settings } = engine.query(name, type, options);
      const again: QueryOptions = settings.cache === 'use' ? { ...options, cache: 'refresh' } : options;
      return this.#watches.watch(`${question.name.toLowerCase()} ${type} ${optionsKey(options)}`, type, {
        ...pace,
        random: engine.random,
        scheduler: engine.scheduler,
        ask: (first) => wholeReply(engine.exchange, engine.query(name, type, first ? options : again), type),
      });
    }, options.signal);
  }

  /**
   * Polls each of several servers until all of them, or a quorum, have what is wanted at the same time.
   *
   * Emits the state of each, and again when one says something else; completes with the value that is `agreed`.
   * What a server fails with is in its state, and it is asked again. Nothing is taken from the cache.
   *
   * Errors with `ETIMEOUT` on the deadline, with the latest attempts at each server for a trail, with `ENOSERVER`
   * where there are fewer servers than wanted, and as {@link WatchStreams.watch$} does. Throws `RangeError` for an
   * option out of its bounds, {@link DnsError} `EBADSTR` for a wanted text that no record of the type can have.
   */
  agree$<T extends RecordType>(
    name: string,
    type: T,
    want: Wanted<T>,
    options: AgreeOptions = {},
  ): Observable<Agreement<T>> {
    const { engine } = this;
    engine.checkOptions(options);
    const known = options.servers ?? engine.configuration.settings.servers;
    const { quorum: wanted, every } = agreePace(options, known.length);
    const matches = matchWanted(type, want);
    return engine.pending.stream(() => {
      const { question, settings } = engine.query(name, type, options);
      const { useTcp } = settings;
      const servers = settings.servers.map((server) =>
        useTcp ? { ...server, transport: 'tcp' as const } : server,
      );
      const quorum = wanted ?? servers.length;
      if (servers.length < Math.max(1, quorum)) {
        const message = `the quorum is ${Math.max(1, quorum)}, the number of servers ${servers.length}`;
        throw new DnsError('ENOSERVER', message);
      }
      return agree({
        ...{ question, servers, quorum, every, matches },
        deadline: options.deadline,
        scheduler: engine.scheduler,
        ask: ({ text }) => this.#outcome(type, engine.query(name, type, pollOptions(options, text))),
      });
    }, options.signal);
  }

  #outcome<T extends RecordType>(type: T, query: Query): Observable<Outcome<T>> {
    return wholeReply(this.engine.exchange, query, type).pipe(
      map(({ question, response }) => responseOutcome(type, question, response)),
      catchError((error: unknown) => {
        const failure = asDnsError(error);
        if (!(failure instanceof DnsError)) throw failure;
        return of(errorOutcome(type, query.question.name, failure));
      }),
    );
  }
}

/** The deadline is that of all polls together, and each poll is asked again anyway. */
function pollOptions({ tries = 1, ...options }: AgreeOptions, server: string): QueryOptions {
  return { ...options, tries, servers: [server], deadline: undefined, cache: 'bypass' };
}

/** Equal for equal options, in whatever order they are written; a signal is the subscriber's own. */
function optionsKey({ signal, ...options }: WatchOptions): string {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return JSON.stringify(given.sort(([left], [right]) => (left < right ? -1 : 1)));
}
