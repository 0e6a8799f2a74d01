/** The content of a distribution as plain data: buckets, and how many durations are in each. */
export type LatencyCounts = readonly (readonly [number, number])[];

/** A distribution of durations in bounded memory: each is kept to within 5 %. */
export class Latencies {
  readonly #buckets = new Uint32Array(bucketCount);
  #count = 0;

  /** Takes note of a duration in milliseconds. */
  add(milliseconds: number): void {
    const bucket = Math.round(Math.log(Math.max(milliseconds, least) / least) / Math.log(growth));
    this.#increase(Math.min(bucket, bucketCount - 1), 1);
  }

  /** How many durations are in each bucket that has any. */
  get counts(): LatencyCounts {
    return [...this.#buckets.entries()].filter(([, count]) => count > 0);
  }

  /** Adds those of another distribution. */
  addCounts(counts: LatencyCounts): void {
    for (const [bucket, count] of counts) this.#increase(bucket, count);
  }

  /** The duration that this share (0 to 1) of them does not exceed; undefined where there are none. */
  percentile(share: number): number | undefined {
    if (this.#count === 0) return undefined;
    const wanted = Math.max(1, Math.ceil(this.#count * share));
    let seen = 0;
    const bucket = this.#buckets.findIndex((count) => {
      seen += count;
      return seen >= wanted;
    });
    return least * growth ** bucket;
  }

  #increase(bucket: number, count: number): void {
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + count;
    this.#count += count;
  }
}

/** Milliseconds; what is faster counts as this. */
const least = 0.05;
const growth = 1.1;
/** Reaches 0.05 ms × 1.1^191, far beyond any deadline. */
const bucketCount = 192;
