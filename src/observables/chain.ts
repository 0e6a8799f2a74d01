import { catchError, map, type Observable } from 'rxjs';
import { DnsError, isDnsError } from '../errors.js';
import type { RecordType } from '../records/record-map.js';
import { cutChainTarget } from './answer.js';
import type { DnsResponse, Exchange, Query } from './exchange.js';
import { makeQuery } from './make-query.js';

/** The whole of what a server cut short, still to come; `undefined` where a response is whole. */
export type Continuation = (response: DnsResponse) => Observable<DnsResponse> | undefined;

/**
 * Asks for the rest of a CNAME chain that a server cut short, and puts it together with what there was.
 *
 * The result may be cut again: hand it back. No name is asked for twice in a row, as there are servers that
 * answer the end of a chain with nothing, not even a SOA. The deadline goes on.
 */
export function continueChain(exchange: Exchange, query: Query, type: RecordType): Continuation {
  let asked: string | undefined;
  return (response) => {
    const target = cutChainTarget(type, query.question, response);
    if (target === undefined || target === asked) return undefined;
    asked = target;
    const deadline = Math.max(1, query.settings.deadline - response.elapsed);
    return exchange(makeQuery({ ...query.settings, deadline }, target, type, query.question.class)).pipe(
      map((rest) => join(response, rest)),
      catchError((error: unknown) => {
        throw isDnsError(error) ? withTrail(error, query, response) : error;
      }),
    );
  };
}

function join(response: DnsResponse, rest: DnsResponse): DnsResponse {
  return {
    ...rest,
    questions: response.questions,
    cached: response.cached && rest.cached,
    answers: [...response.answers, ...rest.answers],
    elapsed: response.elapsed + rest.elapsed,
    attempts: [...response.attempts, ...rest.attempts],
  };
}

/** The failure to get the rest is one of the whole lookup. */
function withTrail(error: DnsError, { question }: Query, response: DnsResponse): DnsError {
  return new DnsError(error.code, error.message, {
    question,
    attempts: [...response.attempts, ...error.attempts],
    elapsed: response.elapsed + error.elapsed,
    cause: error.cause,
  });
}
