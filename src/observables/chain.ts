import { map, type Observable } from 'rxjs';
import type { RecordType } from '../records/record-map.js';
import { cutChainTarget } from './answer.js';
import type { DnsResponse, Exchange, Query } from './exchange.js';
import { makeQuery } from './make-query.js';

/**
 * The rest of a CNAME chain that a server cut short, put together with what it sent; `undefined` where the
 * response is whole.
 *
 * The result may be cut again: ask again about it. The deadline goes on.
 */
export function continueChain(
  exchange: Exchange,
  query: Query,
  type: RecordType,
  response: DnsResponse,
): Observable<DnsResponse> | undefined {
  const target = cutChainTarget(type, query.question, response);
  if (target === undefined) return undefined;
  const deadline = Math.max(1, query.settings.deadline - response.elapsed);
  return exchange(makeQuery({ ...query.settings, deadline }, target, type, query.question.class)).pipe(
    map((rest) => ({
      ...rest,
      questions: response.questions,
      cached: response.cached && rest.cached,
      answers: [...response.answers, ...rest.answers],
      elapsed: response.elapsed + rest.elapsed,
      attempts: [...response.attempts, ...rest.attempts],
    })),
  );
}
