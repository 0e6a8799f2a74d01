// What the tests of these examples test: where to deliver the mail of a domain.
// #region tested
import { isDnsError } from 'rxdns';
import { catchError, map, of, throwError } from 'rxjs';

/**
 * The first host to try; the domain itself where it has no MX record (RFC 5321 section 5.1).
 * @param {import('rxdns').Resolver} resolver
 * @param {string} domain
 */
export function mailExchange(resolver, domain) {
  return resolver.query$(domain, 'MX').pipe(
    map((records) => [...records].sort((left, right) => left.preference - right.preference)),
    map(([first]) => first?.exchange ?? domain),
    catchError((error) =>
      isDnsError(error) && error.code === 'ENODATA' ? of(domain) : throwError(() => error),
    ),
  );
}
// #endregion
