import type { ResourceRecord } from '../records/record-map.js';
import { negativeTtl, readAnswer } from './answer.js';
import type { DnsResponse } from './exchange.js';

/** Seconds that a failure is kept the first time, and at most after more in a row (RFC 9520 section 3.2). */
const minFailureTime = 1;
const maxFailureTime = 5;

/** Responses that say something about the server, not about the name. */
const failures: ReadonlySet<string> = new Set(['SERVFAIL', 'REFUSED', 'NOTIMP', 'FORMERR']);

/** Whether a response is a failure of the server. */
export function isFailure({ rcode }: DnsResponse): boolean {
  return failures.has(rcode);
}

/**
 * Seconds that a response may be kept; 0 for not at all.
 *
 * An answer: the least TTL of its answer section. A "no": what its SOA says (RFC 2308 section 5), and without a
 * SOA not at all. A failure: 1 s, doubled by each failure before it up to 5 s. A truncated response: never.
 */
export function cacheTime(response: DnsResponse, earlierFailures: number): number {
  if (response.flags.tc) return 0;
  if (isFailure(response)) return Math.min(maxFailureTime, minFailureTime * 2 ** earlierFailures);
  if (response.rcode !== 'NOERROR' && response.rcode !== 'NXDOMAIN') return 0;
  const [question] = response.questions;
  if (question === undefined) return 0;
  const least = leastTtl(response.answers);
  const { status } = readAnswer(question.type, question, response);
  return status === 'NOERROR' ? least : Math.min(least, negativeTtl(response) ?? 0);
}

/** A response as it is some seconds later: each TTL less by those seconds, and not below 0. */
export function age(response: DnsResponse, seconds: number): DnsResponse {
  if (seconds === 0) return response;
  const later = (records: readonly ResourceRecord[]) =>
    records.map((record) => ({ ...record, ttl: Math.max(0, record.ttl - seconds) }));
  return {
    ...response,
    answers: later(response.answers),
    authorities: later(response.authorities),
    additionals: later(response.additionals),
  };
}

function leastTtl(records: readonly ResourceRecord[]): number {
  return records.reduce((least, { ttl }) => Math.min(least, ttl), Number.POSITIVE_INFINITY);
}
