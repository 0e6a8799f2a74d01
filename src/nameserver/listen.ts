import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { FrameReader, frame } from './frames.js';

/** Octets in, octets to send back out; `undefined` to stay silent. */
export type AnswerMessage = (octets: Uint8Array, transport: 'udp' | 'tcp') => Uint8Array | undefined;

/** Where to listen. */
export interface ListenOptions {
  readonly address: '127.0.0.1' | '::1';
  /** 0 for any that is free for UDP and TCP both. */
  readonly port: number;
  /** Milliseconds without traffic after which a TCP connection is closed. */
  readonly idleTimeout: number;
}

/** UDP and TCP sockets on one port. */
export interface Listener {
  readonly port: number;
  /** Closes the sockets and every connection. */
  close(): Promise<void>;
}

/** How often to look for a port that both protocols have free. */
const maxPortTries = 20;
/** TCP connections at once; further ones are closed at once. */
const maxConnections = 4096;
/** Octets of questions the kernel keeps while JavaScript is busy; it may cap this. */
const receiveBufferSize = 4 * 1024 * 1024;

/** Opens both sockets. Rejects with the system's error, such as `EADDRINUSE`. */
export async function listen(options: ListenOptions, answer: AnswerMessage): Promise<Listener> {
  for (let tries = 1; ; tries += 1) {
    const udp = await bindUdp(options, answer);
    const { port } = udp.address();
    const tcp = createTcpServer(options, answer);
    try {
      tcp.server.listen({ host: options.address, port, ipv6Only: true });
      await once(tcp.server, 'listening');
      return { port, close: () => closeAll(udp, tcp) };
    } catch (error) {
      udp.close();
      // A port that UDP has free may be taken for TCP: another one, unless it was asked for.
      if (options.port !== 0 || tries === maxPortTries || !isAddressInUse(error)) throw error;
    }
  }
}

async function bindUdp({ address, port }: ListenOptions, answer: AnswerMessage): Promise<UdpSocket> {
  const socket = createSocket({
    type: address === '::1' ? 'udp6' : 'udp4',
    recvBufferSize: receiveBufferSize,
    // Without this, each send goes through the name lookup of node:dns.
    lookup: (literal, _options, callback) => callback(null, literal, address === '::1' ? 6 : 4),
  });
  // With a lookup that answers at once, `bind` is done before it returns.
  const listening = once(socket, 'listening');
  socket.bind({ address, port, exclusive: true });
  try {
    await listening;
  } catch (error) {
    socket.close();
    throw error;
  }
  socket.on('message', (octets, { address: host, port: from }) => {
    const response = answer(octets, 'udp');
    if (response !== undefined) socket.send(response, from, host);
  });
  return socket;
}

interface TcpServer {
  readonly server: Server;
  readonly connections: ReadonlySet<Socket>;
}

function createTcpServer({ idleTimeout }: ListenOptions, answer: AnswerMessage): TcpServer {
  const connections = new Set<Socket>();
  // Half open: a peer that ends its side behind its last question still gets the answers.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    socket.setTimeout(idleTimeout, () => socket.destroy());
    void serve(socket, answer);
  });
  server.maxConnections = maxConnections;
  return { server, connections };
}

async function serve(socket: Socket, answer: AnswerMessage): Promise<void> {
  const frames = new FrameReader();
  async function* answerFrames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      for (const message of frames.read(chunk)) {
        const response = answer(message, 'tcp');
        if (response !== undefined) yield frame(response);
      }
    }
  }
  try {
    // Reads no further while the peer does not take the answers.
    await pipeline(socket, answerFrames, socket);
  } catch (error) {
    // A peer may leave when it likes; anything else is a fault of `answer`.
    if (!departures.has(errorCode(error))) throw error;
  }
}

const departures: ReadonlySet<unknown> = new Set([
  'ECONNRESET',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ABORT_ERR',
]);

function isAddressInUse(error: unknown): boolean {
  return errorCode(error) === 'EADDRINUSE';
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

async function closeAll(udp: UdpSocket, { server, connections }: TcpServer): Promise<void> {
  const closed = Promise.all([once(udp, 'close'), once(server, 'close')]);
  udp.close();
  server.close();
  for (const connection of connections) connection.destroy();
  await closed;
}
