/** How many times likelier the one share has to be than the other: wrong once in a hundred times. */
const sure = Math.log(99);
/** Completions below which nothing is taken for lost whatever the rate. */
const few = 5;
/** From here on it is worth while to wait whether it becomes so. */
const likely = 1;
/** What of a share that is gone may come back by chance. */
const residue = 0.01;
/** No share is taken for certain. */
const mostCertain = 0.95;
/** Completions after which the likeliest verdict is taken. */
const most = 1000;

/** So many failures of so many completions. */
export interface Sample {
  readonly failed: number;
  readonly of: number;
}

/** What became of a share of failures after a decrease. */
export type ShareVerdict = 'gone' | 'less' | 'same' | 'more';

/**
 * What became of a share of failures, once a server is asked less: `undefined` until it is certain.
 *
 * A sequential test of likelihood ratios (Wald 1945), with 1 % of errors. A limit lets the share fall to the `usual`
 * one; where the rate is not to blame, it stays what it was `before`.
 */
export function compareShares(sample: Sample, before: number, usual: number): ShareVerdict | undefined {
  const same = Math.min(mostCertain, before);
  const gone = Math.min(usual + residue, (same + usual) / 2);
  if (evidence(sample, gone, same) >= sure) return 'gone';
  const risen = evidence(sample, (1 + same) / 2, same);
  if (risen >= sure) return 'more';
  if (risen >= likely && sample.of < most) return undefined;
  if (sample.of < few) return undefined;
  const left = evidence(sample, same, gone);
  if (sample.of < most ? left < sure : left < 0) return sample.of < most ? undefined : 'gone';
  return evidence(sample, (same + gone) / 2, same) >= sure ? 'less' : 'same';
}

/** The logarithm of how many times likelier a sample is for `one` share than for the `other`. */
function evidence({ failed, of }: Sample, one: number, other: number): number {
  return failed * Math.log(one / other) + (of - failed) * Math.log((1 - one) / (1 - other));
}
