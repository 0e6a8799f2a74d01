import {
  type ClientHttp2Session,
  constants,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2';
import { Observable } from 'rxjs';
import { dnsMessageType, HttpBody, type HttpRequest, type HttpResponse } from './http.js';

/** Milliseconds that a server has to answer the PING behind an exchange that was given up: it may be gone. */
const pingTimeout = 2000;

/**
 * One exchange on a session. Unsubscribing resets its stream (RST_STREAM), and looks whether the server is still
 * there; one that is not, ends the session with `ETIMEDOUT`.
 */
export function exchange(session: ClientHttp2Session, request: HttpRequest): Observable<HttpResponse> {
  return new Observable((subscriber) => {
    const stream = session.request(headersOf(request), { endStream: request.body === undefined });
    let response: IncomingHttpHeaders | undefined;
    const body = new HttpBody();
    stream.on('response', (headers) => {
      response = headers;
    });
    stream.on('data', (chunk: Uint8Array) => {
      try {
        body.push(chunk);
      } catch (error) {
        subscriber.error(error);
      }
    });
    stream.on('error', (error) => {
      // Of a reset, close tells more.
      if (!isReset(error)) subscriber.error(error);
    });
    stream.on('close', () => {
      if (response === undefined || stream.rstCode !== constants.NGHTTP2_NO_ERROR) {
        subscriber.error(cutError(stream.rstCode));
        return;
      }
      subscriber.next(readResponse(response, body));
      subscriber.complete();
    });
    subscriber.add(() => {
      if (stream.closed) return;
      stream.close(constants.NGHTTP2_CANCEL);
      checkAlive(session);
    });
    if (request.body !== undefined) stream.end(request.body);
  });
}

function headersOf({ method, path, body }: HttpRequest): OutgoingHttpHeaders {
  const headers = { ':method': method, ':path': path, accept: dnsMessageType };
  if (body === undefined) return headers;
  return { ...headers, 'content-type': dnsMessageType, 'content-length': body.length };
}

function readResponse(headers: IncomingHttpHeaders, body: HttpBody): HttpResponse {
  return {
    status: Number(headers[':status']),
    header: (name) => {
      const value = headers[name];
      return typeof value === 'string' ? value : undefined;
    },
    body: body.join(),
  };
}

function isReset(error: Error): boolean {
  return 'code' in error && error.code === 'ERR_HTTP2_STREAM_ERROR';
}

/** Whether an exchange failed because its session ended in order, or had ended. */
export function isCut(error: unknown): boolean {
  return error instanceof Error && 'code' in error && cuts.has(error.code);
}

const cut = 'EOF';
const cuts: ReadonlySet<unknown> = new Set([cut, 'ERR_HTTP2_INVALID_SESSION', 'ERR_HTTP2_GOAWAY_SESSION']);

/** Whether the server refused an exchange before it looked at it, so that it may be asked again at once. */
export function isRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === refused;
}

const refused = 'HTTP_REFUSED';

/** Node closes the streams of a connection that ended as if they had been cancelled. */
function cutError(code: number | undefined): Error {
  const cancelled =
    code === undefined || code === constants.NGHTTP2_NO_ERROR || code === constants.NGHTTP2_CANCEL;
  if (cancelled)
    return Object.assign(new Error('the connection ended before the response did'), { code: cut });
  const name = code === constants.NGHTTP2_REFUSED_STREAM ? refused : 'HTTP_RESET';
  return Object.assign(new Error(`the server reset the exchange with code ${code}`), { code: name });
}

const pinged = new WeakSet<ClientHttp2Session>();

function checkAlive(session: ClientHttp2Session): void {
  if (session.destroyed || pinged.has(session)) return;
  pinged.add(session);
  const timer = setTimeout(() => {
    const silence = new Error(`the server is silent for ${pingTimeout} ms`);
    session.destroy(Object.assign(silence, { code: 'ETIMEDOUT' }));
  }, pingTimeout).unref();
  session.ping(() => {
    clearTimeout(timer);
    pinged.delete(session);
  });
}
