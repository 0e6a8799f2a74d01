import { asapScheduler, concat, NEVER, Observable, observeOn, of } from 'rxjs';
import type { Endpoint } from './connect.js';
import {
  authority,
  dnsMessageType,
  HttpBody,
  type HttpConnection,
  HttpError,
  type HttpRequest,
  type HttpResponse,
  type OpenHttp,
} from './http.js';

/** Asks web servers by `fetch`, which finds, opens and shares connections by itself. */
export function openFetch(fetch: typeof globalThis.fetch): OpenHttp {
  return (endpoint) => concat(of(connection(fetch, endpoint)), NEVER).pipe(observeOn(asapScheduler));
}

function connection(fetch: typeof globalThis.fetch, endpoint: Endpoint): HttpConnection {
  return {
    ended$: NEVER,
    exchange: (request) =>
      new Observable((subscriber) => {
        const controller = new AbortController();
        subscriber.add(() => controller.abort());
        ask(fetch, `https://${authority(endpoint)}`, request, controller.signal).then(
          (response) => {
            subscriber.next(response);
            subscriber.complete();
          },
          (error: unknown) => subscriber.error(causeOf(error)),
        );
      }),
    setIdle: () => undefined,
  };
}

async function ask(
  fetch: typeof globalThis.fetch,
  origin: string,
  { method, path, body }: HttpRequest,
  signal: AbortSignal,
): Promise<HttpResponse> {
  const response = await fetch(origin + path, {
    method,
    headers: { accept: dnsMessageType, ...(body !== undefined && { 'content-type': dnsMessageType }) },
    ...(body !== undefined && { body }),
    signal,
    redirect: 'manual',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
  });
  // Browsers do not tell where to.
  if (response.type === 'opaqueredirect') throw new HttpError('HTTP_REDIRECT', 'redirected');
  return {
    status: response.status,
    header: (name) => response.headers.get(name) ?? undefined,
    body: await readBody(response),
  };
}

async function readBody(response: Response): Promise<Uint8Array> {
  const body = new HttpBody();
  const reader = response.body?.getReader();
  for (;;) {
    const chunk = await reader?.read();
    if (chunk === undefined || chunk.done) return body.join();
    body.push(chunk.value);
  }
}

/** Node hides what happened in the cause of a TypeError. */
function causeOf(error: unknown): unknown {
  return error instanceof TypeError && error.cause instanceof Error ? error.cause : error;
}
