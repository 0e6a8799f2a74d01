import { parseSortlist, type Sortlist } from './hosts/sortlist.js';
import { asDnsError } from './observables/as-dns-error.js';
import type { Lookups } from './observables/host-sources.js';
import type { ResolverOptions } from './options.js';
import { formatName, parseName } from './records/name.js';
import { checkInteger } from './settings.js';

/** How names are looked up: what options and files came to. */
export interface NameSettings {
  readonly ndots: number;
  readonly domains: readonly string[];
  readonly lookups: Lookups;
  readonly sortlist: Sortlist;
}

/** What this machine's files say about names; whatever the options say goes before it. */
export interface NameDefaults {
  readonly ndots?: number | undefined;
  readonly domains?: readonly string[] | undefined;
  readonly lookups?: Lookups | undefined;
  /** Items that are wrong are left out: files are not checked by who runs the program. */
  readonly sortlist?: Sortlist | undefined;
}

/**
 * How a resolver looks names up, checked.
 *
 * Throws `RangeError` with the option's name and bounds, and {@link DnsError} `EBADNAME` for a suffix that is no
 * name, `EBADSTR` for an item of the sortlist.
 */
export function nameSettings(options: ResolverOptions, system: NameDefaults = {}): NameSettings {
  const { ndots, domains, lookups, sortlist } = options;
  if (ndots !== undefined) checkInteger('ndots', ndots, 0, maxDots);
  if (lookups !== undefined && !orders.has(lookups)) {
    throw new RangeError(`lookups is ${JSON.stringify(lookups)}; it has to be 'fb', 'bf', 'f' or 'b'`);
  }
  return {
    ndots: ndots ?? system.ndots ?? 1,
    domains: domains === undefined ? (system.domains ?? []) : typed(() => domains.map(checkDomain)),
    lookups: lookups ?? system.lookups ?? 'fb',
    sortlist: sortlist === undefined ? (system.sortlist ?? []) : typed(() => parseSortlist(sortlist)),
  };
}

/** As many as resolv.conf(5) allows. */
const maxDots = 15;
const orders: ReadonlySet<string> = new Set(['fb', 'bf', 'f', 'b']);

/** The suffix in presentation form, without a dot at its end. */
function checkDomain(domain: string): string {
  return formatName(parseName(domain));
}

/** Does something with an option, and gives its mistakes the type that options have. */
function typed<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw asDnsError(error);
  }
}
