import { mergeMap, type Observable, of } from 'rxjs';
import type { Question } from '../records/message.js';
import type { RecordType } from '../records/record-map.js';
import { continueChain } from './chain.js';
import type { DnsResponse, Exchange, Query } from './exchange.js';

/** A question, and the response to it with its CNAME chain whole. */
export interface Reply {
  readonly question: Question;
  readonly response: DnsResponse;
}

/** Asks for a name by way of `exchange`. Throws {@link WireError} `EBADNAME` for what is no name. */
export type Ask = (name: string, type: RecordType) => Observable<Reply>;

/** The reply to a query; a chain that a server cut short is asked for to its end. */
export function wholeReply(exchange: Exchange, query: Query, type: RecordType): Observable<Reply> {
  const rest = continueChain(exchange, query, type);
  const toEnd = (response: DnsResponse): Observable<Reply> =>
    rest(response)?.pipe(mergeMap(toEnd)) ?? of({ question: query.question, response });
  return exchange(query).pipe(mergeMap(toEnd));
}
