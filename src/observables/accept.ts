import { decodeResponse, headerLength, type Message } from '../records/message.js';
import { matchesQuestion } from '../records/query.js';
import { WireError } from '../records/wire-error.js';

/** Why a message was dropped. */
export type DropReason =
  | 'short'
  | 'unknown-id'
  | 'not-a-response'
  | 'opcode'
  | 'question'
  | 'malformed'
  | 'cookie';

/**
 * Tells whether a message answers a query that has its id: the response, or why it is dropped.
 *
 * `question` is what was sent; the case of its letters counts where it was drawn at random. `name` is its name as text.
 *
 * The cheap tests come first, so that a flood of forged messages costs little. Nothing here ends the query:
 * a forger must not be able to (RFC 5452 section 9.1).
 */
export function accept(
  message: Uint8Array,
  question: Uint8Array,
  caseSensitive: boolean,
  name?: string,
): Message | DropReason {
  if (message.length < headerLength) return 'short';
  const high = message[2] ?? 0;
  if ((high & 0x80) === 0) return 'not-a-response';
  if ((high & 0x78) !== 0) return 'opcode';
  if (!matchesQuestion(message, question, caseSensitive)) return 'question';
  try {
    // The name of a response that repeats every octet need not be read again.
    const isKnown = name !== undefined && matchesQuestion(message, question, true);
    return decodeResponse(message, isKnown ? { text: name, wireLength: question.length - 4 } : undefined);
  } catch (error) {
    if (error instanceof WireError) return 'malformed';
    throw error;
  }
}

/** The transaction id of a message; absent where it has none. */
export function readId(message: Uint8Array): number | undefined {
  const high = message[0];
  const low = message[1];
  return high === undefined || low === undefined ? undefined : (high << 8) | low;
}
