// The few statistics that the benchmarks need.

/** The middle of an odd number of values, the upper of the two middle ones of an even number; NaN of none. */
export function median(values) {
  return quantile([...values].sort(ascending), 0.5);
}

/** The value below which the part `share` (0 to 1) of these sorted values lies; NaN of none. */
export function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function ascending(one, other) {
  return one - other;
}
