import type { Rcode } from '../records/codes.js';
import { decodeMessage, type Flags, type Message, type Question } from '../records/message.js';
import { WireError } from '../records/wire-error.js';
import { maxMessageLength } from '../records/writer.js';
import { encodeResponse } from './encode-response.js';
import { type Answer, lookUp } from './look-up.js';
import { completeAnswer, type ReceivedQuery, type Reply, type Respond } from './reply.js';
import type { Zones } from './zones.js';

/** What decides on the answers of a server. */
export interface AnswerSource {
  readonly zones: Zones;
  readonly respond: Respond | undefined;
  /** The largest UDP message to send, in octets, whatever the asker takes. */
  readonly maxUdpSize: number;
  /** Takes note of a question, before it is answered. */
  readonly note: (query: ReceivedQuery) => void;
}

/**
 * The octets to send back for those of a query; `undefined` where silence is right.
 *
 * Silent to what is too short for a header, and to responses: two servers that answer each other's never
 * stop. Else, where the header can be read: NOTIMP for opcodes other than QUERY, FORMERR for what cannot be
 * decoded or does not ask exactly one question, BADVERS for EDNS versions above 0 (RFC 6891 section 6.1.3).
 */
export function answerOctets(
  octets: Uint8Array,
  transport: 'udp' | 'tcp',
  source: AnswerSource,
): Uint8Array | undefined {
  const header = readHeader(octets);
  if (header === undefined || header.flags.qr) return undefined;
  if (header.opcode !== 'QUERY') return encodeWithout(respondTo(header, source), 'NOTIMP');
  const message = decodeQuery(octets);
  const question = message?.questions.length === 1 ? message.questions[0] : undefined;
  if (message === undefined || question === undefined) {
    return encodeWithout(respondTo(header, source), 'FORMERR');
  }
  const response = respondTo(message, source);
  if (message.edns !== undefined && message.edns.version > 0) return encodeWithout(response, 'BADVERS');
  const query: ReceivedQuery = { ...question, transport, message };
  source.note(query);
  const limit = sizeLimit(query, source);
  const reply = source.respond?.(query, () => answerFromZones(question, source));
  return reply === undefined
    ? encodeAnswer(answerFromZones(question, source), response, limit)
    : encodeReply(reply, response, limit);
}

function answerFromZones(question: Question, { zones }: AnswerSource): Answer {
  // AXFR and IXFR name a transfer, not a type of record; none is served (RFC 5936, RFC 1995).
  const isTransfer = question.type === 'TYPE252' || question.type === 'TYPE251';
  return isTransfer
    ? completeAnswer({ kind: 'answer', rcode: 'REFUSED', authoritative: false })
    : lookUp(zones, question);
}

/** Octets that a response to this query may have. */
function sizeLimit({ transport, message }: ReceivedQuery, { maxUdpSize }: AnswerSource): number {
  // RFC 1035 section 4.2.1: 512 for those who do not say.
  return transport === 'tcp' ? maxMessageLength : Math.min(maxUdpSize, message.edns?.payloadSize ?? 512);
}

function encodeReply(reply: Reply, response: Message, limit: number): Uint8Array | undefined {
  switch (reply.kind) {
    case 'drop':
      return undefined;
    case 'octets':
      return reply.octets;
    case 'truncate':
      return encodeTruncated(response, 'NOERROR');
    case 'answer':
      return encodeAnswer(completeAnswer(reply), response, limit);
  }
}

/** Too long for its way means no records at all: half an RRset must not pass for a whole one (RFC 2181 section 9). */
function encodeAnswer(answer: Answer, response: Message, limit: number): Uint8Array | undefined {
  const { kind: _, authoritative, ...sections } = answer;
  const whole = { ...response, ...sections, flags: { ...response.flags, aa: authoritative } };
  return encodeResponse(whole, limit) ?? encodeTruncated(response, answer.rcode);
}

function encodeTruncated(response: Message, rcode: Rcode): Uint8Array | undefined {
  return encodeWithout({ ...response, flags: { ...response.flags, tc: true } }, rcode);
}

/** Without records a response fits every way. */
function encodeWithout(response: Message, rcode: Rcode): Uint8Array | undefined {
  return encodeResponse({ ...response, rcode }, maxMessageLength);
}

/** A response without records; OPT answers OPT only (RFC 6891 section 7). */
function respondTo(query: Message, { maxUdpSize }: AnswerSource): Message {
  const { id, opcode, flags, questions, edns } = query;
  const response: Message = {
    id,
    opcode,
    rcode: 'NOERROR',
    flags: { ...noFlags, qr: true, rd: flags.rd, cd: flags.cd },
    questions,
    answers: [],
    authorities: [],
    additionals: [],
  };
  if (edns === undefined) return response;
  const { dnssecOk } = edns;
  return { ...response, edns: { version: 0, payloadSize: maxUdpSize, dnssecOk, options: [] } };
}

const noFlags: Flags = { qr: false, aa: false, tc: false, rd: false, ra: false, ad: false, cd: false };

/** A message without its sections: what can be said of one that cannot be decoded. */
function readHeader(octets: Uint8Array): Message | undefined {
  if (octets.length < headerLength) return undefined;
  const bare = new Uint8Array(headerLength);
  bare.set(octets.subarray(0, 4)); // the id and the flags; the counts are 0
  return decodeMessage(bare);
}

const headerLength = 12;

function decodeQuery(octets: Uint8Array): Message | undefined {
  try {
    return decodeMessage(octets);
  } catch (error) {
    // The caller answers it: FORMERR is how a server says this.
    if (error instanceof WireError) return undefined;
    throw error;
  }
}
