/** Parts of each power of two: what a quantile is off by is at most half of one, 6 %. */
const parts = 8;
/** Whole milliseconds below this have a place of their own. */
const exact = 2 * parts;
/** Powers of two above that which are told apart; longer round trips, of 131 s and more, count as the longest. */
const octaves = 13;
const places = exact + octaves * parts;

/**
 * Round trips in milliseconds, counted by how long they took.
 *
 * A histogram whose places grow with what they hold: the quantiles of any number of round trips in a fixed half
 * of a kilobyte, which is there from the first on.
 */
export class RoundTrips {
  count = 0;
  #sum = 0;
  #counts: Uint32Array | undefined;

  /** 0 where there is none. */
  get mean(): number {
    return this.count === 0 ? 0 : this.#sum / this.count;
  }

  add(milliseconds: number): void {
    // A clock can be set back.
    const whole = Math.max(0, Math.round(milliseconds));
    this.count += 1;
    this.#sum += whole;
    this.#counts ??= new Uint32Array(places);
    const place = placeOf(whole);
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
  }

  /** What a share of the round trips, from 0 to 1, is not longer than; 0 where there is none. */
  quantile(share: number): number {
    const rank = Math.max(1, Math.ceil(share * this.count));
    let seen = 0;
    for (const [place, held] of this.#counts?.entries() ?? []) {
      seen += held;
      if (seen >= rank) return middleOf(place);
    }
    return 0;
  }
}

function placeOf(whole: number): number {
  if (whole < exact) return whole;
  const octave = Math.floor(Math.log2(whole));
  const part = Math.floor((whole / 2 ** octave - 1) * parts);
  return Math.min(places - 1, (octave - 2) * parts + part);
}

/** Half-way between the first and the last whole number of a place. */
function middleOf(place: number): number {
  if (place < exact) return place;
  const width = 2 ** (Math.floor(place / parts) - 1);
  const first = (parts + (place % parts)) * width;
  return first + (width - 1) / 2;
}
