import { type ClientHttp2Session, connect, constants } from 'node:http2';
import {
  defer,
  Observable,
  of,
  ReplaySubject,
  retry,
  Subject,
  Subscription,
  switchMap,
  take,
  throwError,
} from 'rxjs';
import type { Endpoint } from './connect.js';
import {
  authority,
  type HttpConnection,
  HttpError,
  type HttpRequest,
  type HttpResponse,
  type OpenHttp,
} from './http.js';
import { exchange, isRefused } from './http2-exchange.js';
import { idleTimeout } from './stream-connection.js';
import type { OpenTls } from './tls-socket.js';

/** How often an exchange that the server refused unseen is begun again. */
const maxRefusals = 3;

/** Opens HTTP/2 connections (RFC 9113). */
export function openHttp2(open: OpenTls): OpenHttp {
  return (endpoint) =>
    new Observable((subscriber) => {
      const connection = new Http2Connection(endpoint, open);
      subscriber.add(() => connection.close());
      connection.session$().subscribe({
        next: () => subscriber.next(connection),
        error: (error: unknown) => subscriber.error(error),
      });
    });
}

/**
 * One connection to a server, and another one once it was told to use it no more (GOAWAY): what was asked before is
 * still answered.
 */
class Http2Connection implements HttpConnection {
  readonly #ended = new Subject<never>();
  readonly ended$ = this.#ended.asObservable();
  readonly #endpoint: Endpoint;
  readonly #open: OpenTls;
  readonly #sockets = new Subscription();
  /** The session to use, as soon as it is there. */
  #current: ReplaySubject<ClientHttp2Session> | undefined;
  #running = 0;
  #idle = false;

  constructor(endpoint: Endpoint, open: OpenTls) {
    this.#endpoint = endpoint;
    this.#open = open;
  }

  session$(): Observable<ClientHttp2Session> {
    if (this.#current !== undefined) return this.#current;
    const current = new ReplaySubject<ClientHttp2Session>(1);
    this.#current = current;
    this.#sockets.add(
      openSession(this.#endpoint, this.#open).subscribe({
        next: (session) => {
          this.#watch(session, current);
          current.next(session);
        },
        error: (error: unknown) => {
          current.error(error);
          this.#end(error);
        },
      }),
    );
    return current;
  }

  exchange(request: HttpRequest): Observable<HttpResponse> {
    return new Observable((subscriber) => {
      this.#running += 1;
      subscriber.add(() => {
        this.#running -= 1;
        this.#endIfDone();
      });
      subscriber.add(
        defer(() => this.session$())
          .pipe(
            take(1),
            switchMap((session) => exchange(session, request)),
            // More than the server takes at a time, before it could say how many that are (RFC 9113 section 8.7).
            retry({
              count: maxRefusals,
              delay: (error) => (isRefused(error) ? of(0) : throwError(() => error)),
            }),
          )
          .subscribe(subscriber),
      );
    });
  }

  setIdle(idle: boolean): void {
    this.#idle = idle;
    this.#current?.pipe(take(1)).subscribe((session) => rest(session, idle));
  }

  close(): void {
    this.#sockets.unsubscribe();
  }

  #watch(session: ClientHttp2Session, current: ReplaySubject<ClientHttp2Session>): void {
    if (this.#idle) rest(session, true);
    session.on('timeout', () => session.close());
    session.on('goaway', (code: number) => {
      // With another code Node destroys the session, which then errors.
      if (code !== constants.NGHTTP2_NO_ERROR || this.#current !== current) return;
      this.#current = undefined;
      this.#endIfDone();
    });
    session.on('error', (error) => this.#end(error));
    session.on('close', () => {
      if (this.#current === current) this.#end();
    });
  }

  /** A server that wants no more, and was asked nothing else since. */
  #endIfDone(): void {
    if (this.#current === undefined && this.#running === 0) this.#end();
  }

  #end(error?: unknown): void {
    if (error === undefined) this.#ended.complete();
    else this.#ended.error(error);
  }
}

function openSession(endpoint: Endpoint, open: OpenTls): Observable<ClientHttp2Session> {
  return new Observable((subscriber) => {
    // First, so that it is closed first.
    const opened = new Subscription();
    subscriber.add(opened);
    subscriber.add(
      open(endpoint, 'h2').subscribe({
        next: (socket) => {
          if (socket.alpnProtocol !== 'h2') {
            subscriber.error(new HttpError('HTTP_VERSION', 'the server does not speak HTTP/2'));
            return;
          }
          const session = connect(`https://${authority(endpoint)}`, {
            createConnection: () => socket,
            settings: { enablePush: false },
          });
          opened.add(() => session.destroy());
          session.once('connect', () => subscriber.next(session));
        },
        error: (error: unknown) => subscriber.error(error),
      }),
    );
  });
}

/** Lets the process end while the session is idle, and closes it when that lasts. */
function rest(session: ClientHttp2Session, idle: boolean): void {
  if (session.destroyed) return;
  session.setTimeout(idle ? idleTimeout : 0);
  if (idle) session.unref();
  else session.ref();
}
