/** A distribution of durations in bounded memory: each is kept to within 5 %. */
export class Latencies {
  readonly #buckets = new Uint32Array(bucketCount);
  #count = 0;

  /** Takes note of a duration in milliseconds. */
  add(milliseconds: number): void {
    const bucket = Math.round(Math.log(Math.max(milliseconds, least) / least) / Math.log(growth));
    const kept = Math.min(bucket, bucketCount - 1);
    this.#buckets[kept] = (this.#buckets[kept] ?? 0) + 1;
    this.#count += 1;
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
}

/** Milliseconds; what is faster counts as this. */
const least = 0.05;
const growth = 1.1;
/** Reaches 0.05 ms × 1.1^191, far beyond any deadline. */
const bucketCount = 192;
