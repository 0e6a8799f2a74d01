import {
  afresh,
  type Completions,
  count,
  type FailureKind,
  noRest,
  type PacingState,
  type Rest,
  type Trial,
} from './pacing-state.js';
import { compareShares } from './share-test.js';
import { afterCompletions, sampled, type UsualShare } from './usual-share.js';

/** A rate falls to this part of what was answered, so that a server with a limit can put by for a burst. */
const part = 0.97;
/** Until it shows that the limit is there, a rate falls to this part: below the limit, even where that is lower. */
const trialPart = 0.85;
/** A rate does not fall below this many questions a second. */
export const leastRate = 20;
/** Questions a second that a server is asked after an alarm, to see whether it fails still: far below most limits. */
const alarmRate = 100;
/** Milliseconds for which what is asked meets what a server has still to do from before. */
const backlog = 50;
/** A last good rate within this factor of a new one is forgotten: it was not good. */
const closeTo = 1.2;
/** After a decrease in vain, there is none for as many times as long, each time in a row for twice that. */
const restAfter = 20;
/** Milliseconds of such a rest at least, the first time. */
const leastRest = 1000;
/** Milliseconds of such a rest at most. */
const longestRest = 60_000;

/** Why a rate is to fall: too much of one kind of failure. */
export interface Suspicion {
  readonly kind: FailureKind;
  readonly share: number;
  /** Whether they came in a row. */
  readonly isAlarmed: boolean;
  /** The share that they are measured by. */
  readonly basis: UsualShare;
}

/** A decrease that is a trial, where so many questions were `sent` and `answered` a second. */
export function beginTrial(
  state: PacingState,
  { kind, share, isAlarmed, basis }: Suspicion,
  sent: number,
  answered: number,
  now: number,
): PacingState {
  const { rate, good } = state;
  // What was there before an alarm is over.
  const least = Math.max(0.01, 1 - share);
  const borne = Math.min(answered, isAlarmed ? rate * least : rate);
  const then = lowered(rate, part * borne);
  const trial = { kind, share, rate, good, then, sent, begun: now, failed: 0, of: 0 };
  const isBlind = isAlarmed && rate === Number.POSITIVE_INFINITY;
  return tryOut(
    withUsual(state, kind, basis),
    trial,
    isBlind ? alarmRate : lowered(rate, trialPart * borne),
    now,
  );
}

/**
 * What a trial shows. The rate stays low where the share of failures went away; it is what it was where they are as
 * many as before; it falls again where there are fewer, or more.
 */
export function judgeTrial(
  state: PacingState,
  trial: Trial,
  completions: Completions,
  now: number,
): PacingState {
  const { kind, share } = trial;
  const usual = state.usual[kind];
  const sample = { failed: trial.failed + completions[kind], of: trial.of + count(completions) };
  const verdict = compareShares(sample, share, usual.share);
  if (verdict === undefined) return { ...state, trial: { ...trial, ...sample } };
  const over = { ...state, ...afresh(now), trial: undefined };
  if (verdict === 'gone') {
    const shown = afterCompletions(usual, sample.failed, sample.of, true);
    return confirm(withUsual(over, kind, { ...shown, most: shown.share }), trial);
  }
  if (verdict === 'same') {
    const { rate, good, begun } = trial;
    const rest = restAfterTrial(state, kind, now - begun, now);
    return { ...withUsual(over, kind, sampled(sample, share)), rate, good, rest };
  }
  const left = sample.failed / sample.of;
  const answered = (state.rate * (1 - left)) / Math.max(1 - usual.share, 1 - left);
  const then = lowered(state.rate, Math.max(Math.min(alarmRate, state.rate / 2), part * answered));
  const next = { ...trial, share: left, then, failed: 0, of: 0 };
  return tryOut(state, verdict === 'less' ? { ...next, rate: state.rate } : next, then, now);
}

/** The rests after a decrease that cost so many milliseconds, for nothing. */
export function restAfterTrial(
  { rest }: PacingState,
  kind: FailureKind,
  cost: number,
  now: number,
  steps = 1,
): PacingState['rest'] {
  const { until, times: before } = rest[kind];
  const times = now > until + longestRest ? 0 : before;
  const length = Math.min(longestRest, Math.max(leastRest, restAfter * cost) * 2 ** times);
  const next: Rest = { until: now + length, times: times + steps };
  return { ...rest, [kind]: next };
}

function withUsual(state: PacingState, kind: FailureKind, usual: UsualShare): PacingState {
  return { ...state, usual: { ...state.usual, [kind]: usual } };
}

function lowered(rate: number, to: number): number {
  return Math.max(leastRate, Math.min(rate, to));
}

function tryOut(state: PacingState, trial: Trial, rate: number, now: number): PacingState {
  const left = state.rate === Number.POSITIVE_INFINITY ? now : state.left;
  return { ...state, rate, left, trial, ...afresh(now), since: now + backlog };
}

function confirm(state: PacingState, { kind, rate, then: wanted, good, sent }: Trial): PacingState {
  const then = Math.max(state.rate, wanted);
  // What was answered in a first burst may be far from the limit, to either side: it is felt for.
  if (rate === Number.POSITIVE_INFINITY) return { ...state, rate: then, good, lossy: { rate: sent, kind } };
  const rest = { ...state.rest, [kind]: noRest };
  return { ...state, rate: then, good: nextGood(good, then), rest };
}

/**
 * A good rate that is out of reach is found out in a few steps, and not forgotten after a hiccup; without one, the
 * first rate may have been measured in a hiccup.
 */
function nextGood(good: number, rate: number): number {
  if (good === Number.POSITIVE_INFINITY) return 2 * rate;
  return good > rate * closeTo ? (good + rate) / 2 : rate;
}
