import { once } from 'node:events';
import { createServer } from 'node:https';
import { Agent, fetch as undiciFetch } from 'undici';
import { describe, expect, it, vi } from 'vitest';
import { decodeMessage } from '../../src/records/message.js';
import { failOf } from '../servers/same-answers.js';
import { listen } from '../socket/peers.js';
import { address, answer } from './answer.js';
import { certificates } from './certificates.js';
import { fixture } from './fixture.js';

const { started, resolverOf } = fixture();
const text = 'https://dns.example/dns-query';
const type = { 'content-type': 'application/dns-message' };

/** What a request was made with, and a `fetch` that answers it. */
function stub(reply: (message: Uint8Array<ArrayBuffer>, init: RequestInit) => Response | Promise<Response>) {
  const calls: { readonly url: string; readonly init: RequestInit }[] = [];
  const fetch: typeof globalThis.fetch = async (input, init = {}) => {
    const url = String(input);
    calls.push({ url, init });
    const inPath = new URL(url).searchParams.get('dns') ?? '';
    const octets = init.body instanceof Uint8Array ? init.body : Buffer.from(inPath, 'base64url');
    return await reply(new Uint8Array(octets), init);
  };
  return { calls, fetch };
}

function answered(message: Uint8Array, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(new Uint8Array(answer(message)), { headers: { ...type, ...headers } });
}

describe('a request', () => {
  it('is a GET that needs no preflight and carries nothing about the user', async () => {
    const { calls, fetch } = stub((message) => answered(message));
    const response = await resolverOf([text], { fetch }).response('a.example', 'A');
    expect(response).toMatchObject({ server: text, transport: 'https', answers: [{ address }] });
    const [{ url, init } = { url: '', init: {} }] = calls;
    expect(init).toStrictEqual({
      method: 'GET',
      headers: { accept: 'application/dns-message' },
      redirect: 'manual',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: expect.any(AbortSignal),
    });
    const dns = new URL(url).searchParams.get('dns') ?? '';
    expect(url).toBe(`${text}?dns=${dns}`);
    const message = new Uint8Array(Buffer.from(dns, 'base64url'));
    expect(message).toHaveLength(128);
    expect(decodeMessage(message).id).toBe(0);
  });

  it('is a POST if that is asked for', async () => {
    const { calls, fetch } = stub((message) => answered(message));
    await resolverOf([text], { fetch, https: { method: 'POST' } }).query('a.example', 'A');
    expect(calls[0]).toMatchObject({
      url: text,
      init: { method: 'POST', headers: { accept: 'application/dns-message', ...type } },
    });
  });

  it('is aborted when its query is cancelled, and only then', async () => {
    const { calls, fetch } = stub(() => new Promise(() => undefined));
    const resolver = resolverOf([text], { fetch, timeout: 5000 });
    const subscription = resolver.query$('a.example', 'A').subscribe();
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    expect(calls[0]?.init.signal?.aborted).toBe(false);
    subscription.unsubscribe();
    expect(calls[0]?.init.signal?.aborted).toBe(true);
  });

  it('is aborted when the resolver is closed', async () => {
    const { calls, fetch } = stub(() => new Promise(() => undefined));
    const resolver = resolverOf([text], { fetch, timeout: 5000 });
    const failed = failOf(resolver, 'a.example', 'A');
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    await resolver.close();
    expect(calls[0]?.init.signal?.aborted).toBe(true);
    await expect(failed).resolves.toMatchObject({ code: 'ECANCELLED' });
  });
});

describe('a response', () => {
  it('keeps its TTLs less its age, where that may be read', async () => {
    const { fetch } = stub((message) => answered(message, { age: '100' }));
    await expect(resolverOf([text], { fetch }).query('a.example', 'A')).resolves.toMatchObject([
      { ttl: 200 },
    ]);
  });

  it.each<[what: string, make: () => Response | Promise<Response>, code: string, outcome: string]>([
    ['with a status', () => new Response('', { status: 500 }), 'ESERVFAIL', 'HTTP_500'],
    ['of another type', () => new Response('<html>'), 'EBADRESP', 'HTTP_CONTENT_TYPE'],
    [
      'that is too long',
      () => new Response(new Uint8Array(65_536), { headers: type }),
      'EBADRESP',
      'HTTP_BODY',
    ],
    ['that redirects, which browsers hide', () => opaque(), 'EBADRESP', 'HTTP_REDIRECT'],
    ['that never comes', () => Promise.reject(refusal()), 'ECONNREFUSED', 'ECONNREFUSED'],
    [
      'that a browser says nothing about',
      () => Promise.reject(new TypeError('x')),
      'ECONNREFUSED',
      'ECONNREFUSED',
    ],
  ])('%s', async (_what, make, code, outcome) => {
    const { fetch } = stub(make);
    const error = await failOf(resolverOf([text], { fetch }), 'a.example', 'A');
    expect([error.code, error.attempts]).toStrictEqual([
      code,
      [{ server: text, transport: 'https', elapsed: expect.any(Number), outcome }],
    ]);
  });

  it('without end is aborted', async () => {
    const pull = (controller: ReadableStreamDefaultController) => controller.enqueue(new Uint8Array(30_000));
    const { calls, fetch } = stub(() => new Response(new ReadableStream({ pull }), { headers: type }));
    const error = await failOf(resolverOf([text], { fetch }), 'a.example', 'A');
    expect(error).toMatchObject({ code: 'EBADRESP', cause: { code: 'HTTP_BODY' } });
    expect(calls[0]?.init.signal?.aborted).toBe(true);
  });
});

it('a real fetch asks a real server, over HTTP/1.1 as well', async () => {
  const { ca, ...identity } = await certificates('localhost');
  const versions: string[] = [];
  const server = createServer(identity, (request, response) => {
    versions.push(request.httpVersion);
    const dns = new URL(`https://x${request.url}`).searchParams.get('dns') ?? '';
    response.writeHead(200, type).end(answer(new Uint8Array(Buffer.from(dns, 'base64url'))));
  });
  const port = await listen(server);
  const dispatcher = new Agent({ connect: { ca } });
  await started(
    Promise.resolve({
      async stop() {
        await dispatcher.close();
        const closed = once(server, 'close');
        server.close();
        await closed;
      },
    }),
  );
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { method = 'GET', signal = null } = init ?? {};
    const accept = 'application/dns-message';
    const response = await undiciFetch(String(input), { method, signal, headers: { accept }, dispatcher });
    return new Response(await response.arrayBuffer(), { headers: [...response.headers] });
  };
  const resolver = resolverOf([`https://localhost:${port}/dns-query`], { fetch, timeout: 5000 });
  await expect(resolver.query('a.example', 'A')).resolves.toMatchObject([{ address }]);
  expect(versions).toStrictEqual(['1.1']);
});

function opaque(): Response {
  return Object.defineProperties(Response.error(), { type: { value: 'opaqueredirect' } });
}

function refusal(): TypeError {
  const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  return new TypeError('fetch failed', { cause });
}
