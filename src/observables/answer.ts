import { DnsError, type DnsErrorCode } from '../errors.js';
import type { Question } from '../records/message.js';
import type { RecordMap, RecordType, ResourceRecord } from '../records/record-map.js';
import type { CnameRecord } from '../records/types/cname.js';
import type { DnsResponse } from './exchange.js';

/** Links of a CNAME chain that are followed; real chains have fewer than ten. */
const maxLinks = 16;

/** What a response says about its question: the records asked for, or why there are none. */
export interface Answer<T extends RecordType> {
  /** `NOERROR` with records, `NODATA`, or the rcode of the response. */
  readonly status: string;
  /** Records of the asked type at the end of the CNAME chain; empty unless `status` is `NOERROR`. */
  readonly records: readonly RecordMap[T][];
  /** Seconds the answer may be kept: the least TTL of records and chain, or the negative TTL. */
  readonly ttl: number | undefined;
}

/**
 * Reads the answer to a question for records of a type out of a response.
 *
 * The chain is walked from the question through the answer section alone, in any order. Records whose owner is
 * not on it are ignored: a server can claim anything about other names (RFC 5452 section 6).
 */
export function readAnswer<T extends RecordType>(
  type: T,
  question: Question,
  response: DnsResponse,
): Answer<T> {
  if (response.rcode === 'NOERROR') {
    const { records, ttl } = followChain(type, question, response.answers);
    if (records.length > 0) return { status: 'NOERROR', records, ttl };
    return { status: 'NODATA', records: [], ttl: negativeTtl(response) };
  }
  const ttl = response.rcode === 'NXDOMAIN' ? negativeTtl(response) : undefined;
  return { status: response.rcode, records: [], ttl };
}

/**
 * The name to ask for next, where a server cut the chain short (knot stops after five links).
 *
 * Not where the response says with a SOA that the chain ends in a "no" (RFC 2308 section 2.2), nor after a loop
 * or 16 links.
 */
export function cutChainTarget(
  type: RecordType,
  question: Question,
  response: DnsResponse,
): string | undefined {
  const { answers } = response;
  if (response.rcode !== 'NOERROR' || !answers.some((record) => record.type === 'CNAME')) return undefined;
  const { records, end, open } = followChain(type, question, answers);
  const cut = open && records.length === 0 && !sameName(end, question.name);
  return cut && negativeTtl(response) === undefined ? end : undefined;
}

/** One link of a CNAME chain. */
export interface CanonicalName {
  /** The owner of the CNAME record; of the first link, the name that was asked for. */
  readonly alias: string;
  /** Its target. */
  readonly name: string;
  /** Seconds that the link may be kept; 0 where it does not come from DNS. */
  readonly ttl: number;
}

/** The links of the CNAME chain of a response, from the question on, whether or not it leads to records. */
export function readLinks(question: Question, { answers }: DnsResponse): readonly CanonicalName[] {
  const links: CanonicalName[] = [];
  let end = question.name;
  while (links.length < maxLinks) {
    const own = answers.filter((record) => inClass(record, question) && sameName(record.name, end));
    const alias = own.find((record) => record.type === 'CNAME');
    // A server that gives both contradicts itself (RFC 1034 section 3.6.2); the records count, as in the answer.
    if (alias?.type !== 'CNAME' || own.some((record) => record.type === question.type)) return links;
    links.push({ alias: alias.name, name: alias.target, ttl: alias.ttl });
    end = alias.target;
  }
  return links;
}

/** The error for an answer without records; `response` says more about it. */
export function answerError(
  question: Question,
  { status, ttl }: Answer<RecordType>,
  response: DnsResponse,
): DnsError {
  const message = `${question.type} ${question.name}: ${meanings.get(status) ?? `the server answered ${status}`}`;
  return new DnsError(errorCode(status), message, {
    question,
    response,
    negativeTtl: ttl,
    attempts: response.attempts,
    elapsed: response.elapsed,
  });
}

const meanings: ReadonlyMap<string, string> = new Map([
  ['NODATA', 'the name exists, without records of this type'],
  ['NXDOMAIN', 'the name does not exist'],
]);

