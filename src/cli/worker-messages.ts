import type { ResolverOptions } from '../index.js';
import type { FormatChoice } from './formats.js';
import type { Inquiry } from './inquiry.js';
import type { Counts } from './tally.js';

/** What a worker thread is started with. */
export interface WorkerPlan {
  /** Plain data only: the options cross to another thread. */
  readonly options: Pick<ResolverOptions, 'servers' | 'timeout' | 'tries' | 'deadline'>;
  /** Questions that it has out at a time. */
  readonly concurrency: number;
  /** Whether questions come at a rate: then none is to wait in a worker, and begin with others later. */
  readonly paced: boolean;
  readonly format: FormatChoice;
  /** The statuses to print; all of them where absent. */
  readonly statuses?: ReadonlySet<string>;
}

/** Inquiries for a worker. Their questions are numbered from `first` on, in order. */
export interface Assignment {
  readonly first: number;
  readonly inquiries: readonly Inquiry[];
}

/** What a worker says: that it has started, and from then on what it has done. */
export type WorkerMessage = 'ready' | Parcel;

/** What a worker sends back: outcomes of some of its questions, printed and counted. */
export interface Parcel {
  /** The numbers of the questions. */
  readonly settled: readonly number[];
  readonly text: string;
  readonly counts: Counts;
}

/**
 * How many outcomes go into one parcel, for so many questions at a time.
 *
 * A message costs some 20 µs, so it should carry many outcomes; but a worker that keeps more than a part of what
 * it has to itself runs dry before the next inquiries come.
 */
export function parcelLength(concurrency: number): number {
  return Math.min(Math.ceil(concurrency / 4), 128);
}
