import type { Rcode } from '../records/codes.js';
import type { Message, Question } from '../records/message.js';
import type { Answer } from './look-up.js';
import { completeRecord, type RecordInput } from './record-input.js';

/** A question that reached the server. */
export interface ReceivedQuery extends Question {
  readonly transport: 'udp' | 'tcp';
  /** The whole message: its id, flags and EDNS. */
  readonly message: Message;
}

/**
 * What to send back.
 *
 * - `answer`: a response made of these parts; what is left out is NOERROR, authoritative, without records.
 * - `truncate`: a response with TC set and no records, over TCP as well.
 * - `octets`: these octets as they are, for whatever else a peer may do wrong.
 * - `drop`: nothing.
 */
export type Reply =
  | AnswerReply
  | { readonly kind: 'truncate' }
  | { readonly kind: 'octets'; readonly octets: Uint8Array }
  | { readonly kind: 'drop' };

/** A response made by hand; an {@link Answer} is one, too, and can be changed with a spread. */
export interface AnswerReply {
  readonly kind: 'answer';
  /** One above 15 only to questions with EDNS: its upper bits have no other place (RFC 6891 section 6.1.3). */
  readonly rcode?: Rcode;
  /** The AA bit. */
  readonly authoritative?: boolean;
  readonly answers?: readonly RecordInput[];
  readonly authorities?: readonly RecordInput[];
  readonly additionals?: readonly RecordInput[];
}

/**
 * Decides on the reply to one query; `undefined` leaves it to the zones.
 *
 * `zoneAnswer` looks up what they hold, when called. What this function throws, and a record in its reply that
 * cannot be encoded, ends as an uncaught error: a mistake in a test should not look like a silent server.
 */
export type Respond = (query: ReceivedQuery, zoneAnswer: () => Answer) => Reply | undefined;

/** Fills in what a hand-made response leaves out. Throws {@link WireError} for a record that cannot be encoded. */
export function completeAnswer(reply: AnswerReply): Answer {
  const { rcode = 'NOERROR', authoritative = true, answers = [], authorities = [], additionals = [] } = reply;
  return {
    kind: 'answer',
    rcode,
    authoritative,
    answers: answers.map(completeRecord),
    authorities: authorities.map(completeRecord),
    additionals: additionals.map(completeRecord),
  };
}
