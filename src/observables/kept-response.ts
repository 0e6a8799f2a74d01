import { decodeMessage, encodeMessage, type Question, readQuestion } from '../records/message.js';
import { Reader } from '../records/reader.js';
import type { DnsResponse } from './exchange.js';
import type { Hashed } from './hash-table.js';
import type { Linked } from './linked-list.js';
import { makeResponse, noAttempts } from './make-response.js';
import { restoreCase } from './mix-case.js';
import type { QuestionKey } from './question-key.js';

/** For how long, and for what, a response is kept. Times are the scheduler's milliseconds. */
export interface Keeping {
  readonly storedAt: number;
  readonly expiresAt: number;
  /** Failures in a row, this one included; 0 for an answer. */
  readonly failures: number;
  /** Whether it holds for every type. */
  readonly forName: boolean;
}

/** Octets that room is made for at a time, so that it mostly does for the next response, too. */
const step = 128;
/** Octets that may be left over: with the room of the longest message it ever held, each would come to 64 KiB. */
const leftOver = 1024;

/**
 * A response in the cache, as octets.
 *
 * As objects it would be some fifteen, and each would have to grow old before it is dropped: that costs the
 * collector more than all the rest of a query. This one is written again, mostly with nothing allocated.
 */
export class KeptResponse implements QuestionKey, Keeping, Hashed<KeptResponse>, Linked<KeptResponse> {
  hash = 0;
  nameHash = 0;
  bits = 0;
  /** The question, then the message. */
  octets = new Uint8Array(0);
  length = 0;
  storedAt = 0;
  expiresAt = 0;
  failures = 0;
  forName = false;
  /** Until when it is given although it expired, without asking servers that have just failed. */
  heldUntil = 0;
  server = '';
  transport: DnsResponse['transport'] = 'udp';
  behind: KeptResponse | undefined;
  before: KeptResponse | undefined;
  after: KeptResponse | undefined;
  #end = 0;

  /** Takes the place of what it was. */
  write(key: QuestionKey, response: DnsResponse, { storedAt, expiresAt, failures, forName }: Keeping): void {
    const message = response.octets ?? encodeMessage(response);
    this.hash = forName ? key.nameHash : key.hash;
    this.nameHash = key.nameHash;
    this.bits = key.bits;
    this.length = key.length;
    this.#end = key.length + message.length;
    const spare = this.octets.length - this.#end;
    if (spare < 0 || spare > leftOver) this.octets = new Uint8Array(Math.ceil(this.#end / step) * step);
    this.octets.set(key.octets);
    this.octets.set(message, key.length);
    this.storedAt = storedAt;
    this.expiresAt = expiresAt;
    this.failures = failures;
    this.forName = forName;
    this.heldUntil = 0;
    this.server = response.server;
    this.transport = response.transport;
  }

  get question(): Question {
    return readQuestion(new Reader(this.octets));
  }

  /** The message in wire form. */
  get message(): Uint8Array {
    return this.octets.slice(this.length, this.#end);
  }

  /** The response as it came, for a question that may differ in the case of its letters. */
  read(question: Question): DnsResponse {
    const { message, server, transport } = this;
    const decoded = restoreCase(decodeMessage(message), question);
    return makeResponse(decoded, message, { server, transport, elapsed: 0 }, noAttempts);
  }
}
