import type { Edns } from './edns.js';
import { maxNameLength, writeName } from './name.js';
import { WireError } from './wire-error.js';

/** What a query says besides its header's fixed parts. */
export interface Query {
  /** The transaction id, 0 to 65,535. */
  readonly id: number;
  /** The question on the wire, as {@link encodeQuestion} makes it. */
  readonly question: Uint8Array;
  /** The RD bit: recursion desired (RFC 1035 section 4.1.1). */
  readonly recurse: boolean;
  /** The CD bit: the server need not validate (RFC 4035 section 3.2.2). */
  readonly checkingDisabled: boolean;
  /** What goes into OPT; without it there is no OPT. */
  readonly edns?: Edns | undefined;
}

/**
 * The octets of a question: its name in full, its type and its class, both 0 to 65,535.
 *
 * Made once and kept for every attempt. Throws {@link WireError}: `EBADNAME` for the name, `EBADSTR` for a
 * number out of range.
 */
export function encodeQuestion(name: string, type: number, qclass: number): Uint8Array {
  check(type, 0xffff, 'type');
  check(qclass, 0xffff, 'class');
  const length = writeName(name, scratch);
  const octets = cutOctets(length + 4);
  for (let at = 0; at < length; at += 1) octets[at] = scratch[at] ?? 0;
  setUint16(octets, length, type);
  setUint16(octets, length + 2, qclass);
  return octets;
}

/**
 * The octets of a query: the fast way for the one message a resolver sends. `encodeMessage` gives the same.
 *
 * Throws {@link WireError} `EBADSTR` for a number out of range or options of more than 65,535 octets.
 */
export function encodeQuery({ id, question, recurse, checkingDisabled, edns }: Query): Uint8Array {
  check(id, 0xffff, 'transaction id');
  const optAt = headerLength + question.length;
  const octets = cutOctets(edns === undefined ? optAt : optAt + optLength(edns));
  setUint16(octets, 0, id);
  octets[2] = recurse ? 0x01 : 0;
  octets[3] = checkingDisabled ? 0x10 : 0;
  octets[5] = 1; // QDCOUNT
  octets.set(question, headerLength);
  if (edns !== undefined) {
    octets[11] = 1; // ARCOUNT
    setOpt(octets, optAt, edns);
  }
  return octets;
}

/**
 * Tells whether a message asks, or answers, exactly this question: QDCOUNT is 1 and its octets are those of
 * `question`. The letter case of the name counts only if `caseSensitive` (0x20, RFC 5452 section 9.3).
 *
 * Never throws and allocates nothing: it is what every datagram that comes in has to pass.
 */
export function matchesQuestion(message: Uint8Array, question: Uint8Array, caseSensitive: boolean): boolean {
  const length = question.length;
  if (message.length < headerLength + length || message[4] !== 0 || message[5] !== 1) return false;
  // Behind the name come type and class, whose octets are no letters.
  const nameLength = caseSensitive ? 0 : length - 4;
  for (let at = 0; at < length; at += 1) {
    const ours = question[at] ?? 0;
    const theirs = message[headerLength + at] ?? 0;
    if (ours !== theirs && (at >= nameLength || lowerCase(ours) !== lowerCase(theirs))) return false;
  }
  return true;
}

const headerLength = 12;
const scratch = new Uint8Array(maxNameLength);

/** Octets of a block that queries are cut from. */
const blockSize = 0x4000;
let block = new Uint8Array(0);
let blockUsed = 0;

/**
 * Zeroed octets that nobody has used: a socket needs them outside V8's heap, where a place for each query costs
 * more than to encode it.
 */
function cutOctets(length: number): Uint8Array {
  if (length > blockSize >> 3) return new Uint8Array(length);
  if (length > block.length - blockUsed) {
    block = new Uint8Array(blockSize);
    blockUsed = 0;
  }
  const octets = new Uint8Array(block.buffer, blockUsed, length);
  blockUsed += length;
  return octets;
}

function optLength({ options }: Edns): number {
  let length = 11;
  for (const { data } of options) length += 4 + data.length;
  return length;
}

/** Writes OPT into octets that are still zero (RFC 6891 section 6.1.2). */
function setOpt(octets: Uint8Array, start: number, edns: Edns): void {
  check(edns.payloadSize, 0xffff, 'payload size');
  check(edns.version, 0xff, 'EDNS version');
  octets[start + 2] = 41;
  setUint16(octets, start + 3, edns.payloadSize);
  octets[start + 6] = edns.version;
  octets[start + 7] = edns.dnssecOk ? 0x80 : 0;
  let at = start + 11;
  check(octets.length - at, 0xffff, 'length of the EDNS options');
  setUint16(octets, start + 9, octets.length - at);
  for (const { code, data } of edns.options) {
    check(code, 0xffff, 'EDNS option code');
    setUint16(octets, at, code);
    setUint16(octets, at + 2, data.length);
    octets.set(data, at + 4);
    at += 4 + data.length;
  }
}

function setUint16(octets: Uint8Array, at: number, value: number): void {
  octets[at] = value >> 8;
  octets[at + 1] = value;
}

function check(value: number, max: number, what: string): void {
  if (Number.isInteger(value) && value >= 0 && value <= max) return;
  throw new WireError('EBADSTR', `the ${what} ${value} is not an integer from 0 to ${max}`);
}

function lowerCase(octet: number): number {
  return octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet;
}
