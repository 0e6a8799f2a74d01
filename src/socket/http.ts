import type { Observable } from 'rxjs';
import type { Endpoint } from './connect.js';

/** What a web server is asked. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly path: string;
  /** A DNS message; absent with GET. */
  readonly body?: Uint8Array | undefined;
}

/** What it answers. */
export interface HttpResponse {
  readonly status: number;
  /** The header of this name, in lower case; undefined where there is none, or where it must not be read. */
  header(name: string): string | undefined;
  readonly body: Uint8Array;
}

/** An open way to one web server. */
export interface HttpConnection {
  /** Emits nothing; errors when the connection fails, completes when the peer ends it. */
  readonly ended$: Observable<never>;
  /** Asks when it is subscribed to, and aborts when it is unsubscribed from; one response, then complete. */
  exchange(request: HttpRequest): Observable<HttpResponse>;
  setIdle(idle: boolean): void;
}

/** Subscribe to open a connection, unsubscribe to close it. */
export type OpenHttp = (endpoint: Endpoint) => Observable<HttpConnection>;

/** The media type of DNS messages (RFC 8484 section 6). */
export const dnsMessageType = 'application/dns-message';

/** An HTTP exchange that brought no DNS message. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  /** `HTTP_` and the status (`HTTP_503`), or what was wrong: `HTTP_CONTENT_TYPE`, `HTTP_BODY`, `HTTP_REDIRECT`. */
  readonly code: string;
  /** Milliseconds for which the server does not want to be asked, where it said so. */
  readonly retryAfter: number | undefined;

  constructor(code: string, message: string, retryAfter?: number) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** The longest DNS message, and so the longest body. */
const maxBody = 0xffff;

/** The body of a response as it comes. Throws {@link HttpError} `HTTP_BODY` once it is too long for a message. */
export class HttpBody {
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  push(chunk: Uint8Array): void {
    this.#length += chunk.length;
    if (this.#length > maxBody) throw new HttpError('HTTP_BODY', `the body is longer than ${maxBody} octets`);
    this.#chunks.push(chunk);
  }

  /** All of it. */
  join(): Uint8Array {
    const [only] = this.#chunks;
    if (only !== undefined && this.#chunks.length === 1) return only;
    const body = new Uint8Array(this.#length);
    let at = 0;
    for (const chunk of this.#chunks) {
      body.set(chunk, at);
      at += chunk.length;
    }
    return body;
  }
}

/** Name and port of a web server as URLs have them. */
export function authority({ host, address, port }: Endpoint): string {
  const name = host ?? address;
  const bracketed = name.includes(':') ? `[${name}]` : name;
  return port === 443 ? bracketed : `${bracketed}:${port}`;
}
