import type { Reply, Respond } from './reply.js';

/** A limit on the questions that a name server answers, as a bucket of tokens, for tests of those who ask. */
export interface QueryLimit {
  /** Questions answered in a second, above 0. */
  readonly rate: number;
  /** Questions answered at once after a rest, 1 or more. @default a tenth of `rate`, 1 at least */
  readonly burst?: number;
  /** What the others get: a rcode, or nothing. */
  readonly by: 'REFUSED' | 'SERVFAIL' | 'silence';
}

/** Lets so many questions through as time has passed for. */
export class QueryBucket {
  readonly by: QueryLimit['by'];
  readonly #rate: number;
  readonly #burst: number;
  readonly #now: () => number;
  #tokens: number;
  #at: number;
  /** Questions that found it empty. */
  limited = 0;

  /** `now` in milliseconds. Throws `RangeError` for a limit out of its bounds. */
  constructor({ rate, burst = Math.max(1, rate / 10), by }: QueryLimit, now = () => performance.now()) {
    if (!(rate > 0)) throw new RangeError(`limit.rate is ${rate}; it has to be above 0`);
    if (!(burst >= 1)) throw new RangeError(`limit.burst is ${burst}; it has to be 1 or more`);
    this.by = by;
    this.#rate = rate;
    this.#burst = burst;
    this.#now = now;
    this.#tokens = burst;
    this.#at = now();
  }

  /** Takes a token; tells whether there was one. */
  take(): boolean {
    const now = this.#now();
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#at) * this.#rate) / 1000);
    this.#at = now;
    if (this.#tokens < 1) {
      this.limited += 1;
      return false;
    }
    this.#tokens -= 1;
    return true;
  }
}

/** Decides on the questions that the limit lets through as `respond` does. */
export function limitedRespond(bucket: QueryBucket, respond: Respond | undefined): Respond {
  const limited: Reply =
    bucket.by === 'silence' ? { kind: 'drop' } : { kind: 'answer', rcode: bucket.by, authoritative: false };
  return (query, zoneAnswer) => (bucket.take() ? respond?.(query, zoneAnswer) : limited);
}
