import type { DnsResponse } from './exchange.js';

/** What expired is given while servers fail, and how (RFC 8767). */
export interface StaleOptions {
  /** Seconds after which it is too old, 1 to 604,800 (a week). @default 86400 (section 5: one day to three) */
  readonly maxStale?: number | undefined;
  /** Milliseconds to wait for the servers before it is given, 0 to 2,147,483,647. @default 1800 (section 5) */
  readonly after?: number | undefined;
}

/** Seconds that a stale answer may be kept by whoever gets it (RFC 8767 section 4). */
const staleTtl = 30;
/** Milliseconds until servers that failed are asked again (RFC 8767 section 5). */
export const recheckAfter = 30_000;

/** Options with their defaults; `maxStale` is 0 where nothing stale is given. */
export function stalePlan(option: boolean | StaleOptions = false): {
  readonly maxStale: number;
  readonly after: number;
} {
  if (option === false) return { maxStale: 0, after: Number.POSITIVE_INFINITY };
  const { maxStale = 86_400, after = 1800 } = option === true ? {} : option;
  return { maxStale, after };
}

/** A response that expired, as it is given: with a short TTL, and marked as what it is (RFC 8914 section 4.4). */
export function asStale(response: DnsResponse): DnsResponse {
  const { answers, authorities, additionals, rcode } = response;
  const infoCode = rcode === 'NXDOMAIN' ? staleNxdomain : staleAnswer;
  const others = response.extendedErrors ?? [];
  return {
    ...response,
    answers: answers.map(shorten),
    authorities: authorities.map(shorten),
    additionals: additionals.map(shorten),
    extendedErrors: [...others, { infoCode, extraText: '' }],
    stale: true,
  };
}

/** Extended errors "Stale Answer" and "Stale NXDOMAIN Answer" (RFC 8914 sections 4.4 and 4.20). */
const staleAnswer = 3;
const staleNxdomain = 19;

function shorten<Rr extends { readonly ttl: number }>(record: Rr): Rr {
  return { ...record, ttl: staleTtl };
}
