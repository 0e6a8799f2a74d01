import { Observable, Subject } from 'rxjs';
import type { ResolverOptions } from '../options.js';
import type { Connect, Connection, SendFailure } from '../socket/connect.js';
import { makeMatcher, type QueryMatch } from './query-match.js';
import { CollectedQuery, type TestQuery } from './test-query.js';

/**
 * Collects the queries of resolvers, for a test to look at and answer: what Angular's HttpTestingController is for
 * HTTP.
 *
 * ```ts
 * const dns = new DnsTestingController();
 * const resolver = new Resolver(dns.options);
 * const addresses = resolver.query('example.org', 'A');
 *
 * dns.expectOne({ name: 'example.org', type: 'A' }).respond([{ type: 'A', address: '192.0.2.7' }]);
 *
 * await addresses;
 * dns.verify();
 * ```
 *
 * It has no clock of its own: it works in real time, with fake timers, and in virtual time. `query$`, `response$`
 * and `outcome$` send inside `subscribe()`; streams that may take several queries (`search$`, host lookups) send a
 * microtask later, in virtual time at the next `flush` or `advance(0)`.
 */
export class DnsTestingController {
  /** Sent, and not taken by `expectOne` or `match`. */
  #open: CollectedQuery[] = [];

  /** What `ResolverOptions.connect` takes. */
  readonly connect: Connect = (endpoint) =>
    new Observable<Connection>((subscriber) => {
      const messages = new Subject<Uint8Array>();
      const failures = new Subject<SendFailure>();
      // By transaction id; the latest of each, answered or not.
      const sent = new Map<number, CollectedQuery>();
      subscriber.add(() => {
        for (const query of sent.values()) query.cancel();
      });
      subscriber.next({
        messages$: messages,
        failures$: failures,
        send: (message) => {
          const query = new CollectedQuery({
            endpoint,
            // The sender may use its buffer again.
            octets: message.slice(),
            deliver: (octets) => messages.next(octets),
            fail: (failure) => failures.next(failure),
          });
          sent.set(query.message.id, query);
          this.#open.push(query);
        },
        cancel: (id) => sent.get(id)?.cancel(),
        setIdle: () => undefined,
      });
    });

  /**
   * Options for a resolver whose every question is one query: one server (192.0.2.1), no second attempt, a minute of
   * patience, no EDNS (a server may refuse it, and is then asked again). The cache is on.
   *
   * Put your own behind them: `{ ...dns.options, tries: 3, timeout: 2000 }`.
   */
  readonly options: ResolverOptions = {
    connect: this.connect,
    servers: ['192.0.2.1'],
    tries: 1,
    timeout: 60_000,
    edns: false,
  };

  /**
   * Takes the one open query that matches.
   *
   * Throws an Error where there is none, or more than one; it lists what is open. `description` says in it what was
   * expected.
   */
  expectOne(match: QueryMatch, description?: string): TestQuery {
    const { found, text } = this.#find(match, description);
    const [query] = found;
    if (query === undefined || found.length > 1) {
      const count = found.length === 0 ? 'none' : `${found.length}`;
      throw new Error(`expected one query ${text}, found ${count}\n${this.#describeOpen()}`);
    }
    this.#take(found);
    return query;
  }

  /** Throws an Error, which lists what is open, where an open query matches. */
  expectNone(match: QueryMatch, description?: string): void {
    const { found, text } = this.#find(match, description);
    if (found.length > 0)
      throw new Error(`expected no query ${text}, found ${found.length}\n${this.#describeOpen()}`);
  }

  /** Takes all open queries that match, in the order in which they were sent. */
  match(match: QueryMatch): readonly TestQuery[] {
    const { found } = this.#find(match);
    this.#take(found);
    return found;
  }

  /**
   * Throws an Error, which lists them, where queries are open that were not taken by `expectOne` or `match`.
   *
   * With `ignoreCancelled`, those that nobody waits for do not count.
   */
  verify({ ignoreCancelled = false }: { readonly ignoreCancelled?: boolean } = {}): void {
    const open = this.#open.filter(({ cancelled }) => !(ignoreCancelled && cancelled));
    if (open.length > 0) throw new Error(`expected no open queries, found ${open.length}\n${list(open)}`);
  }

  #find(match: QueryMatch, description?: string) {
    const { matches, text } = makeMatcher(match);
    return { found: this.#open.filter(matches), text: description ?? text };
  }

  #take(taken: readonly CollectedQuery[]): void {
    const gone = new Set(taken);
    this.#open = this.#open.filter((query) => !gone.has(query));
  }

  #describeOpen(): string {
    return this.#open.length === 0 ? 'no query is open' : `open queries:\n${list(this.#open)}`;
  }
}

function list(queries: readonly CollectedQuery[]): string {
  return queries.map((query) => `  ${query}`).join('\n');
}
