import type { Message, Question } from '../records/message.js';
import type { Random } from './random.js';

/**
 * A question with the case of each letter of its name drawn at random ("0x20").
 *
 * Servers repeat a question as it came, so that the case is a secret that a forger would have to guess: a bit
 * for each letter.
 */
export function mixCase(question: Uint8Array, random: Random): Uint8Array {
  const mixed = question.slice();
  let bits = 0;
  let left = 0;
  // The last four octets are type and class. A length octet is at most 63, below every letter.
  for (let at = 0; at < mixed.length - 4; at += 1) {
    const lower = (mixed[at] ?? 0) | 0x20;
    if (lower < 0x61 || lower > 0x7a || (mixed[at] ?? 0) < 0x41) continue;
    if (left === 0) {
      bits = random();
      left = 32;
    }
    mixed[at] = lower & (bits & 1 ? 0xdf : 0xff);
    bits >>>= 1;
    left -= 1;
  }
  return mixed;
}

/** A response with the name as it was asked, in place of the random case that its servers repeat. */
export function restoreCase(message: Message, question: Question): Message {
  const { name } = question;
  const mixed = name.toLowerCase();
  const answers = message.answers.map((record) =>
    record.name !== name && record.name.toLowerCase() === mixed ? { ...record, name } : record,
  );
  const { id, opcode, rcode, flags, authorities, additionals, edns } = message;
  const questions = [question];
  return edns === undefined
    ? { id, opcode, rcode, flags, questions, answers, authorities, additionals }
    : { id, opcode, rcode, flags, questions, answers, authorities, additionals, edns };
}
