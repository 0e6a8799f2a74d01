/** A count with its thousands apart: `121,570`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A duration for people, from seconds: `4.2 s`, `1:05`, `2:03:04`. */
export function formatDuration(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  const tail = `${hours > 0 ? two(minutes) : minutes}:${two(whole % 60)}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

/** A duration in milliseconds, to two digits that count: `0.42 ms`, `12 ms`. */
export function formatMilliseconds(milliseconds: number): string {
  return `${milliseconds < 10 ? Number(milliseconds.toPrecision(2)) : Math.round(milliseconds)} ms`;
}

/** The share of each status, the most frequent first: `NOERROR 95.1 %`, `NXDOMAIN 2.0 %`. */
export function formatShares(statuses: ReadonlyMap<string, number>, total: number): readonly string[] {
  return sortCounts(statuses).map(([status, count]) => `${status} ${formatShare(count, total)}`);
}

/** A share in per cent; neither 0 nor 100 unless it is exactly that. */
export function formatShare(count: number, total: number): string {
  if (count === 0 || total === 0) return '0 %';
  if (count === total) return '100 %';
  const percent = (100 * count) / total;
  if (percent < 0.1) return '<0.1 %';
  return percent > 99.9 ? '>99.9 %' : `${percent.toFixed(1)} %`;
}

/** Counts in descending order. */
export function sortCounts(counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...counts].sort(([, a], [, b]) => b - a);
}
