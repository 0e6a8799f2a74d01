import { once } from 'node:events';
import {
  createSecureServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Server, Socket } from 'node:net';
import { createServer, type TLSSocket, type TlsOptions } from 'node:tls';
import { Deframer, frame } from '../../src/socket/framing.js';
import { listen } from '../socket/peers.js';
import { answer } from './answer.js';

/** A server on loopback, and what it saw. */
export interface SecureServer {
  readonly port: number;
  /** DNS messages, in order. */
  readonly received: readonly Uint8Array[];
  /** For each handshake that came to its end, whether it resumed a session. */
  readonly resumed: readonly boolean[];
  /** Connections that are open. */
  countOpen(): number;
  /** Ends all connections, as a server does that restarts, or the one from a port of the other side. */
  endAll(from?: number): void;
  stop(): Promise<void>;
}

/** A request for DNS over HTTPS. */
export interface DohRequest {
  readonly headers: IncomingHttpHeaders;
  readonly message: Uint8Array;
  readonly stream: ServerHttp2Stream;
}

/** A server of DNS over HTTPS, and what it saw. */
export interface DohServer extends SecureServer {
  readonly requests: readonly DohRequest[];
  readonly sessions: readonly ServerHttp2Session[];
}

/** Starts a server of DNS over TLS, which answers each message unless `onMessage` does something else. */
export async function startDot(
  options: TlsOptions,
  on: {
    readonly secure?: (socket: TLSSocket) => void;
    readonly message?: (message: Uint8Array, socket: TLSSocket) => void;
  } = {},
): Promise<SecureServer> {
  const received: Uint8Array[] = [];
  const server = createServer(options, (socket) => {
    const deframer = new Deframer();
    socket
      .on('error', () => undefined)
      .on('data', (chunk) =>
        deframer.push(chunk, (message) => {
          received.push(message);
          if (on.message === undefined) socket.write(frame(answer(message)));
          else on.message(message, socket);
        }),
      );
    on.secure?.(socket);
  });
  return { received, ...(await start(server)) };
}

/** Starts a server of DNS over HTTPS, which answers each message unless `onRequest` does something else. */
export async function startDoh(
  options: TlsOptions & { readonly settings?: { readonly maxConcurrentStreams: number } },
  onRequest: (request: DohRequest) => void = respond,
): Promise<DohServer> {
  const received: Uint8Array[] = [];
  const requests: DohRequest[] = [];
  const sessions: ServerHttp2Session[] = [];
  const server = createSecureServer(options);
  server.on('session', (session) => {
    session.on('error', () => undefined);
    sessions.push(session);
  });
  server.on('stream', (stream, headers) => {
    const chunks: Uint8Array[] = [];
    stream.on('error', () => undefined).on('data', (chunk: Uint8Array) => chunks.push(chunk));
    stream.on('end', () => {
      const inPath = new URL(`https://x${headers[':path']}`).searchParams.get('dns') ?? '';
      const octets = chunks.length > 0 ? Buffer.concat(chunks) : Buffer.from(inPath, 'base64url');
      const message = new Uint8Array(octets);
      const request = { headers, message, stream };
      received.push(message);
      requests.push(request);
      onRequest(request);
    });
  });
  return { received, requests, sessions, ...(await start(server)) };
}

/** Answers as a server should, with more headers if there are some. */
export function respond(
  { message, stream }: DohRequest,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (stream.destroyed) return;
  stream.respond({ 'content-type': 'application/dns-message', ...headers });
  stream.end(answer(message));
}

async function start(server: Server): Promise<Omit<SecureServer, 'received'>> {
  const open = new Set<Socket>();
  const resumed: boolean[] = [];
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
  });
  server.on('secureConnection', (socket: TLSSocket) => resumed.push(socket.isSessionReused()));
  server.on('tlsClientError', () => undefined);
  const endAll = (from?: number) => {
    for (const socket of open) if (from === undefined || socket.remotePort === from) socket.destroy();
  };
  return {
    port: await listen(server),
    resumed,
    countOpen: () => open.size,
    endAll,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      endAll();
      await closed;
    },
  };
}
