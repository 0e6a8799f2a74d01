import { DnsError, type DnsErrorCode, errorCodes } from '../errors.js';
import { parseZoneText } from '../nameserver/zone-text.js';
import type { Rcode } from '../records/codes.js';
import { decodeMessage, type Message, type Question } from '../records/message.js';
import { formatServer } from '../server-string.js';
import type { Endpoint, SendFailure, Transport } from '../socket/connect.js';
import { encodeResponse, type ScriptedMessage, type ScriptedRecord } from './fake-reply.js';

/**
 * What a test answers: the records of the answer section, the same as zone-file text, what is particular about the
 * response (`{ rcode: 'NXDOMAIN' }`), or octets as they are.
 *
 * Records have the name asked, class IN and a TTL of 300 seconds unless they say otherwise. Names in zone text are
 * whole names, with a dot at the end or without; what its lines are indented by together does not count.
 */
export type TestAnswer = readonly ScriptedRecord[] | string | ScriptedMessage | Uint8Array;

/** A query that was sent, and waits for the test to answer it. */
export interface TestQuery {
  readonly question: Question;
  /** The whole message. */
  readonly message: Message;
  /** Whom it was sent to, as `Resolver.servers` writes it. */
  readonly server: string;
  readonly transport: Transport;
  /** Whether nobody waits for it any more: unsubscribed, aborted, timed out, or ended with its resolver. */
  readonly cancelled: boolean;
  /**
   * Answers. The response goes all the way of a real one: it is decoded, accepted, kept in the cache.
   *
   * Whoever waits has the result when this returns. Throws an Error where the query was cancelled or answered, and
   * `WireError` for an answer that makes no sense.
   */
  respond(answer: TestAnswer): void;
  /**
   * Fails. `ENOTFOUND`, `ENODATA`, `ESERVFAIL`, `EREFUSED`, `ENOTIMP` and `EFORMERR` are responses that say so; with
   * any other code, or an Error, the exchange itself fails, an Error as one of the operating system does.
   *
   * Throws an Error where the query was cancelled or answered. @default 'ECONNREFUSED'
   */
  error(failure?: DnsErrorCode | Error): void;
}

/** How a query reaches whoever waits for it. */
export interface TestExchange {
  readonly endpoint: Endpoint;
  readonly octets: Uint8Array;
  deliver(octets: Uint8Array): void;
  fail(failure: SendFailure): void;
}

/** A {@link TestQuery} from the inside. Throws `WireError` where its octets are no query. */
export class CollectedQuery implements TestQuery {
  readonly message: Message;
  readonly question: Question;
  readonly server: string;
  readonly transport: Transport;
  readonly #exchange: TestExchange;
  #state: 'open' | 'answered' | 'cancelled' = 'open';

  constructor(exchange: TestExchange) {
    this.#exchange = exchange;
    this.message = decodeMessage(exchange.octets);
    this.question = this.message.questions[0] ?? { name: '.', type: 'TYPE0', class: 'IN' };
    this.server = formatServer(exchange.endpoint);
    this.transport = exchange.endpoint.transport;
  }

  get cancelled(): boolean {
    return this.#state === 'cancelled';
  }

  /** Nobody waits any more; changes nothing where it was answered. */
  cancel(): void {
    if (this.#state === 'open') this.#state = 'cancelled';
  }

  respond(answer: TestAnswer): void {
    const octets = encodeResponse(completeAnswer(answer), this.message);
    this.#settle('respond to');
    this.#exchange.deliver(octets);
  }

  error(failure: DnsErrorCode | Error = 'ECONNREFUSED'): void {
    if (typeof failure === 'string' && !Object.hasOwn(errorCodes, failure))
      throw new TypeError(`${JSON.stringify(failure)} is no code of a DnsError`);
    const rcode = typeof failure === 'string' ? rcodesByCode.get(failure) : undefined;
    if (rcode !== undefined) {
      this.respond({ rcode });
      return;
    }
    this.#settle('fail');
    const cause = typeof failure === 'string' ? new DnsError(failure, `${this}: ${failure}`) : failure;
    this.#exchange.fail({ id: this.message.id, cause });
  }

  /** Such as `example.org A to 192.0.2.1 (cancelled)`. */
  toString(): string {
    const { name, type, class: dnsClass } = this.question;
    const text = `${name} ${dnsClass === 'IN' ? '' : `${dnsClass} `}${type} to ${this.server}`;
    return this.#state === 'open' ? text : `${text} (${this.#state})`;
  }

  #settle(what: string): void {
    if (this.#state !== 'open') throw new Error(`cannot ${what} ${this}`);
    this.#state = 'answered';
  }
}

/** Failures that are responses. */
const rcodesByCode: ReadonlyMap<DnsErrorCode, Rcode> = new Map([
  ['ENODATA', 'NOERROR'],
  ['EFORMERR', 'FORMERR'],
  ['ESERVFAIL', 'SERVFAIL'],
  ['ENOTFOUND', 'NXDOMAIN'],
  ['ENOTIMP', 'NOTIMP'],
  ['EREFUSED', 'REFUSED'],
]);

function completeAnswer(answer: TestAnswer): ScriptedMessage | Uint8Array {
  if (typeof answer === 'string') return { answers: parseZoneText(withoutIndent(answer)) };
  return isRecords(answer) ? { answers: answer } : answer;
}

function isRecords(answer: TestAnswer): answer is readonly ScriptedRecord[] {
  return Array.isArray(answer);
}

/** Text in code is indented as the code is; in a zone file a blank stands for the owner before. */
function withoutIndent(text: string): string {
  const lines = text.split('\n');
  const indents = lines.filter((line) => /\S/.test(line)).map((line) => line.search(/\S/));
  const indent = Math.min(...indents);
  return lines.map((line) => line.slice(indent)).join('\n');
}
