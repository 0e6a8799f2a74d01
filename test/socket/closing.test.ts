import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { isDnsError } from '../../src/errors.js';
import { Deframer, frame } from '../../src/socket/framing.js';
import { answer } from '../secure/answer.js';
import { certificates } from '../secure/certificates.js';
import { fixture } from '../secure/fixture.js';
import { listen } from './peers.js';

const { started, resolverOf } = fixture();
const { ca, ...identity } = await certificates('127.0.0.1');

/** How a server closes a connection. */
const closings = {
  /** In order: it reads on what it does not answer. */
  FIN: (socket: Socket) => void socket.end(),
  RST: (socket: Socket) => void socket.resetAndDestroy(),
  /** With what it has not read, the system makes that a reset. */
  'what closes both ways': (socket: Socket) => void socket.destroy(),
};

interface ClosingServer {
  readonly port: number;
  readonly connections: number;
  /** Queries that came, those included that it did not answer. */
  readonly received: number;
  stop(): Promise<void>;
}

/** Starts a server that answers some queries of each connection, and closes it then. */
async function startClosing(
  transport: 'tcp' | 'tls',
  answers: number,
  close: (socket: Socket) => void,
): Promise<ClosingServer> {
  let connections = 0;
  let received = 0;
  const serve = (socket: Socket) => {
    const deframer = new Deframer();
    let left = answers;
    connections += 1;
    if (left === 0) close(socket);
    socket.on('error', () => undefined).on('data', (chunk: Uint8Array) => deframer.push(chunk, onMessage));
    const onMessage = (message: Uint8Array) => {
      received += 1;
      left -= 1;
      if (left >= 0) socket.write(frame(answer(message)), () => left <= 0 && close(socket));
    };
  };
  const server: Server = transport === 'tcp' ? createServer(serve) : createTlsServer(identity, serve);
  return {
    port: await listen(server),
    get connections() {
      return connections;
    },
    get received() {
      return received;
    },
    stop: async () => void server.close(),
  };
}

describe.each([
  ['tcp', 'FIN'],
  ['tcp', 'RST'],
  ['tcp', 'what closes both ways'],
  ['tls', 'FIN'],
  ['tls', 'what closes both ways'],
] as const)('over %s, a server that ends connections by %s', (transport, closing) => {
  const ask = (server: ClosingServer, queries: number) => {
    const text = transport === 'tcp' ? `127.0.0.1:${server.port}` : `tls://127.0.0.1:${server.port}`;
    const resolver = resolverOf([text], { useTcp: true, tls: { ca }, timeout: 5000 });
    const names = Array.from({ length: queries }, (_, n) => `n${n}.example`);
    return Promise.all(names.map((name) => resolver.response(name, 'A')));
  };

  it.each([
    [1, 1],
    [10, 1],
    [10, 3],
    [100, 1],
    [100, 10],
    [100, 64],
  ])('answers %i queries at once, %i on each', async (queries, each) => {
    const server = await started(startClosing(transport, each, closings[closing]));
    const responses = await ask(server, queries);
    expect(responses.map(({ attempts }) => attempts.length)).toStrictEqual(responses.map(() => 1));
    const fewest = Math.ceil(queries / each);
    // A reset can take answers along that were not read yet.
    const most = closing === 'FIN' ? fewest : queries;
    expect(server.connections).toBeGreaterThanOrEqual(fewest);
    expect(server.connections).toBeLessThanOrEqual(most);
    expect(server.received).toBeLessThan(3 * queries);
  });
});

describe.each(['tcp', 'tls'] as const)('over %s, a server that accepts and closes', (transport) => {
  it('is tried as often as one that is not there', async () => {
    const server = await started(startClosing(transport, 0, closings.FIN));
    const text = transport === 'tcp' ? `127.0.0.1:${server.port}` : `tls://127.0.0.1:${server.port}`;
    const resolver = resolverOf([text], { useTcp: true, tls: { ca }, tries: 3 });
    const names = Array.from({ length: 100 }, (_, n) => `n${n}.example`);
    const trails = await Promise.all(
      names.map((name) =>
        resolver.response(name, 'A').catch((error: unknown) => {
          if (!isDnsError(error)) throw error;
          return error.attempts.map(({ outcome }) => outcome).join(' ');
        }),
      ),
    );
    expect(new Set(trails)).toStrictEqual(new Set(['EOF EOF EOF']));
    expect(server.connections).toBe(3);
  });
});
