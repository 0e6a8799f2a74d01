import { encode } from 'dns-packet';
import { encodeMessage, type Message } from '../records/message.js';
import { toPacket } from '../records/packet.js';
import { toPacketName } from '../records/packet-name.js';
import { WireError } from '../records/wire-error.js';

/**
 * Encodes a response with dns-packet, so that a resolver is not graded by its own encoder; `undefined` where
 * it is longer than `limit` octets.
 *
 * dns-packet takes names as text without escapes, split at its dots. Messages with an owner or a question
 * that this cannot say (`a\.b`, octets that are not printable), or with a class it has no name for, are encoded
 * by rxdns's own codec instead. RDATA that dns-packet lacks or gets wrong reaches it as octets.
 */
export function encodeResponse(message: Message, limit: number): Uint8Array | undefined {
  const octets = suitsDnsPacket(message) ? encode(toPacket(message, toBuffer)) : encodeOurselves(message);
  return octets !== undefined && octets.length <= limit ? octets : undefined;
}

const dnsPacketClasses: ReadonlySet<string> = new Set(['IN', 'CH', 'HS', 'ANY']);

function suitsDnsPacket({ questions, answers, authorities, additionals }: Message): boolean {
  return [questions, answers, authorities, additionals].every((section) =>
    section.every((entry) => canBeSaid(entry.name) && dnsPacketClasses.has(entry.class)),
  );
}

/** Nearly all names have no escape, and the conversion need not be tried on them. */
function canBeSaid(name: string): boolean {
  return !name.includes('\\') || toPacketName(name) !== undefined;
}

/** dns-packet takes octets as Buffers only. */
function toBuffer(octets: Uint8Array): Buffer {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
}

function encodeOurselves(message: Message): Uint8Array | undefined {
  try {
    return encodeMessage(message);
  } catch (error) {
    // Each record was encoded once when it was given, so what is left to go wrong is the length of the whole.
    if (error instanceof WireError && error.code === 'EBADSTR') return undefined;
    throw error;
  }
}
