import { concatMap, map, Observable, of, Subject, Subscription, throwError } from 'rxjs';
import type { Connect, Connection, Endpoint, SendFailure } from './connect.js';
import {
  authority,
  dnsMessageType,
  type HttpConnection,
  HttpError,
  type HttpRequest,
  type HttpResponse,
  type OpenHttp,
} from './http.js';

/** What DNS over HTTPS needs beside a way to ask web servers. */
export interface DohServices {
  readonly method: 'GET' | 'POST';
  /** Milliseconds since 1970. */
  now(): number;
  /** Takes the seconds that a response lay in HTTP caches off the TTLs of its message. */
  subtractAge(message: Uint8Array, seconds: number): Uint8Array;
}

/** Redirects followed for one query, on the server that was asked. */
const maxRedirects = 3;
/** Milliseconds that a server is left alone at most, whatever its Retry-After says. */
const longestRest = 3_600_000;

const redirects: ReadonlySet<number> = new Set([301, 302, 307, 308]);
/** With these, Retry-After says when to ask again (RFC 9110 section 15.6.4, RFC 6585 section 4). */
const overloads: ReadonlySet<number> = new Set([429, 503]);

/**
 * Opens DNS over HTTPS (RFC 8484): each message is an exchange of its own, with id 0 on the wire, so that HTTP
 * caches can share it.
 *
 * A server that sent Retry-After is not asked before; what it would have been asked fails at once, as it did.
 */
export function connectHttps(open: OpenHttp, services: DohServices): Connect {
  const rests = new Map<string, Rest>();
  return (endpoint) =>
    new Observable((subscriber) => {
      const asking = new Subscription();
      subscriber.add(asking);
      subscriber.add(
        open(endpoint).subscribe({
          next: (http) => subscriber.next(new DohConnection(http, endpoint, { ...services, rests }, asking)),
          error: (error: unknown) => subscriber.error(error),
        }),
      );
    });
}

/** What a server said when it was asked too much. */
interface Rest {
  readonly error: HttpError;
  /** In the milliseconds of `now`. */
  readonly until: number;
}

interface Services extends DohServices {
  /** By the authority of the server. */
  readonly rests: Map<string, Rest>;
}

class DohConnection implements Connection {
  readonly #messages = new Subject<Uint8Array>();
  readonly #failures = new Subject<SendFailure>();
  readonly messages$ = this.#messages.asObservable();
  readonly failures$ = this.#failures.asObservable();
  readonly #http: HttpConnection;
  readonly #authority: string;
  readonly #template: string;
  readonly #services: Services;
  readonly #asking: Subscription;
  /** By transaction id. */
  readonly #exchanges = new Map<number, Subscription>();

  constructor(http: HttpConnection, endpoint: Endpoint, services: Services, asking: Subscription) {
    this.#http = http;
    this.#authority = authority(endpoint);
    this.#template = endpoint.path ?? defaultPath;
    this.#services = services;
    this.#asking = asking;
    asking.add(http.ended$.subscribe(this.#messages));
  }

  send(message: Uint8Array): void {
    const id = new DataView(message.buffer, message.byteOffset).getUint16(0);
    const exchange = new Subscription();
    // Kept before it is begun: it may fail at once.
    this.#exchanges.set(id, exchange);
    this.#asking.add(exchange);
    exchange.add(
      this.#ask(withId(message, 0)).subscribe({
        next: (response) => {
          this.cancel(id);
          this.#messages.next(withId(response, id));
        },
        error: (cause: unknown) => {
          this.cancel(id);
          this.#failures.next({ id, cause });
        },
      }),
    );
  }

  cancel(id: number): void {
    const exchange = this.#exchanges.get(id);
    if (exchange === undefined) return;
    this.#exchanges.delete(id);
    this.#asking.remove(exchange);
    exchange.unsubscribe();
  }

  setIdle(idle: boolean): void {
    this.#http.setIdle(idle);
  }