const codes: ReadonlyMap<string, DnsErrorCode> = new Map([
  ['NODATA', 'ENODATA'],
  ['FORMERR', 'EFORMERR'],
  ['SERVFAIL', 'ESERVFAIL'],
  ['NXDOMAIN', 'ENOTFOUND'],
  ['NOTIMP', 'ENOTIMP'],
  ['REFUSED', 'EREFUSED'],
]);

/** Other rcodes have no code of their own in c-ares; the error's `rcode` tells them apart. */
function errorCode(status: string): DnsErrorCode {
  return codes.get(status) ?? 'ESERVFAIL';
}

/** Where a CNAME chain led. */
interface Chain<T extends RecordType> {
  readonly records: readonly RecordMap[T][];
  /** The least TTL of the links and the records. */
  readonly ttl: number;
  /** The last name reached. */
  readonly end: string;
  /** Whether there may be more of it: the links neither ended in a loop nor were too many. */
  readonly open: boolean;
}

function followChain<T extends RecordType>(
  type: T,
  question: Question,
  answers: readonly ResourceRecord[],
): Chain<T> {
  let end = question.name;
  let ttl = Number.POSITIVE_INFINITY;
  // Nearly every answer is this, and needs no list of its own.
  if (areOwn(type, question, answers)) return closeChain(answers, type, ttl, end);
  for (let link = 0; link <= maxLinks; link += 1) {
    let records: RecordMap[T][] | undefined;
    let alias: CnameRecord | undefined;
    for (const record of answers) {
      if (!inClass(record, question) || !sameName(record.name, end)) continue;
      if (isOfType(record, type)) {
        if (records === undefined) records = [record];
        else records.push(record);
      } else if (record.type === 'CNAME') alias ??= record;
    }
    if (records !== undefined) return closeChain(records, type, ttl, end);
    if (alias === undefined) return { records: [], ttl, end, open: true };
    ttl = Math.min(ttl, alias.ttl);
    end = alias.target;
  }
  // A loop gets here, too: its links are as many as one likes.
  return { records: [], ttl, end, open: false };
}

/** Whether there is nothing but records of a type, all of them of the name that was asked for. */
function areOwn<T extends RecordType>(
  type: T,
  question: Question,
  answers: readonly ResourceRecord[],
): answers is readonly RecordMap[T][] {
  for (const record of answers) {
    if (!isOfType(record, type) || !inClass(record, question) || !sameName(record.name, question.name))
      return false;
  }
  return answers.length > 0;
}

function inClass(record: ResourceRecord, question: Question): boolean {
  return record.class === question.class || question.class === 'ANY';
}

function isOfType<T extends RecordType>(record: ResourceRecord, type: T): record is RecordMap[T] {
  return record.type === type || type === 'ANY';
}

/** Records of one RRset count with the lowest of their TTLs (RFC 2181 section 5.2), and of their chain's. */
function closeChain<T extends RecordType>(
  records: readonly RecordMap[T][],
  type: T,
  chainTtl: number,
  end: string,
): Chain<T> {
  let ttl = chainTtl;
  let most = 0;
  for (const record of records) {
    ttl = Math.min(ttl, record.ttl);
    most = Math.max(most, record.ttl);
  }
  // An answer to ANY holds many RRsets.
  const even = type === 'ANY' || most === ttl;
  return { records: even ? records : records.map((record) => ({ ...record, ttl })), ttl, end, open: false };
}

/** RFC 2308 section 5: the SOA of the authority section says how long a "no" may be kept. */
export function negativeTtl({ authorities }: DnsResponse): number | undefined {
  const soa = authorities.find((record) => record.type === 'SOA');
  return soa?.type === 'SOA' ? Math.min(soa.ttl, soa.minimum) : undefined;
}

/** Names are equal without the case of ASCII letters (RFC 4343); presentation form has only ASCII. */
function sameName(left: string, right: string): boolean {
  return left === right || (left.length === right.length && left.toLowerCase() === right.toLowerCase());
}
