import { createServer as createHttp1Server } from 'node:https';
import { describe, expect, it, vi } from 'vitest';
import { failOf } from '../servers/same-answers.js';
import { listen } from '../socket/peers.js';
import { address } from './answer.js';
import { certificates, selfSigned } from './certificates.js';
import { fixture } from './fixture.js';
import { type DohRequest, respond, type SecureServer, startDoh, startDot } from './secure-server.js';

const { started, resolverOf } = fixture();
const internalError = 2;

function status(code: number, headers: Readonly<Record<string, string>> = {}) {
  return ({ stream }: DohRequest) => {
    stream.respond({ ':status': code, ...headers });
    stream.end('sorry');
  };
}

function body(octets: Uint8Array, type = 'application/dns-message') {
  return ({ stream }: DohRequest) => {
    stream.respond({ 'content-type': type });
    stream.end(octets);
  };
}

function endless({ stream }: DohRequest): void {
  stream.respond({ 'content-type': 'application/dns-message' });
  const timer = setInterval(() => stream.write(new Uint8Array(16_384)), 2);
  stream.on('close', () => clearInterval(timer));
}

/** Starts an answer, and does something else then. */
function cut(then: (request: DohRequest) => void) {
  return (request: DohRequest) => {
    request.stream.respond({ 'content-type': 'application/dns-message', 'content-length': '500' });
    request.stream.write(new Uint8Array(100), () => setTimeout(() => then(request), 20));
  };
}

async function doh(onRequest: (request: DohRequest) => void): Promise<SecureServer> {
  return startDoh(await certificates('127.0.0.1'), onRequest);
}

async function startHttp1(): Promise<SecureServer> {
  const server = createHttp1Server(await certificates('127.0.0.1'));
  const port = await listen(server);
  const stop = async () => void server.close();
  return { port, received: [], resumed: [], countOpen: () => 0, endAll: () => undefined, stop };
}

interface Fault {
  readonly what: string;
  start(): Promise<SecureServer>;
  readonly code: string;
  readonly outcome: string;
}

const faults: readonly Fault[] = [
  ...[
    [400, 'EFORMERR'] as const,
    [403, 'EREFUSED'] as const,
    [404, 'ENOTIMP'] as const,
    [413, 'EFORMERR'] as const,
    [415, 'ENOTIMP'] as const,
    [429, 'EREFUSED'] as const,
    [500, 'ESERVFAIL'] as const,
    [503, 'ESERVFAIL'] as const,
    [304, 'EBADRESP'] as const,
  ].map(([number, code]) => ({
    what: `status ${number}`,
    start: () => doh(status(number)),
    code,
    outcome: `HTTP_${number}`,
  })),
  {
    what: 'another content type',
    start: () => doh(body(new Uint8Array(100), 'text/html; charset=utf-8')),
    code: 'EBADRESP',
    outcome: 'HTTP_CONTENT_TYPE',
  },
  {
    what: 'a body without end',
    start: () => doh(endless),
    code: 'EBADRESP',
    outcome: 'HTTP_BODY',
  },
  {
    what: 'no body',
    start: () => doh(body(new Uint8Array())),
    code: 'EBADRESP',
    outcome: 'HTTP_BODY',
  },
  {
    what: 'a body that is no response',
    start: () => doh(({ message, stream }) => body(message)({ message, stream, headers: {} })),
    code: 'EBADRESP',
    outcome: 'EBADRESP',
  },
  {
    what: 'a redirect to another server',
    start: () => doh(status(307, { location: 'https://192.0.2.1/dns-query' })),
    code: 'EBADRESP',
    outcome: 'HTTP_REDIRECT',
  },
  {
    what: 'a redirect in a circle',
    start: () => doh(status(308, { location: '/dns-query' })),
    code: 'EBADRESP',
    outcome: 'HTTP_REDIRECT',
  },
  {
    what: 'a reset amid the body',
    start: () => doh(cut(({ stream }) => stream.close(internalError))),
    code: 'EBADRESP',
    outcome: 'HTTP_RESET',
  },
  {
    what: 'the end of the connection amid the body',
    start: () => doh(cut(({ stream }) => stream.session?.destroy())),
    code: 'EOF',
    outcome: 'EOF',
  },
  {
    what: 'GOAWAY with an error',
    start: () => doh(({ stream }) => stream.session?.goaway(internalError)),
    code: 'ECONNREFUSED',
    outcome: 'ERR_HTTP2_SESSION_ERROR',
  },
  {
    what: 'silence after the request',
    start: () => doh(() => undefined),
    code: 'ETIMEOUT',
    outcome: 'ETIMEOUT',
  },
  {
    what: 'silence after the handshake',
    start: async () =>
      startDot({ ...(await certificates('127.0.0.1')), ALPNProtocols: ['h2'] }, { message: () => undefined }),
    code: 'ETIMEOUT',
    outcome: 'ETIMEOUT',
  },
  {
    what: 'the end after the handshake',
    start: async () =>
      startDot(
        { ...(await certificates('127.0.0.1')), ALPNProtocols: ['h2'] },
        { secure: (socket) => socket.end() },
      ),
    code: 'EOF',
    outcome: 'EOF',
  },
  {
    what: 'no HTTP/2',
    start: startHttp1,
    code: 'ECONNREFUSED',
    outcome: 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL',
  },
  {
    what: 'no HTTP at all',
    start: async () => startDot(await certificates('127.0.0.1')),
    code: 'EBADRESP',
    outcome: 'HTTP_VERSION',
  },
  {
    what: 'a certificate that it signed itself',
    start: async () => startDoh(await selfSigned()),
    code: 'ECONNREFUSED',
    outcome: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  },
];

