import { describe, expect, it, vi } from 'vitest';
import { decodeMessage } from '../../src/records/message.js';
import { failOf } from '../servers/same-answers.js';
import { address } from './answer.js';
import { certificates, pinOf } from './certificates.js';
import { fixture } from './fixture.js';
import { type DohRequest, type DohServer, respond, startDoh, startDot } from './secure-server.js';

const { started, resolverOf } = fixture();
const cancelled = 8;
const good = await certificates('127.0.0.1');
const tls = { ca: good.ca };

async function start(
  onRequest: (request: DohRequest) => void = respond,
  path = '/dns-query',
): Promise<{ readonly server: DohServer; readonly text: string }> {
  const { cert, key } = good;
  const server = await started(startDoh({ cert, key }, onRequest));
  return { server, text: `https://127.0.0.1:${server.port}${path}` };
}

describe('a request', () => {
  it('is a POST of the message with id 0, padded', async () => {
    const { server, text } = await start();
    const response = await resolverOf([text], { tls }).response('a.example', 'A');
    expect(response).toMatchObject({ server: text, transport: 'https', answers: [{ address }] });
    const [{ headers, message } = { headers: {}, message: new Uint8Array() }] = server.requests;
    expect(headers).toMatchObject({
      ':method': 'POST',
      ':path': '/dns-query',
      ':authority': `127.0.0.1:${server.port}`,
      accept: 'application/dns-message',
      'content-type': 'application/dns-message',
      'content-length': '128',
    });
    expect(message).toHaveLength(128);
    expect(decodeMessage(message)).toMatchObject({ id: 0, questions: [{ name: 'a.example', type: 'A' }] });
  });

  it.each([
    ['/dns-query', /^\/dns-query\?dns=([\w-]+)$/],
    ['/q?key=1', /^\/q\?key=1&dns=([\w-]+)$/],
    ['/q?key=1{&dns}', /^\/q\?key=1&dns=([\w-]+)$/],
    ['/q{?dns}', /^\/q\?dns=([\w-]+)$/],
    ['/q/{dns}/x', /^\/q\/([\w-]+)\/x$/],
  ])('by GET has the message in its path: %s', async (path, pattern) => {
    const { server, text } = await start((request) => {
      const [, dns = ''] = pattern.exec(String(request.headers[':path'])) ?? [];
      respond({ ...request, message: new Uint8Array(Buffer.from(dns, 'base64url')) });
    }, path);
    const resolver = resolverOf([text], { tls, https: { method: 'GET' } });
    await expect(resolver.query('a.example', 'A')).resolves.toMatchObject([{ name: 'a.example', address }]);
    const headers = server.requests[0]?.headers;
    expect(headers?.[':method']).toBe('GET');
    expect(headers?.['content-type']).toBeUndefined();
  });

  it('by POST leaves a template empty', async () => {
    const { server, text } = await start(respond, '/q?key=1{&dns}');
    await resolverOf([text], { tls }).query('a.example', 'A');
    expect(server.requests[0]?.headers[':path']).toBe('/q?key=1');
  });

  it('names the server as its string does, which the certificate has to be for', async () => {
    const { ca, ...identity } = await certificates('dns.example');
    const server = await started(startDoh(identity));
    const text = `https://dns.example@127.0.0.1:${server.port}/dns-query`;
    const pins = [pinOf(identity.cert)];
    await resolverOf([text], { tls: { ca, pins } }).query('a.example', 'A');
    expect(server.requests[0]?.headers[':authority']).toBe(`dns.example:${server.port}`);
    const wrong = resolverOf([text.replace('dns.', 'other.')], { tls: { ca } });
    await expect(failOf(wrong, 'a.example', 'A')).resolves.toMatchObject({
      cause: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    });
  });
});

describe('a response', () => {
  it('keeps its TTLs less the age that HTTP caches gave it', async () => {
    const { text } = await start((request) => respond(request, { age: '100' }));
    await expect(resolverOf([text], { tls }).query('a.example', 'A')).resolves.toMatchObject([{ ttl: 200 }]);
  });

  it('may come with parameters of its content type', async () => {
    const type = { 'content-type': 'Application/DNS-Message; charset=utf-8' };
    const { text } = await start((request) => respond(request, type));
    await expect(resolverOf([text], { tls }).query('a.example', 'A')).resolves.toHaveLength(1);
  });

  it('may be a redirect on the same server', async () => {
    const { server, text } = await start((request) => {
      if (request.headers[':path'] === '/new?x=1') return respond(request);
      request.stream.respond({ ':status': 307, location: '/new?x=1' });
      request.stream.end();
    });
    await expect(resolverOf([text], { tls }).query('a.example', 'A')).resolves.toHaveLength(1);
    expect(server.requests.map(({ headers }) => headers[':method'])).toStrictEqual(['POST', 'POST']);
  });
});

