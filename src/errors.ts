import type { Attempt, DnsResponse } from './observables/exchange.js';
import type { Question } from './records/message.js';

/**
 * The number of each error code, as c-ares numbers them (`ares.h`, without the `ARES_` prefix).
 *
 * A code is stable API: programs compare `error.code`, and `error.errno` where they come from aiodns.
 */
export const errorCodes = {
  ENODATA: 1,
  EFORMERR: 2,
  ESERVFAIL: 3,
  ENOTFOUND: 4,
  ENOTIMP: 5,
  EREFUSED: 6,
  EBADQUERY: 7,
  EBADNAME: 8,
  EBADFAMILY: 9,
  EBADRESP: 10,
  ECONNREFUSED: 11,
  ETIMEOUT: 12,
  EOF: 13,
  EFILE: 14,
  ENOMEM: 15,
  EDESTRUCTION: 16,
  EBADSTR: 17,
  EBADFLAGS: 18,
  ENONAME: 19,
  EBADHINTS: 20,
  ENOTINITIALIZED: 21,
  ELOADIPHLPAPI: 22,
  EADDRGETNETWORKPARAMS: 23,
  ECANCELLED: 24,
  ESERVICE: 25,
  ENOSERVER: 26,
} as const;

/** The code of a {@link DnsError}: one of c-ares's names without the prefix. */
export type DnsErrorCode = keyof typeof errorCodes;

/** What is known about a failure besides its code and message. */
export interface DnsErrorDetails {
  readonly question?: Question | undefined;
  readonly response?: DnsResponse | undefined;
  readonly negativeTtl?: number | undefined;
  readonly attempts?: readonly Attempt[] | undefined;
  readonly elapsed?: number | undefined;
  readonly cause?: unknown;
}

/**
 * Every failure that rxdns reports, told apart by its literal {@link DnsError.code | code}.
 *
 * A response that says "no" (NXDOMAIN, NODATA, SERVFAIL ...) travels along in `response`, so that its SOA,
 * its authority section and its extended errors (RFC 8914) are not lost.
 */
export class DnsError extends Error {
  override readonly name = 'DnsError';
  readonly code: DnsErrorCode;
  /** The number of `code` in {@link errorCodes}. */
  readonly errno: number;
  /** The question that failed; absent where the failure was not about one question. */
  declare readonly question?: Question;
  /** The rcode of the response, such as `NXDOMAIN`, where a server answered. */
  declare readonly rcode?: string;
  /** The whole response, where a server answered. */
  declare readonly response?: DnsResponse;
  /** Extended errors of the response (RFC 8914), in its order; empty arrays are left out. */
  declare readonly extendedErrors?: DnsResponse['extendedErrors'];
  /** Seconds for which this negative answer may be kept: min(SOA TTL, SOA minimum), RFC 2308 section 5. */
  declare readonly negativeTtl?: number;
  /** The trail: every attempt made for the question, in order. */
  readonly attempts: readonly Attempt[];
  /** Milliseconds from the first attempt to the failure; 0 where there was none. */
  readonly elapsed: number;

  constructor(code: DnsErrorCode, message: string, details: DnsErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.errno = errorCodes[code];
    this.attempts = details.attempts ?? [];
    this.elapsed = details.elapsed ?? 0;
    if (details.question !== undefined) this.question = details.question;
    if (details.negativeTtl !== undefined) this.negativeTtl = details.negativeTtl;
    if (details.response !== undefined) {
      this.response = details.response;
      this.rcode = details.response.rcode;
      if (details.response.extendedErrors !== undefined)
        this.extendedErrors = details.response.extendedErrors;
    }
  }
}

/** Tells whether a value is a {@link DnsError}, also one made by another copy of rxdns. */
export function isDnsError(value: unknown): value is DnsError {
  return (
    value instanceof Error &&
    value.name === 'DnsError' &&
    'code' in value &&
    typeof value.code === 'string' &&
    Object.hasOwn(errorCodes, value.code)
  );
}
