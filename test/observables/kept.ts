import type { DnsResponse, Query } from '../../src/observables/exchange.js';
import { makeQuery } from '../../src/observables/make-query.js';
import { makeResponse } from '../../src/observables/make-response.js';
import { decodeMessage, encodeMessage, type Message } from '../../src/records/message.js';
import type { RecordType, ResourceRecord } from '../../src/records/record-map.js';
import { resolverSettings } from '../../src/settings.js';
import { exampleResponse, first } from './example.js';

const settings = resolverSettings({ servers: [first.text] });

/** A query for a name of any case. */
export function ask(name: string, type: RecordType = 'A'): Query {
  return makeQuery(settings, name, type, 'IN');
}

/** The response of the first server to a query, as it is once its octets were read. */
export function answer({ question }: Query, particular: Partial<Message> = {}): DnsResponse {
  const octets = encodeMessage(exampleResponse({ questions: [question], ...particular }));
  const attempt = { server: first.text, transport: 'udp', elapsed: 3, outcome: 'NOERROR' } as const;
  return makeResponse(decodeMessage(octets), octets, attempt, [attempt]);
}

/** The record that says for how long a "no" holds, in seconds. */
export function startOfAuthority(minimum: number): ResourceRecord {
  const [mname, rname] = ['ns.example', 'host.example'];
  const times = { serial: 1, refresh: 2, retry: 3, expire: 4, minimum };
  return { name: 'example', type: 'SOA', class: 'IN', ttl: 86_400, mname, rname, ...times };
}

/** A response of exactly so many octets, 64 or more: one record, mostly filler. */
export function answerOfSize(query: Query, size: number): DnsResponse {
  const record = (length: number): ResourceRecord => ({
    name: query.question.name,
    type: 'TYPE65280',
    class: 'IN',
    ttl: 60,
    data: new Uint8Array(length).fill(size & 0xff),
  });
  const empty = answer(query, { answers: [record(0)] });
  return answer(query, { answers: [record(size - empty.size)] });
}
