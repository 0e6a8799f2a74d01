import { map, Observable } from 'rxjs';
import { isDnsError } from '../errors.js';
import type { DnsResponse, Exchange, ServerQuery } from './exchange.js';

/**
 * Asks again over TCP what UDP cannot tell: a truncated response (RFC 7766 section 5), or one that cannot be
 * told from the forged ones around it.
 *
 * Nothing of a truncated response is used: what is missing from it is unknown. The second query goes to the
 * same server at once and does not count as a try.
 */
export function truncation(next: Exchange<ServerQuery>): Exchange<ServerQuery> {
  return (query) => {
    if (query.transport !== 'udp') return next(query);
    return new Observable((subscriber) => {
      subscriber.add(
        next(query).subscribe({
          next: (response) => {
            if (response.flags.tc && !query.ignoreTruncation) {
              subscriber.add(overTcp(next, query, response).subscribe(subscriber));
              return;
            }
            subscriber.next(response);
            subscriber.complete();
          },
          error: (error: unknown) => {
            // Over UDP, EBADRESP means that too many wrong messages came.
            if (isDnsError(error) && error.code === 'EBADRESP') {
              subscriber.add(next({ ...query, transport: 'tcp' }).subscribe(subscriber));
            } else subscriber.error(error);
          },
        }),
      );
    });
  };
}

function overTcp(
  next: Exchange<ServerQuery>,
  query: ServerQuery,
  truncated: DnsResponse,
): Observable<DnsResponse> {
  const first = truncated.attempts.map((attempt) => ({ ...attempt, outcome: 'TRUNCATED' }));
  return next({ ...query, transport: 'tcp' }).pipe(
    map((response) => ({
      ...response,
      elapsed: truncated.elapsed + response.elapsed,
      attempts: [...first, ...response.attempts],
    })),
  );
}
