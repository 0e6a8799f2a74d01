import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Packet } from 'dns-packet';
import { FrameReader, frame } from '../../src/nameserver/frames.js';
import { encodeGoodReply, readQuery } from './good-reply.js';
import { type Script, type Source, type Step, stepsFor } from './script.js';

/** A query as it arrived. */
export interface SeenQuery {
  readonly name: string;
  readonly transport: 'udp' | 'tcp';
  /** Which TCP connection it came on, counted from 1; 0 over UDP. */
  readonly connection: number;
  readonly octets: Uint8Array;
  readonly packet: Packet;
}

/** A name server that does what a script says for each name, however wrong. */
export interface HostileServer extends AsyncDisposable {
  /** As `ResolverOptions.servers` takes it. */
  readonly address: string;
  /** TCP connections so far. */
  readonly connections: number;
  /** Queries so far, over either transport. */
  readonly queryCount: number;
  /** Says what to do about a name; names without a script get the good reply. */
  play(name: string, script: Script): void;
  /** The queries for a name, in order. */
  queriesFor(name: string): readonly SeenQuery[];
}

/**
 * Starts a scripted name server on loopback: UDP and TCP on one port of 127.0.0.1, one more UDP port there,
 * and the same UDP port on 127.0.0.2.
 */
export async function startHostileServer(): Promise<HostileServer> {
  const server = new Scripted();
  await server.listen();
  return server;
}

/** What a reply goes out through, over either transport. */
interface Peer {
  readonly transport: 'udp' | 'tcp';
  readonly connection: number;
  send(message: Uint8Array, from: Source): void;
  write(octets: Uint8Array): void;
  end(): void;
  reset(): void;
}

class Scripted implements HostileServer {
  connections = 0;
  queryCount = 0;
  readonly #udp = openUdp();
  readonly #otherPort = openUdp();
  readonly #otherAddress = openUdp();
  readonly #tcp: Server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) =>
    this.#accept(socket),
  );
  readonly #open = new Set<Socket>();
  readonly #scripts = new Map<string, Script>();
  readonly #seen = new Map<string, SeenQuery[]>();
  readonly #closed = new AbortController();

  async listen(): Promise<void> {
    const port = await findFreePort();
    await bind(this.#udp, port, '127.0.0.1');
    await bind(this.#otherPort, 0, '127.0.0.1');
    await bind(this.#otherAddress, port, '127.0.0.2');
    this.#tcp.listen(port, '127.0.0.1');
    await once(this.#tcp, 'listening');
    this.#udp.on('message', (octets, from) => void this.#serve(octets, this.#udpPeer(from)));
  }

  get address(): string {
    return `127.0.0.1:${this.#udp.address().port}`;
  }

  play(name: string, script: Script): void {
    this.#scripts.set(name.toLowerCase(), script);
  }

  queriesFor(name: string): readonly SeenQuery[] {
    return [...(this.#seen.get(name.toLowerCase()) ?? [])];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort();
    for (const socket of [this.#udp, this.#otherPort, this.#otherAddress]) socket.close();
    for (const socket of this.#open) socket.destroy();
    this.#tcp.close();
    await once(this.#tcp, 'close');
  }

  #udpPeer({ port, address }: RemoteInfo): Peer {
    const sockets = { server: this.#udp, 'other port': this.#otherPort, 'other address': this.#otherAddress };
    return {
      transport: 'udp',
      connection: 0,
      send: (message, from) => sockets[from].send(message, port, address),
      write: () => undefined,
      end: () => undefined,
      reset: () => undefined,
    };
  }

  #accept(socket: Socket): void {
    this.connections += 1;
    this.#open.add(socket);
    const peer: Peer = {
      transport: 'tcp',
      connection: this.connections,
      send: (message) => socket.write(frame(message)),
      write: (octets) => socket.write(octets),
      end: () => socket.end(),
      reset: () => socket.resetAndDestroy(),
    };
    const frames = new FrameReader();
    socket.on('data', (chunk) => {
      for (const octets of frames.read(chunk)) void this.#serve(octets, peer);
    });
    // A resolver leaves a connection that misbehaves, also in the middle of what is being sent.
    socket.on('error', () => socket.destroy());
    socket.on('end', () => socket.end());
    socket.on('close', () => this.#open.delete(socket));
  }

  async #serve(octets: Uint8Array, peer: Peer): Promise<void> {
    this.queryCount += 1;
    const packet = readQuery(octets);
    const name = packet.questions?.[0]?.name ?? '';
    const key = name.toLowerCase();
    const seen = this.#seen.get(key) ?? [];
    this.#seen.set(key, seen);
    const n = seen.filter(({ transport }) => transport === peer.transport).length;
    seen.push({ name, transport: peer.transport, connection: peer.connection, octets, packet });
    const script = this.#scripts.get(key) ?? {};
    const good = encodeGoodReply(packet, script);
    for (const step of stepsFor(script, peer.transport, n)) {
      await this.#take(step, peer, { good, octets });
      if (this.#closed.signal.aborted) return;
    }
  }

  async #take(
    step: Step,
    peer: Peer,
    { good, octets }: { readonly good: Uint8Array; readonly octets: Uint8Array },
  ) {
    switch (step.do) {
      case 'send':
        peer.send(step.message(good, octets), step.from);
        return;
      case 'write':
        for (const piece of step.pieces(frame(good))) {
          peer.write(piece);
          // A turn of the event loop, so that the next piece is a segment of its own.
          await delay(0);
        }
        return;
      case 'wait':
        await delay(step.milliseconds);
        return;
      case 'end':
        peer.end();
        return;
      case 'reset':
        peer.reset();
    }
  }
}

function openUdp(): UdpSocket {
  return createSocket({
    type: 'udp4',
    recvBufferSize: 1 << 20,
    // Each send would otherwise wait for a lookup of the literal, and datagrams would change places.
    lookup: (literal, _options, callback) => callback(null, literal, 4),
  });
}

async function bind(socket: UdpSocket, port: number, address: string): Promise<void> {
  const listening = once(socket, 'listening');
  socket.bind(port, address);
  await listening;
}

/** TCP chooses: of its ports, the connections of other tests hold many more than UDP's. */
export async function findFreePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  listener.close();
  await once(listener, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP listener without a port');
  return address.port;
}
