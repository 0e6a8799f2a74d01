import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { connect, type Socket } from 'node:net';
import { type Answer, type DecodedPacket, decode, encode, type Packet, RECURSION_DESIRED } from 'dns-packet';

/** Asks with dns-packet over plain sockets: nothing of rxdns is on this side. */
export interface Asker extends AsyncDisposable {
  send(octets: Uint8Array): void;
  /** The next response. */
  receive(): Promise<Buffer>;
}

interface Server {
  readonly host: string;
  readonly port: number;
}

const patience = 5_000;

export async function openUdp({ host, port }: Server): Promise<Asker> {
  const socket: UdpSocket = createSocket(host === '::1' ? 'udp6' : 'udp4');
  const inbox = new Inbox();
  socket.on('message', (octets) => inbox.put(octets));
  await new Promise<void>((resolve) => socket.connect(port, host, resolve));
  return {
    send: (octets) => socket.send(octets),
    receive: () => inbox.take(),
    [Symbol.asyncDispose]: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

export interface TcpAsker extends Asker {
  readonly socket: Socket;
  /** Octets as they are, without a length before them. */
  sendRaw(octets: Uint8Array): void;
}

export async function openTcp({ host, port }: Server): Promise<TcpAsker> {
  const socket = connect({ host, port, allowHalfOpen: true });
  const inbox = new Inbox();
  let held = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    held = Buffer.concat([held, chunk]);
    while (held.length >= 2 && held.length >= 2 + held.readUInt16BE()) {
      inbox.put(held.subarray(2, 2 + held.readUInt16BE()));
      held = held.subarray(2 + held.readUInt16BE());
    }
  });
  socket.on('error', (error) => inbox.fail(error));
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  return {
    socket,
    send: (octets) => socket.write(frameOf(octets)),
    sendRaw: (octets) => socket.write(octets),
    receive: () => inbox.take(),
    [Symbol.asyncDispose]: async () => void socket.destroy(),
  };
}

export function frameOf(octets: Uint8Array): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(octets.length);
  return Buffer.concat([length, octets]);
}

/** A query; `type` is a name dns-packet knows, or `UNKNOWN_nnn`. */
export function queryFor(name: string, type: string, extra: Partial<Packet> = {}): Buffer {
  const questions = [{ name, type, class: 'IN' }] as unknown as Packet['questions'];
  return encode({ type: 'query', id: 4660, flags: RECURSION_DESIRED, questions, ...extra });
}

export function optRecord(udpPayloadSize: number, ednsVersion = 0): NonNullable<Packet['additionals']> {
  return [
    {
      type: 'OPT',
      name: '.',
      udpPayloadSize,
      extendedRcode: 0,
      ednsVersion,
      flags: 0,
      flag_do: false,
      options: [],
    },
  ];
}

/** What a response says, as short text. */
export interface Said {
  readonly rcode: number;
  readonly aa: boolean;
  readonly tc: boolean;
  readonly answers: readonly string[];
  readonly authorities: readonly string[];
  readonly additionals: readonly string[];
}

/** An authoritative NOERROR without records. */
export const nothing: Said = { rcode: 0, aa: true, tc: false, answers: [], authorities: [], additionals: [] };

export function readResponse(octets: Buffer): Said {
  const packet: DecodedPacket = decode(octets);
  const opt = packet.additionals?.find((record) => record.type === 'OPT');
  const upperRcode = opt?.type === 'OPT' ? opt.extendedRcode : 0;
  return {
    rcode: ((packet.flags ?? 0) & 0xf) | (upperRcode << 4),
    aa: packet.flag_aa,
    tc: packet.flag_tc,
    answers: (packet.answers ?? []).map(describe),
    authorities: (packet.authorities ?? []).map(describe),
    additionals: (packet.additionals ?? []).map(describe),
  };
}

function describe(record: Answer): string {
  if (record.type === 'OPT') return `OPT ${record.udpPayloadSize} v${record.ednsVersion}`;
  return `${record.name} ${record.ttl} ${record.type} ${describeData(record.data)}`;
}

function describeData(data: unknown): string {
  if (typeof data !== 'object') return String(data);
  if (Buffer.isBuffer(data)) return data.toString('hex');
  if (Array.isArray(data)) return data.map((part) => JSON.stringify(String(part))).join(' ');
  return Object.values(data ?? {})
    .map(describeData)
    .join(' ');
}

/** Asks one question over UDP. */
export async function ask(
  server: Server,
  name: string,
  type: string,
  extra?: Partial<Packet>,
): Promise<Said> {
  return readResponse(await exchange(await openUdp(server), queryFor(name, type, extra)));
}

/** Asks one question over TCP. */
export async function askTcp(
  server: Server,
  name: string,
  type: string,
  extra?: Partial<Packet>,
): Promise<Said> {
  return readResponse(await exchange(await openTcp(server), queryFor(name, type, extra)));
}

/** Sends, takes one response, closes. */
export async function exchange(opened: Asker, octets: Uint8Array): Promise<Buffer> {
  await using asker = opened;
  asker.send(octets);
  return await asker.receive();
}

class Inbox {
  readonly #messages: Buffer[] = [];
  readonly #takers: { resolve(message: Buffer): void; reject(error: Error): void }[] = [];

  put(message: Buffer): void {
    const taker = this.#takers.shift();
    if (taker === undefined) this.#messages.push(message);
    else taker.resolve(message);
  }

  fail(error: Error): void {
    for (const taker of this.#takers.splice(0)) taker.reject(error);
  }

  take(): Promise<Buffer> {
    const message = this.#messages.shift();
    if (message !== undefined) return Promise.resolve(message);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no response')), patience);
      this.#takers.push({
        resolve: (taken) => {
          clearTimeout(timer);
          resolve(taken);
        },
        reject,
      });
    });
  }
}
