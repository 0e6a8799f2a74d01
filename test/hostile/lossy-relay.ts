import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { findFreePort } from './hostile-server.js';
import { headerLength, questionEnd } from './octets.js';
import { seededRandom } from './seeded-random.js';

/** What the relay does to datagrams, each in percent of them, both ways; streams pass through unharmed. */
export interface Losses {
  readonly loss?: number;
  readonly duplication?: number;
  /** Held back for 2 to 10 milliseconds, so that later ones overtake. */
  readonly reordering?: number;
  /**
   * One octet of id or question replaced: damage that can be seen. In an address nobody would see it without
   * DNSSEC, where UDP's checksum has not.
   */
  readonly corruption?: number;
  /** Milliseconds that every datagram takes, in one direction. @default 0 */
  readonly delay?: number;
  /** The same seed makes the same choices in the same order. @default 1 */
  readonly seed?: number;
}

/** What happened to the datagrams, counted. */
export type RelayCounts = Record<'passed' | 'lost' | 'duplicated' | 'reordered' | 'corrupted', number>;

/** A relay on loopback between resolvers and one server. */
export interface LossyRelay extends AsyncDisposable {
  /** As `ResolverOptions.servers` takes it. */
  readonly address: string;
  readonly counts: Readonly<RelayCounts>;
}

/** Starts a relay to a server on 127.0.0.1, UDP and TCP on one port, that loses what it is told to. */
export async function startLossyRelay(serverPort: number, losses: Losses): Promise<LossyRelay> {
  const relay = new Relay(serverPort, losses);
  await relay.listen();
  return relay;
}

const loopback = '127.0.0.1';

class Relay implements LossyRelay {
  readonly counts: RelayCounts = { passed: 0, lost: 0, duplicated: 0, reordered: 0, corrupted: 0 };
  readonly #serverPort: number;
  readonly #losses: Losses;
  readonly #random: () => number;
  readonly #front = openUdp();
  /** One socket towards the server for each port of a resolver, so that answers find their way back. */
  readonly #ways = new Map<number, UdpSocket>();
  readonly #streams = new Set<Socket>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #tcp = createServer({ allowHalfOpen: true }, (socket) => this.#passThrough(socket));

  constructor(serverPort: number, losses: Losses) {
    this.#serverPort = serverPort;
    this.#losses = losses;
    this.#random = seededRandom(losses.seed ?? 1);
  }

  get address(): string {
    return `${loopback}:${this.#front.address().port}`;
  }

  async listen(): Promise<void> {
    const port = await findFreePort();
    const listening = once(this.#front, 'listening');
    this.#front.bind(port, loopback);
    await listening;
    this.#front.on('message', (datagram, from) => this.#onQuery(datagram, from));
    this.#tcp.listen(this.#front.address().port, loopback);
    await once(this.#tcp, 'listening');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const socket of [this.#front, ...this.#ways.values()]) socket.close();
    this.#ways.clear();
    for (const socket of this.#streams) socket.destroy();
    this.#tcp.close();
    await once(this.#tcp, 'close');
  }

  #onQuery(datagram: Buffer, { port }: RemoteInfo): void {
    const way = this.#wayOf(port);
    this.#forward(datagram, (octets) => way.send(octets, this.#serverPort, loopback));
  }

  #wayOf(port: number): UdpSocket {
    const known = this.#ways.get(port);
    if (known !== undefined) return known;
    const way = openUdp();
    way.on('message', (datagram) => {
      this.#forward(datagram, (octets) => this.#front.send(octets, port, loopback));
    });
    this.#ways.set(port, way);
    this.#forgetOldWays();
    return way;
  }

  /** A resolver uses thousands of ports, each for a moment. */
  #forgetOldWays(): void {
    const [oldest] = this.#ways;
    if (oldest === undefined || this.#ways.size <= maxWays) return;
    const [port, socket] = oldest;
    this.#ways.delete(port);
    socket.close();
  }

  #forward(datagram: Buffer, send: (octets: Uint8Array) => void): void {
    const { loss = 0, duplication = 0, reordering = 0, corruption = 0, delay = 0 } = this.#losses;
    if (this.#chance(loss, 'lost')) return;
    const octets = this.#chance(corruption, 'corrupted') ? this.#corrupt(datagram) : datagram;
    const held = this.#chance(reordering, 'reordered') ? 2 + this.#random() * 8 : 0;
    this.counts.passed += 1;
    this.#after(delay + held, () => send(octets));
    if (this.#chance(duplication, 'duplicated')) this.#after(delay + this.#random() * 5, () => send(octets));
  }

  #chance(percent: number, counted: keyof RelayCounts): boolean {
    if (this.#random() * 100 >= percent) return false;
    this.counts[counted] += 1;
    return true;
  }

  #corrupt(datagram: Buffer): Uint8Array {
    const copy = new Uint8Array(datagram);
    const visible = [
      0,
      1,
      ...Array.from({ length: questionEnd(copy) - headerLength }, (_, n) => headerLength + n),
    ];
    const at = visible[Math.floor(this.#random() * visible.length)] ?? 0;
    copy[at] = ((copy[at] ?? 0) + 1 + Math.floor(this.#random() * 255)) & 0xff;
    return copy;
  }

  #after(milliseconds: number, act: () => void): void {
    if (milliseconds === 0) {
      act();
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, milliseconds);
    this.#timers.add(timer);
  }

  #passThrough(socket: Socket): void {
    const onward = connect({ port: this.#serverPort, host: loopback, allowHalfOpen: true });
    for (const [stream, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      this.#streams.add(stream);
      stream.on('error', () => other.destroy());
      stream.on('close', () => this.#streams.delete(stream));
      stream.pipe(other);
    }
  }
}

const maxWays = 4000;

function openUdp(): UdpSocket {
  return createSocket({
    type: 'udp4',
    recvBufferSize: 4 << 20,
    // Each send would otherwise wait for a lookup of the literal, and datagrams would change places.
    lookup: (literal, _options, callback) => callback(null, literal, 4),
  });
}
