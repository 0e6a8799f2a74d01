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
/** Completions after which fewer failures are taken for as many, if that is not certain. */
export const many = 100;
/** Completions after which the likeliest verdict is taken. */
const most = 1000;

/** So many failures of so many completions. */
export interface Sample {
  readonly failed: number;
  readonly of: number;
}

/** What came of asking once more. */
export interface Again {
  readonly answered: number;
  readonly failed: number;
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
  // Asked less, a limit lets through a greater part.
  const fewer = evidence(sample, Math.max((same + gone) / 2, 1 - 2 * (1 - same)), same);
  if (fewer >= sure) return 'less';
  return fewer <= -likely || sample.of >= many ? 'same' : undefined;
}

/** The share of questions that fail once more where the names are to blame; and where the rate is, and is still too high. */
const failsAgain = { name: 0.95, rate: 0.5 };

/** Whether names are to blame for their failures, by what came of asking once more; `undefined` while that is not known. */
export function areNamesToBlame(again: Again): boolean | undefined {
  const { answered, failed } = again;
  const blame = evidence({ failed, of: answered + failed }, failsAgain.name, failsAgain.rate);
  if (blame >= sure) return true;
  return blame > 0 ? undefined : false;
}

/** The logarithm of how many times likelier a sample is for `one` share than for the `other`. */
function evidence({ failed, of }: Sample, one: number, other: number): number {
  return failed * Math.log(one / other) + (of - failed) * Math.log((1 - one) / (1 - other));
}
