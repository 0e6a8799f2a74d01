/** A source of randomness: each call gives an integer from 0 to 4,294,967,295, all equally likely. */
export type Random = () => number;

/** How many numbers one call of the CSPRNG fills: a call for each number costs 3 % of a query. */
const block = 1024;

/** Randomness that cannot be predicted, for transaction ids and 0x20 (RFC 5452 section 9.2). */
export function secureRandom(): Random {
  const numbers = new Uint32Array(block);
  const view = new DataView(numbers.buffer);
  let used = block;
  return () => {
    if (used === block) {
      crypto.getRandomValues(numbers);
      used = 0;
    }
    used += 1;
    return view.getUint32((used - 1) * 4);
  };
}

/** A random fraction: at least 0, less than 1. */
export function fraction(random: Random): number {
  return random() / 2 ** 32;
}
