import { catchError, map, merge, type Observable, of } from 'rxjs';
import { type DnsError, isDnsError } from '../errors.js';
import { type CanonicalName, readLinks } from './answer.js';
import { errorOutcome, type Outcome, responseOutcome } from './outcome.js';
import type { Ask } from './reply.js';
import type { SearchVerdict } from './search.js';

/** IPv4 or IPv6. */
export type Family = 4 | 6;

/** An address of a host. */
export interface HostAddress {
  readonly address: string;
  readonly family: Family;
  /** Seconds that it may be kept: the least TTL along its CNAME chain; 0 where it does not come from DNS. */
  readonly ttl: number;
}

/** What one source says about a host: the hosts file, or one query. */
export interface HostAnswer {
  /** The canonical name. */
  readonly name: string;
  /** Other names of the host. */
  readonly aliases: readonly string[];
  /** Empty where the source has none. */
  readonly addresses: readonly HostAddress[];
  readonly links: readonly CanonicalName[];
  /** As an {@link Outcome} has it: `NOERROR` where there are addresses. */
  readonly status: string;
  /** `undefined` where there are addresses. */
  readonly error: DnsError | undefined;
}

/** Asks for the addresses of a name, of all families at the same time: one answer each, failures included. */
export function askFamilies(ask: Ask, name: string, families: readonly Family[]): Observable<HostAnswer> {
  // AAAA goes first, so that it comes first where both are as fast (RFC 8305 section 3).
  const types = [...families].sort((left, right) => right - left);
  return merge(...types.map((family) => askFamily(ask, name, family)));
}

/** What the answers for one candidate mean for the search of a name. */
export function judgeAnswers(answers: readonly HostAnswer[]): SearchVerdict {
  const says = (...statuses: readonly string[]) => answers.some(({ status }) => statuses.includes(status));
  if (says('NOERROR')) return 'found';
  // NXDOMAIN is about the name, whatever the type (RFC 8020).
  if (says('NXDOMAIN')) return 'absent';
  if (answers.every(({ status }) => status === 'NODATA')) return 'nodata';
  return says('SERVFAIL', 'REFUSED') ? 'refused' : 'failed';
}

/** The most telling error of answers without addresses: that there is no such name, else what failed. */
export function tellingError(answers: readonly HostAnswer[]): DnsError | undefined {
  const absent = answers.find(({ status }) => status === 'NXDOMAIN');
  const failed = answers.find(({ status }) => status !== 'NODATA');
  return (absent ?? failed ?? answers[0])?.error;
}

function askFamily(ask: Ask, name: string, family: Family): Observable<HostAnswer> {
  const type = family === 4 ? 'A' : 'AAAA';
  return ask(name, type).pipe(
    map(({ question, response }) => {
      const links = readLinks(question, response);
      const outcome = responseOutcome<'A' | 'AAAA'>(type, question, response);
      return hostAnswer(outcome, family, links);
    }),
    catchError((error: unknown) => {
      if (!isDnsError(error)) throw error;
      return of(hostAnswer(errorOutcome<'A' | 'AAAA'>(type, name, error), family, []));
    }),
  );
}

function hostAnswer(
  outcome: Outcome<'A' | 'AAAA'>,
  family: Family,
  links: readonly CanonicalName[],
): HostAnswer {
  const { name, status, records } = outcome;
  return {
    name: links.at(-1)?.name ?? name,
    aliases: links.map(({ alias }) => alias),
    addresses: records.map(({ address, ttl }) => ({ address, family, ttl })),
    links,
    status,
    get error() {
      return outcome.error;
    },
  };
}
