import type { WatchPlan } from './observables/watch.js';
import type { AgreeOptions, WatchOptions } from './options.js';
import { checkInteger, longestTimer } from './settings.js';

/** When a watch asks again, checked. Throws `RangeError` with the option's name and bounds. */
export function watchPace(options: WatchOptions): Pick<WatchPlan, 'minInterval' | 'maxInterval' | 'jitter'> {
  const { minInterval = 5000, maxInterval = Math.max(hour, minInterval), jitter = 0.1 } = options;
  checkInteger('minInterval', minInterval, 1, week);
  checkInteger('maxInterval', maxInterval, minInterval, week);
  if (!(jitter >= 0 && jitter <= 1))
    throw new RangeError(`jitter is ${jitter}; it has to be a number from 0 to 1`);
  return { minInterval, maxInterval, jitter };
}

/** How servers are polled, checked. Throws `RangeError` with the option's name and bounds. */
export function agreePace(
  { quorum, every = 2000 }: AgreeOptions,
  serverCount: number,
): { readonly quorum: number | undefined; readonly every: number } {
  checkInteger('every', every, 1, longestTimer);
  // Where there are no servers so far, there may be some by the time they are asked.
  if (quorum !== undefined) checkInteger('quorum', quorum, 1, serverCount || Number.MAX_SAFE_INTEGER);
  return { quorum, every };
}

/** Milliseconds. A week is the longest that a TTL should count (RFC 8767 section 4), and fits a timer with its jitter. */
const hour = 3_600_000;
const week = 604_800_000;
