import type { Again, Sample } from './share-test.js';
import { noFailures, type UsualShare } from './usual-share.js';

/** What a server may say in place of an answer. */
export type FailureKind = 'failed' | 'refused';

/** All of them; what says more comes first. */
export const kinds: readonly FailureKind[] = ['refused', 'failed'];

/** How fast a server may be asked, and what that rests on. */
export interface PacingState {
  /** Questions a second; `Infinity` for no limit. */
  readonly rate: number;
  /** The rate that was borne last; `Infinity` while unknown. */
  readonly good: number;
  /** Whether fewer failed where less was asked: there is a limit. */
  readonly isLimited: boolean;
  /** Questions answered a second, over the last second or since the last decrease. */
  readonly answered: number;
  /** When the rate changed last by a judgement, in milliseconds. What was sent before says nothing about it. */
  readonly since: number;
  /** The shares that the names or the way are to blame for. */
  readonly usual: Readonly<Record<FailureKind, UsualShare>>;
  /** When a question had to wait last. */
  readonly waitedAt: number;
  /** What was before a decrease, until it shows whether the rate was to blame. */
  readonly trial: Trial | undefined;
  /** When a usual share is tried anew. */
  readonly rest: Readonly<Record<FailureKind, Rest>>;
}

/** A decrease that is to show whether the share of failures falls with the rate. */
export interface Trial extends Sample {
  readonly kind: FailureKind;
  /** The share of failures before, the rate, and the rate that was borne last. */
  readonly share: number;
  readonly rate: number;
  readonly good: number;
  /** Whether there were more of them than a slow rise leads to. */
  readonly isSudden: boolean;
  /** Whether it began without a rate. */
  readonly isFirst: boolean;
  /** The rate that is borne, if that was to blame; 0 where nothing was measured. */
  readonly borne: number;
  readonly again: Again;
  /** When the first of a chain of decreases was. */
  readonly begun: number;
}

/** A time for which a share that a decrease did not change is taken for usual. */
export interface Rest {
  readonly until: number;
  /** How often in a row. */
  readonly times: number;
}

/** No rest, and none before. */
export const noRest: Rest = { until: Number.NEGATIVE_INFINITY, times: 0 };

/** What came back in a span of time, of what was sent since the last decrease. */
export interface Completions extends Readonly<Record<FailureKind, number>> {
  /** Milliseconds it took. */
  readonly elapsed: number;
  /** Definite answers. */
  readonly answered: number;
  /** How doubtful it is that each kind of failure is as usual. */
  readonly doubt: Readonly<Record<FailureKind, number>>;
  /** What was said to questions that had been failed before: names that are to blame fail again. */
  readonly again: Again;
  /** Whether silence shows later than an answer. */
  readonly isLate: boolean;
  /** Whether a question had to wait for its turn. */
  readonly waited: boolean;
}

/** A server that nothing is known of, from `now` on. */
export function unpaced(now: number): PacingState {
  return {
    rate: Number.POSITIVE_INFINITY,
    good: Number.POSITIVE_INFINITY,
    isLimited: false,
    answered: 0,
    // What is sent now is not from before.
    since: now - 1,
    usual: { failed: noFailures, refused: noFailures },
    waitedAt: now,
    trial: undefined,
    rest: { failed: noRest, refused: noRest },
  };
}

/** All that came back. */
export function count({ answered, failed, refused }: Completions): number {
  return answered + failed + refused;
}

/** What begins anew when only what is sent from `now` on counts. */
export function afresh(now: number) {
  return { answered: 0, since: now, waitedAt: now };
}