describe.each(faults)('$what', ({ start, code, outcome }) => {
  it('is an error of its own, and the next server is asked', async () => {
    const server = await started(start());
    const { ca, ...identity } = await certificates('127.0.0.1');
    const next = await started(startDoh(identity));
    const servers = [server, next].map(({ port }) => `https://127.0.0.1:${port}/dns-query`);
    const resolver = resolverOf(servers, { tls: { ca } });
    const error = await failOf(resolverOf(servers.slice(0, 1), { tls: { ca } }), 'a.example', 'A');
    expect([error.code, error.attempts]).toStrictEqual([
      code,
      [{ server: servers[0], transport: 'https', elapsed: expect.any(Number), outcome }],
    ]);

    const response = await resolver.response('a.example', 'A');
    expect(response).toMatchObject({ server: servers[1], transport: 'https', answers: [{ address }] });
    expect(response.attempts.map((attempt) => attempt.outcome)).toStrictEqual([outcome, 'NOERROR']);
    await resolver.close();
    await vi.waitFor(() => expect(next.countOpen()).toBe(0));
  });

  it('leaves no connection behind', async () => {
    const server = await started(start());
    const { ca } = await certificates('127.0.0.1');
    const resolver = resolverOf([`https://127.0.0.1:${server.port}/dns-query`], { tls: { ca } });
    await failOf(resolver, 'a.example', 'A');
    await resolver.close();
    await vi.waitFor(() => expect(server.countOpen()).toBe(0));
  });
});

it('a profile that is opportunistic does not hold for https', async () => {
  const server = await started(startDoh(await selfSigned()));
  const tls = { profile: 'opportunistic' } as const;
  const resolver = resolverOf([`https://127.0.0.1:${server.port}/dns-query`], { tls });
  await expect(failOf(resolver, 'a.example', 'A')).resolves.toMatchObject({ code: 'ECONNREFUSED' });
  expect(server.received).toStrictEqual([]);
});

it('one exchange that fails leaves the others on its connection alone', async () => {
  const { ca, ...identity } = await certificates('127.0.0.1');
  const waiting: DohRequest[] = [];
  const onRequest = (request: DohRequest) => {
    if (waiting.push(request) < 3) return;
    // Wrong in all the ways that end a stream of messages.
    const [first, second, third] = waiting;
    if (first !== undefined) body(first.message)(first);
    if (second !== undefined) second.stream.close(internalError);
    if (third !== undefined) setTimeout(() => respond(third), 20);
  };
  const server = await started(startDoh(identity, onRequest));
  const resolver = resolverOf([`https://127.0.0.1:${server.port}/dns-query`], { tls: { ca } });
  const outcomes = await Promise.all(
    ['a.example', 'b.example', 'c.example'].map((host) => resolver.outcome(host, 'A')),
  );
  expect(outcomes.map(({ status: outcome }) => outcome)).toStrictEqual(['BADRESP', 'BADRESP', 'NOERROR']);
  expect(server.sessions).toHaveLength(1);
});
