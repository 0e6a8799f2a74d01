import { type ClientHttp2Session, connect, constants } from 'node:http2';
import {
  catchError,
  defer,
  Observable,
  of,
  ReplaySubject,
  retry,
  Subject,
  Subscription,
  switchMap,
  take,
  tap,
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
import { exchange, isCut, isRefused } from './http2-exchange.js';
import { idleTimeout } from './stream-connection.js';
import type { OpenTls } from './tls-socket.js';

/**
 * Exchanges begun before the server said how many it takes at a time. Servers that have seen no whole one take many
 * for a flood: BIND 9.18 ends a connection that begins with 90.
 */
const firstExchanges = 16;
/** How often an exchange that the server refused unseen is begun again. */
const maxRefusals = 3;

/** Opens HTTP/2 connections (RFC 9113). */
export function openHttp2(open: OpenTls): OpenHttp {
  return (endpoint) =>
    new Observable((subscriber) => {
      const connection = new Http2Connection(endpoint, open);
      subscriber.add(() => connection.close());
      connection.current().session$.subscribe({
        next: () => subscriber.next(connection),
        error: (error: unknown) => subscriber.error(error),
      });
    });
}

/** A session, from when it is wanted. */
interface Current {
  /** Emits it once it is open. */
  readonly session$: ReplaySubject<ClientHttp2Session>;
  /** Emits once it is known how many exchanges the server takes at a time; Node keeps to it from then on. */
  readonly settled$: ReplaySubject<void>;
  session: ClientHttp2Session | undefined;
  /** Whether an exchange came to its end on it. */
  answered: boolean;
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
  #current: Current | undefined;
  #running = 0;
  #idle = false;

  constructor(endpoint: Endpoint, open: OpenTls) {
    this.#endpoint = endpoint;
    this.#open = open;
  }

  /** The session to use. One that is closing takes nothing more. */
  current(): Current {
    const known = this.#current;
    if (known !== undefined && known.session?.closed !== true) return known;
    const current: Current = {
      session$: new ReplaySubject(1),
      settled$: new ReplaySubject(1),
      session: undefined,
      answered: false,
    };
    this.#current = current;
    this.#sockets.add(
      openSession(this.#endpoint, this.#open).subscribe({
        next: (session) => {
          this.#watch(session, current);
          current.session$.next(session);
        },
        error: (error: unknown) => {
          current.session$.error(error);
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
      let current: Current | undefined;
      let refusals = 0;
      const mayRepeat = (error: unknown) => {
        if (current !== undefined && this.#isLeftOver(current, error)) return true;
        refusals += 1;
        // Refused unseen, so that nothing is lost (RFC 9113 section 8.7).
        return isRefused(error) && refusals <= maxRefusals;
      };
      subscriber.add(
        defer(() => {
          current = this.current();
          return this.#exchangeOn(current, request);
        })
          .pipe(retry({ delay: (error) => (mayRepeat(error) ? of(0) : throwError(() => error)) }))
          .subscribe(subscriber),
      );
    });
  }

  setIdle(idle: boolean): void {
    this.#idle = idle;
    const session = this.#current?.session;
    if (session !== undefined) rest(session, idle);
  }

  close(): void {
    this.#sockets.unsubscribe();
  }

  /**
   * Whether a session that was told to end left an exchange over, which is then repeated on the next one: if it had
   * brought any to its end, so that there are no more sessions than exchanges, whatever the server does.
   */
  #isLeftOver(current: Current, error: unknown): boolean {
    if (this.#current === current && current.session?.closed !== true) return false;
    return current.answered && (isCut(error) || isRefused(error));
  }

  #exchangeOn(current: Current, request: HttpRequest): Observable<HttpResponse> {
    const { session$, settled$ } = current;
    const begin$ = this.#running <= firstExchanges ? session$ : settled$.pipe(switchMap(() => session$));
    return begin$.pipe(
      take(1),
      switchMap((session) =>
        exchange(session, request).pipe(
          tap(() => {
            current.answered = true;
          }),
          catchError((error: unknown) => {
            // Before the others on it are told, so that none of them is tried again on this session.
            if (session.destroyed && this.#current?.session === session)
              this.#end(isCut(error) ? undefined : error);
            return throwError(() => error);
          }),
        ),
      ),
    );
  }

  #watch(session: ClientHttp2Session, current: Current): void {
    current.session = session;
    if (this.#idle) rest(session, true);
    session.once('remoteSettings', () => current.settled$.next());
    session.on('timeout', () => session.close());
    session.on('goaway', (code: number) => {
      // With another code Node destroys the session, which then errors.
      if (code !== constants.NGHTTP2_NO_ERROR || this.#current !== current) return;
      this.#current = undefined;
      this.#endIfDone();
    });
    session.on('error', (error) => {
      if (this.#current === current) this.#end(error);
    });
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
    const closing = new Subscription();
    // Later: Node crashes where a session is destroyed while it takes frames in, as when its GOAWAY ends an exchange.
    subscriber.add(() => void setImmediate(() => closing.unsubscribe()));
    // First, so that it is closed first.
    const opened = new Subscription();
    closing.add(opened);
    closing.add(
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
          // Frees it: a connection may outlive many sessions.
          session.once('close', () => subscriber.complete());
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
