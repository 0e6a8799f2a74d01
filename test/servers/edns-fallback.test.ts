import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { AUTHORITATIVE_ANSWER, decode, encode, type Packet } from 'dns-packet';
import { afterEach, describe, expect, test } from 'vitest';
import { isDnsError } from '../../src/errors.js';
import { Resolver } from '../../src/resolver.js';

/** How a server refuses EDNS: its rcode, the upper bits of that, and whether its refusal has OPT itself. */
interface Refusal {
  readonly rcode: string;
  readonly lower: number;
  readonly upper: number;
  readonly withOpt: boolean;
}

const refusals: readonly Refusal[] = [
  { rcode: 'FORMERR', lower: 1, upper: 0, withOpt: false },
  { rcode: 'FORMERR', lower: 1, upper: 0, withOpt: true },
  { rcode: 'NOTIMP', lower: 4, upper: 0, withOpt: false },
  { rcode: 'NOTIMP', lower: 4, upper: 0, withOpt: true },
  { rcode: 'BADVERS', lower: 0, upper: 1, withOpt: true },
];

let close: () => void = () => undefined;
afterEach(() => close());

describe.each(refusals)('a server that refuses EDNS with $rcode (OPT in it: $withOpt)', (refusal) => {
  test('is asked once more without OPT, which is no try, and its answer is used', async () => {
    const server = await startOldServer((query) => (hasOpt(query) ? refuse(query, refusal) : answer(query)));
    await using resolver = new Resolver({ servers: [server.address], cache: false });
    const response = await resolver.response('first.example', 'A', { tries: 1 });
    expect(response.answers).toStrictEqual([
      { name: 'first.example', type: 'A', class: 'IN', ttl: 60, address: '192.0.2.1' },
    ]);
    expect(response.attempts.map(({ outcome }) => outcome)).toStrictEqual([refusal.rcode, 'NOERROR']);
    expect(server.queries.map(hasOpt)).toStrictEqual([true, false]);
  });

  test('is remembered: later queries have no OPT', async () => {
    const server = await startOldServer((query) => (hasOpt(query) ? refuse(query, refusal) : answer(query)));
    await using resolver = new Resolver({ servers: [server.address], cache: false });
    await resolver.query('first.example', 'A');
    await resolver.query('second.example', 'A');
    await resolver.query('third.example', 'A');
    expect(server.queries.map(hasOpt)).toStrictEqual([true, false, false, false]);
  });
});

test('a server that refuses without OPT as well is EFORMERR after two queries', async () => {
  const formerr = { rcode: 'FORMERR', lower: 1, upper: 0, withOpt: false };
  const server = await startOldServer((query) => refuse(query, formerr));
  await using resolver = new Resolver({ servers: [server.address], cache: false });
  const error: unknown = await resolver.query('first.example', 'A').catch((reason: unknown) => reason);
  expect(isDnsError(error) && error.code).toBe('EFORMERR');
  expect(server.queries.map(hasOpt)).toStrictEqual([true, false]);
});

test('a server that ignores OPT is asked once, and with OPT again', async () => {
  const server = await startOldServer(answer);
  await using resolver = new Resolver({ servers: [server.address], cache: false });
  await resolver.query('first.example', 'A');
  await resolver.query('second.example', 'A');
  expect(server.queries.map(hasOpt)).toStrictEqual([true, true]);
});

interface OldServer {
  readonly address: string;
  readonly queries: readonly Packet[];
}

/** A server on UDP that ends with the test. */
async function startOldServer(reply: (query: Packet) => Buffer): Promise<OldServer> {
  const socket: Socket = createSocket('udp4').bind(0, '127.0.0.1');
  close = () => socket.close();
  await once(socket, 'listening');
  const queries: Packet[] = [];
  socket.on('message', (octets, { port }) => {
    const query = decode(octets);
    queries.push(query);
    socket.send(reply(query), port, '127.0.0.1');
  });
  return { address: `127.0.0.1:${socket.address().port}`, queries };
}

function hasOpt({ additionals = [] }: Packet): boolean {
  return additionals.some(({ type }) => type === 'OPT');
}

/** Without OPT, as a server from before RFC 2671 answers. */
function answer({ id, questions = [] }: Packet): Buffer {
  const name = questions[0]?.name ?? '';
  return encode({
    type: 'response',
    id: id ?? 0,
    flags: AUTHORITATIVE_ANSWER,
    questions,
    answers: [{ type: 'A', name, ttl: 60, data: '192.0.2.1' }],
  });
}

function refuse({ id, questions = [] }: Packet, { lower, upper, withOpt }: Refusal): Buffer {
  return encode({
    type: 'response',
    id: id ?? 0,
    flags: lower,
    questions,
    additionals: withOpt
      ? [
          {
            type: 'OPT',
            name: '.',
            udpPayloadSize: 512,
            extendedRcode: upper,
            ednsVersion: 0,
            flags: 0,
            flag_do: false,
            options: [],
          },
        ]
      : [],
  });
}
