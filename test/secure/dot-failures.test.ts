import { createServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { failOf } from '../servers/same-answers.js';
import { listen } from '../socket/peers.js';
import { address } from './answer.js';
import { certificates, selfSigned } from './certificates.js';
import { fixture } from './fixture.js';
import { type SecureServer, startDot } from './secure-server.js';

const { started, resolverOf } = fixture();

interface Fault {
  readonly what: string;
  start(): Promise<SecureServer>;
  /** What is before the address. */
  readonly name?: string;
  /** For which name the authority is trusted. */
  readonly trusted: string;
  readonly code: string;
  readonly outcome: string;
  /** Whether the server may get to see the question. */
  readonly asked: boolean;
}

const good = '127.0.0.1';
const faults: readonly Fault[] = [
  {
    what: 'a certificate for another name',
    start: async () => startDot(await certificates('other.example')),
    name: 'dns.example@',
    trusted: 'other.example',
    code: 'ECONNREFUSED',
    outcome: 'ERR_TLS_CERT_ALTNAME_INVALID',
    asked: false,
  },
  {
    what: 'the same over TLS 1.2, where sessions come early',
    start: async () => startDot({ ...(await certificates('other.example')), maxVersion: 'TLSv1.2' }),
    name: 'dns.example@',
    trusted: 'other.example',
    code: 'ECONNREFUSED',
    outcome: 'ERR_TLS_CERT_ALTNAME_INVALID',
    asked: false,
  },
  {
    what: 'a certificate for a name, where only an address is known',
    start: async () => startDot(await certificates('other.example')),
    trusted: 'other.example',
    code: 'ECONNREFUSED',
    outcome: 'ERR_TLS_CERT_ALTNAME_INVALID',
    asked: false,
  },
  {
    what: 'a certificate that expired',
    start: async () => startDot(await certificates(good, -1)),
    trusted: `${good} -1`,
    code: 'ECONNREFUSED',
    outcome: 'CERT_HAS_EXPIRED',
    asked: false,
  },
  {
    what: 'an authority that is not trusted',
    start: async () => startDot(await certificates(good)),
    trusted: 'other.example',
    code: 'ECONNREFUSED',
    outcome: 'SELF_SIGNED_CERT_IN_CHAIN',
    asked: false,
  },
  {
    what: 'a certificate that it signed itself',
    start: async () => startDot(await selfSigned()),
    trusted: 'other.example',
    code: 'ECONNREFUSED',
    outcome: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    asked: false,
  },
  {
    what: 'silence after the handshake',
    start: async () => startDot(await certificates(good), { message: () => undefined }),
    trusted: good,
    code: 'ETIMEOUT',
    outcome: 'ETIMEOUT',
    asked: true,
  },
  {
    what: 'the end after the handshake',
    start: async () => startDot(await certificates(good), { secure: (socket) => socket.end() }),
    trusted: good,
    code: 'EOF',
    outcome: 'EOF',
    asked: true,
  },
  {
    what: 'the end instead of an answer',
    start: async () => startDot(await certificates(good), { message: (_, socket) => socket.destroy() }),
    trusted: good,
    code: 'EOF',
    outcome: 'EOF',
    asked: true,
  },
  {
    what: 'an answer that is none',
    start: async () =>
      startDot(await certificates(good), { message: (_, socket) => socket.write(Uint8Array.of(0, 2, 7, 7)) }),
    trusted: good,
    code: 'EBADRESP',
    outcome: 'EBADRESP',
    asked: true,
  },
];

describe.each(faults)('$what', ({ start, name = '', trusted, code, outcome, asked }) => {
  const authority = async (): Promise<string> => {
    const [subject = '', days = '2'] = trusted.split(' ');
    return (await certificates(subject, Number(days))).ca;
  };

  it('is an error of its own, twice', async () => {
    const server = await started(start());
    const text = `tls://${name}127.0.0.1:${server.port}`;
    const resolver = resolverOf([text], { tls: { ca: await authority() } });
    // The second time a session could be resumed.
    for (const host of ['a.example', 'b.example']) {
      const error = await failOf(resolver, host, 'A');
      expect(error.code).toBe(code);
      expect(error.attempts).toStrictEqual([
        { server: text, transport: 'tls', elapsed: expect.any(Number), outcome },
      ]);
    }
    // After its end, the question may be on its way or not.
    if (!asked) expect(server.received).toStrictEqual([]);
    await resolver.close();
    await vi.waitFor(() => expect(server.countOpen()).toBe(0));
  });

  it('leads to the next server', async () => {
    const server = await started(start());
    const identity = await certificates('next.example');
    const next = await started(startDot(identity));
    const servers = [`tls://${name}127.0.0.1:${server.port}`, `tls://next.example@127.0.0.1:${next.port}`];
    const resolver = resolverOf(servers, { tls: { ca: [await authority(), identity.ca] } });
    const response = await resolver.response('a.example', 'A');
    expect(response).toMatchObject({ server: servers[1], transport: 'tls', answers: [{ address }] });
    expect(response.attempts.map((attempt) => [attempt.server, attempt.outcome])).toStrictEqual([
      [servers[0], outcome],
      [servers[1], 'NOERROR'],
    ]);
  });
});

describe('nothing goes in clear', () => {
  it.each(['strict', 'opportunistic'] as const)('to a server without TLS (%s)', async (profile) => {
    const octets: Uint8Array[] = [];
    const server = createServer((socket) => {
      socket
        .on('error', () => undefined)
        .on('data', (chunk: Uint8Array) => {
          octets.push(new Uint8Array(chunk));
          socket.end('what?');
        });
    });
    const port = await listen(server);
    await started(Promise.resolve({ stop: async () => void server.close() }));
    const resolver = resolverOf([`tls://127.0.0.1:${port}`], { tries: 3, tls: { profile } });
    const error = await failOf(resolver, 'secret.example', 'A');
    expect(error).toMatchObject({ code: 'ECONNREFUSED', cause: { code: 'ERR_SSL_WRONG_VERSION_NUMBER' } });
    expect(error.attempts.map(({ transport }) => transport)).toStrictEqual(['tls', 'tls', 'tls']);
    expect(octets.length).toBe(3);
    for (const chunk of octets) {
      // A TLS handshake record.
      expect(chunk[0]).toBe(22);
      expect(Buffer.from(chunk).includes('secret')).toBe(false);
    }
  });
});