  #ask(message: Uint8Array): Observable<Uint8Array> {
    const { rests, method, now } = this.#services;
    const rest = rests.get(this.#authority);
    if (rest !== undefined) {
      if (now() < rest.until) return throwError(() => rest.error);
      rests.delete(this.#authority);
    }
    return this.#follow(toRequest(method, this.#template, message), maxRedirects).pipe(
      map((response) => this.#read(response)),
    );
  }

  /** Asks, and goes on to where the server moved to: but not to another one, whom nobody chose. */
  #follow(request: HttpRequest, left: number): Observable<HttpResponse> {
    return this.#http.exchange(request).pipe(
      concatMap((response) => {
        if (!redirects.has(response.status)) return of(response);
        const path = this.#redirectedPath(request.path, response.header('location'));
        if (path === undefined || left === 0) {
          const where = left === 0 ? `more than ${maxRedirects} times` : 'to another server';
          throw new HttpError('HTTP_REDIRECT', `HTTP status ${response.status}: redirected ${where}`);
        }
        return this.#follow({ ...request, path }, left - 1);
      }),
    );
  }

  #redirectedPath(from: string, location: string | undefined): string | undefined {
    const origin = `https://${this.#authority}`;
    if (location === undefined || !URL.canParse(location, origin + from)) return undefined;
    const target = new URL(location, origin + from);
    return target.origin === new URL(origin).origin ? target.pathname + target.search : undefined;
  }

  /** The DNS message of a response. Throws {@link HttpError}. */
  #read(response: HttpResponse): Uint8Array {
    const { status, body } = response;
    if (status < 200 || status > 299) throw this.#statusError(response);
    const type = response.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
    if (type !== dnsMessageType) {
      throw new HttpError(
        'HTTP_CONTENT_TYPE',
        `the content type is ${type ?? 'missing'}, not ${dnsMessageType}`,
      );
    }
    if (body.length < headerLength)
      throw new HttpError('HTTP_BODY', 'the body is too short for a DNS message');
    const age = response.header('age');
    if (age === undefined || !/^[1-9]\d*$/.test(age)) return body;
    return this.#services.subtractAge(body, Number(age));
  }

  #statusError(response: HttpResponse): HttpError {
    const { status } = response;
    const now = this.#services.now();
    const rest = overloads.has(status) ? retryAfter(response.header('retry-after'), now) : undefined;
    const error = new HttpError(`HTTP_${status}`, `HTTP status ${status}`, rest);
    if (rest !== undefined) this.#services.rests.set(this.#authority, { error, until: now + rest });
    return error;
  }
}

/** Where servers answer that are known by name alone; not of RFC 8484, which has no default, but of its examples. */
const defaultPath = '/dns-query';
/** Octets of the header of a message. */
const headerLength = 12;

function withId(message: Uint8Array, id: number): Uint8Array {
  // Not slice: that of a Buffer shares memory.
  const copy = new Uint8Array(message);
  new DataView(copy.buffer).setUint16(0, id);
  return copy;
}

/** RFC 8484 section 4.1: the template with the message in it, or the message behind the template without it. */
function toRequest(method: 'GET' | 'POST', template: string, message: Uint8Array): HttpRequest {
  if (method === 'POST') return { method, path: template.replace(variable, ''), body: message };
  const dns = base64url(message);
  const isTemplate = variable.test(template);
  const path = isTemplate
    ? template.replace(variable, (_, operator = '') => (operator === '' ? dns : `${operator}dns=${dns}`))
    : `${template}${template.includes('?') ? '&' : '?'}dns=${dns}`;
  return { method, path };
}

/** Where the message goes in a template (RFC 6570): alone, or as a parameter of the query. */
const variable = /\{([?&])?dns\}/;

/** RFC 4648 section 5, without padding. */
function base64url(octets: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...octets));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Milliseconds of a Retry-After, which has seconds or a date (RFC 9110 section 10.2.3). */
function retryAfter(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return wait > 0 ? Math.min(longestRest, wait) : undefined;
}
