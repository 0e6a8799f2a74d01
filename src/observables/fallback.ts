import type { SchedulerLike } from 'rxjs';
import { isDnsError } from '../errors.js';
import type { Transport } from '../socket/connect.js';
import type { EventSource } from './events.js';
import type { Attempt, DnsResponse, Exchange, ServerQuery } from './exchange.js';
import { toServer } from './make-query.js';
import { RecentMap } from './recent-map.js';
import { exchangeOf, type Run, runQuery, type SingleObserver } from './single.js';

/** Milliseconds for which a server that failed on EDNS is asked without it. */
const plainFor = 300_000;
/** How often a query is sent again with the cookie that the server asked for (RFC 7873 section 5.3). */
const maxCookieRetries = 3;

/** Responses by which a server shows that it does not understand EDNS (RFC 6891 section 7). */
const ednsRefusals: ReadonlySet<string> = new Set(['FORMERR', 'NOTIMP', 'BADVERS']);

/** Most queries have nothing asked before; they need no array of their own. */
const noAttempts: readonly Attempt[] = [];

/** Why the same server is asked again, and how. */
export interface Fallback {
  /** Stands for the first response in the trail. */
  readonly outcome: string;
  readonly query: ServerQuery;
}

/**
 * What to ask the same server again after a response, or `undefined` where the response stands.
 *
 * - Truncated: over TCP (RFC 7766 section 5). Nothing of it is used: what is missing is unknown.
 * - FORMERR, NOTIMP or BADVERS to a query with EDNS: without EDNS.
 * - BADCOOKIE: again with the new cookie, three times, then over TCP, where cookies are not needed.
 */
export function fallbackAfter(
  query: ServerQuery,
  response: DnsResponse,
  cookieRetries: number,
): Fallback | undefined {
  const { rcode, flags } = response;
  if (flags.tc && query.transport === 'udp' && !query.settings.ignoreTruncation) {
    return { outcome: 'TRUNCATED', query: toServer(query, query.server, 'tcp', query.withEdns) };
  }
  if (query.withEdns && ednsRefusals.has(rcode)) {
    return { outcome: rcode, query: toServer(query, query.server, query.transport, false) };
  }
  if (rcode !== 'BADCOOKIE' || query.transport !== 'udp') return undefined;
  const transport = cookieRetries < maxCookieRetries ? 'udp' : 'tcp';
  return { outcome: rcode, query: toServer(query, query.server, transport, query.withEdns) };
}

/**
 * Asks the same server again, at once and not counted as a try, where its response shows how to ask better.
 *
 * A server that answered only without EDNS is asked without it for five minutes. A query over UDP that was
 * given up among forged responses goes over TCP.
 */
export function fallback(
  scheduler: SchedulerLike,
  events: EventSource,
): (next: Exchange<ServerQuery>) => Exchange<ServerQuery> {
  const plainUntil = new RecentMap<number>();
  const onPlain = (server: string) => plainUntil.set(server, scheduler.now() + plainFor);
  const services = { events, onPlain };
  return (next) =>
    exchangeOf((query, observer) => {
      const until = plainUntil.get(query.server.text);
      const plain = until !== undefined && scheduler.now() < until;
      const first = plain && query.withEdns ? toServer(query, query.server, query.transport, false) : query;
      return new Asking(query, first, next, services, observer);
    });
}

interface AskingServices {
  readonly events: EventSource;
  /** Hears of a server that answers only without EDNS. */
  onPlain(server: string): void;
}

/** One query to one server, with all that is asked of it again. */
class Asking implements Run, SingleObserver<DnsResponse> {
  readonly #asked: ServerQuery;
  readonly #next: Exchange<ServerQuery>;
  readonly #services: AskingServices;
  readonly #observer: SingleObserver<DnsResponse>;
  /** The query asked last, and its run. */
  #query: ServerQuery;
  #wire: Run | undefined;
  #trail: readonly Attempt[] = noAttempts;
  #elapsed = 0;
  #cookieRetries = 0;
  #ednsRefused = false;
  #ended = false;

  constructor(
    asked: ServerQuery,
    first: ServerQuery,
    next: Exchange<ServerQuery>,
    services: AskingServices,
    observer: SingleObserver<DnsResponse>,
  ) {
    this.#asked = asked;
    this.#query = first;
    this.#next = next;
    this.#services = services;
    this.#observer = observer;
  }

  begin(): void {
    this.#ask(this.#query);
  }

  unsubscribe(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#leaveTrail();
    this.#wire?.unsubscribe();
  }

  next(response: DnsResponse): void {
    const query = this.#query;
    const again = fallbackAfter(query, response, this.#cookieRetries);
    if (again === undefined) {
      if (this.#ednsRefused && !ednsRefusals.has(response.rcode)) this.#services.onPlain(query.server.text);
      this.#ended = true;
      this.#observer.next(this.#withTrail(response));
      return;
    }
    if (response.rcode === 'BADCOOKIE') this.#cookieRetries += 1;
    if (query.withEdns && !again.query.withEdns) this.#ednsRefused = true;
    this.#askAgain(again, response.elapsed, query.transport);
  }

  error(error: unknown): void {
    const query = this.#query;
    // Over UDP, EBADRESP means that too many wrong messages came.
    if (query.transport === 'udp' && isDnsError(error) && error.code === 'EBADRESP') {
      const overTcp = toServer(query, query.server, 'tcp', query.withEdns);
      this.#askAgain({ outcome: error.code, query: overTcp }, error.elapsed, query.transport);
      return;
    }
    this.#ended = true;
    this.#leaveTrail();
    this.#observer.error(error);
  }

  #ask(query: ServerQuery): void {
    this.#asked.latest.transport = query.transport;
    this.#query = query;
    this.#wire = runQuery(this.#next, query, this);
    this.#wire.begin();
  }

  /** Puts what was asked before into the trail of the query, where no response came that could bring it along. */
  #leaveTrail(): void {
    if (this.#trail.length > 0) this.#asked.trail.push(...this.#trail);
    this.#trail = noAttempts;
  }

  #askAgain({ outcome, query }: Fallback, elapsed: number, transport: Transport): void {
    const server = query.server.text;
    const { question } = query;
    this.#trail = [...this.#trail, { server, transport, elapsed, outcome }];
    this.#elapsed += elapsed;
    this.#services.events.fellBack(question, server, outcome);
    // Whoever heard of it may have cancelled.
    if (!this.#ended) this.#ask(query);
  }

  #withTrail(response: DnsResponse): DnsResponse {
    if (this.#trail.length === 0) return response;
    const attempts = [...this.#trail, ...response.attempts];
    this.#trail = noAttempts;
    return { ...response, elapsed: this.#elapsed + response.elapsed, attempts };
  }
}