describe('Retry-After', () => {
  it.each([
    ['seconds', () => '1'],
    ['a date', () => new Date(Date.now() + 2000).toUTCString()],
  ])('in %s leaves the server alone that long', async (_what, header) => {
    let refuses = true;
    const { server, text } = await start((request) => {
      if (!refuses) return respond(request);
      request.stream.respond({ ':status': 503, 'retry-after': header() });
      request.stream.end();
    });
    const resolver = resolverOf([text], { tls, cache: false });
    const first = await failOf(resolver, 'a.example', 'A');
    expect(first).toMatchObject({ code: 'ESERVFAIL', cause: { name: 'HttpError', code: 'HTTP_503' } });
    const second = await failOf(resolver, 'a.example', 'A');
    expect(second.attempts).toMatchObject([{ outcome: 'HTTP_503' }]);
    expect(server.requests).toHaveLength(1);

    refuses = false;
    await vi.waitFor(() => resolver.query('a.example', 'A'), { timeout: 4000, interval: 100 });
    expect(server.requests).toHaveLength(2);
  });

  it.each(['soon', '-1', '0'])('of %s counts for nothing', async (header) => {
    const { server, text } = await start(({ stream }) => {
      stream.respond({ ':status': 429, 'retry-after': header });
      stream.end();
    });
    const resolver = resolverOf([text], { tls, cache: false });
    await failOf(resolver, 'a.example', 'A');
    await failOf(resolver, 'a.example', 'A');
    expect(server.requests).toHaveLength(2);
  });
});

describe('cancelling', () => {
  it('resets the exchange at once, and keeps the connection', async () => {
    const codes: unknown[] = [];
    const { server, text } = await start((request) => {
      request.stream.on('close', () => codes.push(request.stream.rstCode));
      if (server.requests.length > 1) respond(request);
    });
    const resolver = resolverOf([text], { tls, timeout: 5000 });
    const subscription = resolver.query$('a.example', 'A').subscribe();
    await vi.waitFor(() => expect(server.requests).toHaveLength(1));
    subscription.unsubscribe();
    await vi.waitFor(() => expect(codes).toStrictEqual([cancelled]));
    await expect(resolver.query('b.example', 'A')).resolves.toHaveLength(1);
    expect(server.sessions).toHaveLength(1);
  });

  it('closes the connection where the server does not even answer a PING', async () => {
    const { cert, key } = good;
    const server = await started(
      startDot({ cert, key, ALPNProtocols: ['h2'] }, { message: () => undefined }),
    );
    const resolver = resolverOf([`https://127.0.0.1:${server.port}/dns-query`], { tls, timeout: 300 });
    await expect(failOf(resolver, 'a.example', 'A')).resolves.toMatchObject({ code: 'ETIMEOUT' });
    await vi.waitFor(() => expect(server.countOpen()).toBe(0), { timeout: 8000 });
  });
});

describe('the connection', () => {
  it('is shared by more queries than the server takes at a time', async () => {
    const { cert, key } = good;
    const settings = { maxConcurrentStreams: 10 };
    const server = await started(startDoh({ cert, key, settings }));
    const resolver = resolverOf([`https://127.0.0.1:${server.port}/dns-query`], { tls, timeout: 5000 });
    const hosts = Array.from({ length: 500 }, (_, n) => `a${n}.example`);
    const answers = await Promise.all(hosts.map((host) => resolver.query(host, 'A')));
    expect(answers.map(([record]) => record?.name)).toStrictEqual(hosts);
    expect(server.sessions).toHaveLength(1);
  });

  it('is replaced when it ends with queries under way, which are asked again on the next one', async () => {
    const { server, text } = await start((request) => {
      if (server.sessions.length > 1) return respond(request);
      if (server.requests.length === 20) server.endAll();
    });
    const resolver = resolverOf([text], { tls, tries: 2 });
    const hosts = Array.from({ length: 20 }, (_, n) => `a${n}.example`);
    const responses = await Promise.all(hosts.map((host) => resolver.response(host, 'A')));
    for (const { attempts } of responses)
      expect(attempts.map(({ outcome }) => outcome)).toStrictEqual(['EOF', 'NOERROR']);
    expect(server.sessions).toHaveLength(2);
  });

  it('is replaced after GOAWAY, and what was asked before is still answered', async () => {
    const waiting: DohRequest[] = [];
    const { server, text } = await start((request) => {
      if (server.sessions.length > 1) return respond(request);
      waiting.push(request);
      request.stream.session?.goaway();
    });
    const resolver = resolverOf([text], { tls, timeout: 5000 });
    const first = resolver.response('a.example', 'A');
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    await new Promise((resolve) => setTimeout(resolve, 30));
    await expect(resolver.query('b.example', 'A')).resolves.toHaveLength(1);
    for (const request of waiting) respond(request);
    await expect(first).resolves.toMatchObject({ attempts: [{ outcome: 'NOERROR' }] });
    expect(server.sessions).toHaveLength(2);
    await resolver.close();
    await vi.waitFor(() => expect(server.countOpen()).toBe(0));
  });

  it('is replaced after GOAWAY with an error, where what was asked is asked again', async () => {
    const { server, text } = await start((request) => {
      if (server.sessions.length > 1) return respond(request);
      if (server.requests.length === 5) request.stream.session?.goaway(2);
    });
    const resolver = resolverOf([text], { tls, tries: 2, timeout: 5000 });
    const hosts = Array.from({ length: 5 }, (_, n) => `a${n}.example`);
    const responses = await Promise.all(hosts.map((host) => resolver.response(host, 'A')));
    for (const { attempts } of responses)
      expect(attempts.map(({ outcome }) => outcome)).toStrictEqual(['ERR_HTTP2_SESSION_ERROR', 'NOERROR']);
  });

  it('is opened anew after the server ended it at rest', async () => {
    const { server, text } = await start();
    const resolver = resolverOf([text], { tls });
    await resolver.query('a.example', 'A');
    server.endAll();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const response = await resolver.response('b.example', 'A');
    expect(response.attempts).toMatchObject([{ outcome: 'NOERROR' }]);
    expect(server.resumed).toStrictEqual([false, true]);
  });
});
