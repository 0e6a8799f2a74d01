import type { Sample } from './share-test.js';

/** Completions that a usual share stands on at most: it follows what changes. */
const memory = 1000;
/** The share of loss that is no sign of a limit. */
export const bearable = 0.02;
/** Standard errors within which a share is still the usual one; and within which it is certainly so. */
const certainty = { unusual: 3, usual: 1 };
/** Where failures come in a row, their share is no longer the usual one, but that and this much of the rest. */
const jump = 0.3;
/** The least usual share that is reckoned with: nothing never fails. */
const least = 0.005;

/** A share of failures that is none of the rate's doing, and how many completions show it. */
export interface UsualShare {
  readonly share: number;
  readonly of: number;
  /** The share that it may rise to, while a limit may have a part in it. */
  readonly most: number;
}

/** Before anything is known: a few completions with none would show it. */
export const noFailures: UsualShare = { share: 0, of: 50, most: 0 };

/** Whether so many failures are more than usual, by more than chance and by more than what is bearable. */
export function isUnusual(usual: UsualShare, failed: number, total: number): boolean {
  return excess(usual, failed, total, certainty.unusual) > bearable;
}

/** The usual share after so many completions; `bounded` where it must not grow beyond what it was. */
export function afterCompletions(
  usual: UsualShare,
  failed: number,
  total: number,
  bounded: boolean,
): UsualShare {
  // What may be the first of a limit must not become the usual before it is certain.
  if (total === 0 || excess(usual, failed, total, certainty.usual) > bearable) return usual;
  // A share that is certainly less is the usual one at once: most of the one before may have been a limit's.
  if (isUnusual({ share: failed / total, of: total, most: 1 }, usual.share * usual.of, usual.of)) {
    const share = failed / total;
    return { share, of: total, most: share };
  }
  const of = usual.of + total;
  const mean = usual.share + ((failed / total - usual.share) * total) / of;
  const share = bounded ? Math.min(usual.most, mean) : mean;
  return { share, of: Math.min(memory, of), most: bounded ? usual.most : share };
}

/** The usual share as a sample shows it; `most` is what it may be, whatever a few completions look like. */
export function sampled({ failed, of }: Sample, most: number): UsualShare {
  const share = Math.min(most, failed / of);
  return { share, of: Math.min(memory, of), most: share };
}

/** How many of `failed` the usual share does not explain, beside so many `others`. */
export function unexplained({ share }: UsualShare, failed: number, others: number): number {
  return share === 1 ? 0 : Math.max(0, failed - (others * share) / (1 - share));
}

/**
 * The doubt whether failures are still as usual, after one more completion: the logarithm of how much likelier the last
 * ones are for a share that jumped (a CUSUM chart, Page 1954). 0 is none.
 */
export function doubtAfter(doubt: number, { share }: UsualShare, isFailure: boolean): number {
  const usual = Math.max(least, share);
  const jumped = usual + jump * (1 - usual);
  const step = isFailure ? Math.log(jumped / usual) : Math.log((1 - jumped) / (1 - usual));
  return Math.max(0, doubt + step);
}

/** How much of a share the usual one and so many standard errors of chance do not explain. */
function excess({ share, of }: UsualShare, failed: number, total: number, errors: number): number {
  // Never quite 0 nor 1, however few show it.
  const likely = (share * of + 1) / (of + 2);
  return failed / total - share - errors * Math.sqrt(likely * (1 - likely) * (1 / total + 1 / of));
}
