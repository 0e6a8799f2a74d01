import type { DnsError, DnsErrorCode } from '../errors.js';
import type { Question } from '../records/message.js';
import type { RecordMap, RecordType } from '../records/record-map.js';
import { answerError, readAnswer } from './answer.js';
import type { Attempt, DnsResponse } from './exchange.js';

/** What a lookup came to, a failure included: a value, never an error of the stream. */
export interface Outcome<T extends RecordType = RecordType> {
  /** The name asked, in presentation form; as it was given where it is no name. */
  readonly name: string;
  readonly type: T;
  /**
   * `NOERROR`, `NODATA`, another rcode, or the code of the failure without its `E`: `TIMEOUT`, `CONNREFUSED`,
   * `BADNAME` ...
   */
  readonly status: string;
  /** Records of the asked type; empty unless `status` is `NOERROR`. */
  readonly records: readonly RecordMap[T][];
  /** Seconds that the records, or the negative answer, may be kept; `undefined` where neither came. */
  readonly ttl: number | undefined;
  /** Milliseconds from the first attempt to the outcome. */
  readonly elapsed: number;
  /** The server that answered; `undefined` where none did. */
  readonly server: string | undefined;
  /** The trail: every attempt, in order. */
  readonly attempts: readonly Attempt[];
  /** `true` where the answer had expired, and was given because servers fail (RFC 8767). */
  readonly stale?: true;
  /** `undefined` where `status` is `NOERROR`; else made when it is first read. */
  readonly error: DnsError | undefined;
}

/** The outcome of a lookup that a server answered. */
export function responseOutcome<T extends RecordType>(
  type: T,
  question: Question,
  response: DnsResponse,
): Outcome<T> {
  const outcome = answeredOutcome(type, question, response);
  return response.stale === undefined ? outcome : Object.assign(outcome, { stale: response.stale });
}

function answeredOutcome<T extends RecordType>(
  type: T,
  question: Question,
  response: DnsResponse,
): Outcome<T> {
  const answer = readAnswer(type, question, response);
  const { status, records, ttl } = answer;
  const { name } = question;
  const { elapsed, server, attempts } = response;
  if (status === 'NOERROR') {
    return { name, type, status, records, ttl, elapsed, server, attempts, error: undefined };
  }
  let error: DnsError | undefined;
  return {
    name,
    type,
    status,
    records,
    ttl,
    elapsed,
    server,
    attempts,
    // An Error costs more than the rest of the lookup, and most who count failures never look at it.
    get error() {
      error ??= answerError(question, answer, response);
      return error;
    },
  };
}

/** A code without its E; EOF is a word of its own. */
export function failureStatus(code: DnsErrorCode): string {
  return code === 'EOF' ? code : code.slice(1);
}

/** The outcome of a lookup that no server answered. */
export function errorOutcome<T extends RecordType>(type: T, name: string, error: DnsError): Outcome<T> {
  const status = failureStatus(error.code);
  const { attempts, elapsed } = error;
  return { name, type, status, records: [], ttl: undefined, elapsed, server: undefined, attempts, error };
}
