import type { Tally } from './tally.js';
import { formatCount, formatDuration, formatShares } from './wording.js';

/** How far a run is. */
export interface Snapshot {
  /** Outcomes so far. */
  readonly done: number;
  /** Questions that are out. */
  readonly inFlight: number;
  /** Outcomes in the end, estimated where `exact` is false; absent where the end is not known. */
  readonly total?: number;
  readonly exact: boolean;
  /** Outcomes per second of late. */
  readonly rate: number;
  readonly statuses: ReadonlyMap<string, number>;
}

/** One line on how far a run is, as much of it as `width` columns hold; what matters most stands first. */
export function progressText(snapshot: Snapshot, width: number): string {
  const { done, total, exact, rate, inFlight, statuses } = snapshot;
  const share = total === undefined ? '' : ` (${Math.floor((100 * done) / Math.max(total, 1))} %)`;
  const whole = total === undefined ? ' done' : ` of ${exact ? '' : '~'}${formatCount(total)}${share}`;
  const left = remaining(snapshot);
  const parts = [
    `${formatCount(done)}${whole}`,
    `${formatCount(Math.round(rate))}/s`,
    ...(left === undefined ? [] : [`${formatDuration(left)} left`]),
    `${formatCount(inFlight)} in flight`,
    ...formatShares(statuses, done),
  ];
  while (parts.length > 1 && parts.join('  ').length > width) parts.pop();
  return parts.join('  ').slice(0, Math.max(0, width));
}

/** The same as an object for programs; durations in seconds. */
export function progressObject(snapshot: Snapshot): object {
  const { done, total, rate, inFlight, statuses } = snapshot;
  const eta = remaining(snapshot);
  return {
    done,
    ...(total === undefined ? {} : { total }),
    rate: Math.round(rate),
    inFlight,
    ...(eta === undefined ? {} : { eta: Math.round(eta) }),
    statuses: Object.fromEntries(statuses),
  };
}

/** Takes snapshots of a tally; the rate is that of the last two seconds. */
export class Gauge {
  readonly #tally: Tally;
  readonly #portion: () => number | undefined;
  readonly #samples: { readonly at: number; readonly done: number }[] = [];

  constructor(tally: Tally, portion: () => number | undefined) {
    this.#tally = tally;
    this.#portion = portion;
  }

  /** How far the run is now. */
  read(): Snapshot {
    const { in: asked, out: done, statuses, elapsed } = this.#tally;
    this.#samples.push({ at: elapsed, done });
    while (this.#samples.length > 2 && elapsed - (this.#samples[0]?.at ?? elapsed) > window)
      this.#samples.shift();
    const oldest = this.#samples.length > 1 ? this.#samples[0] : undefined;
    const since = oldest ?? { at: 0, done: 0 };
    const portion = this.#portion();
    return {
      done,
      inFlight: asked - done,
      ...(portion === undefined || portion === 0 ? {} : { total: Math.round(asked / portion) }),
      exact: portion === 1,
      rate: elapsed > since.at ? ((done - since.done) * 1000) / (elapsed - since.at) : 0,
      statuses,
    };
  }
}

/** Milliseconds. */
const window = 2000;

/** Seconds to the end; undefined where they cannot be told. */
function remaining({ done, total, rate }: Snapshot): number | undefined {
  return total === undefined || rate < 0.5 ? undefined : Math.max(0, total - done) / rate;
}
