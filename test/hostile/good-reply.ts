import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  type Packet,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
} from 'dns-packet';
import type { Script } from './script.js';

/** Reads a query with dns-packet, which knows nothing of our encoder. */
export function readQuery(octets: Uint8Array): Packet {
  return decode(Buffer.from(octets));
}

/** The right answer to a query, encoded with dns-packet; with OPT where the query had one. */
export function encodeGoodReply(
  { id, questions = [], additionals = [] }: Packet,
  script: Script,
): Uint8Array {
  const name = questions[0]?.name ?? '';
  const { answers = addressOf, rcode = 0 } = script;
  return encode({
    type: 'response',
    id: id ?? 0,
    flags: AUTHORITATIVE_ANSWER | RECURSION_DESIRED | RECURSION_AVAILABLE | rcode,
    questions,
    answers: [...answers(name)],
    additionals: additionals.some(({ type }) => type === 'OPT') ? [opt] : [],
  });
}

/** The address of every name that has no other. */
export const goodAddress = '192.0.2.1';

const opt: Answer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: 1232,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
};

function addressOf(name: string): readonly Answer[] {
  return [{ type: 'A', class: 'IN', name, ttl: 60, data: goodAddress }];
}
