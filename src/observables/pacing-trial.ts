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
import {
  type Again,
  areNamesToBlame,
  compareShares,
  many,
  type Sample,
  type ShareVerdict,
} from './share-test.js';
import { afterCompletions, bearable, noFailures, sampled, type UsualShare } from './usual-share.js';

/** A rate falls to this part of what was answered, so that a server with a limit can put by for a burst. */
const part = 0.97;
/** Until it shows that the limit is there, a rate falls to this part: below the limit, even where that is lower. */
const trialPart = { felt: 0.85, blind: 0.5 };
/** A rate does not fall below this many questions a second. */
export const leastRate = 20;
/** Questions a second that a server is asked where nothing is measured yet, to see whether it fails still: far below most limits. */
const alarmRate = 100;
/** Milliseconds for which what is asked meets what a server has still to do from before. */
const backlog = 50;
/** A last good rate within this factor of a new one is forgotten: it was not good. */
const closeTo = 1.2;
/** What a decrease did not change is taken for usual for so many times as long as it took, each time in a row for twice that. */
const restAfter = 20;
/** Milliseconds of such a rest before it is tried anew, at least, the first time. */
const leastRest = 1000;
/** Milliseconds of such a rest at most. */
const longestRest = 60_000;

/** What a trial begins with. */
const nothing = { failed: 0, of: 0, again: { answered: 0, failed: 0 } };

/** Why a rate is to fall: too much of one kind of failure. */
export interface Suspicion {
  readonly kind: FailureKind;
  readonly share: number;
  /** Whether they came in a row. */
  readonly isAlarmed: boolean;
  /** Whether there are more than a slow rise leads to. */
  readonly isSudden: boolean;
  /** Whether they were taken for usual so far. */
  readonly isStale: boolean;
}

/** A decrease that is a trial, where so many questions were `answered` a second, as far as that is measured. */
export function beginTrial(
  state: PacingState,
  { kind, share, isAlarmed, isSudden, isStale }: Suspicion,
  answered: number,
  isMeasured: boolean,
  now: number,
): PacingState {
  const { rate, good } = state;
  // What was there before an alarm is over.
  const least = Math.max(0.01, 1 - share);
  const borne = isAlarmed && rate < Number.POSITIVE_INFINITY ? rate * least : Math.min(answered, rate);
  const isFirst = rate === Number.POSITIVE_INFINITY;
  const isBlind = isFirst && !isMeasured;
  const known = { kind, share, isSudden, isFirst, rate, good };
  const trial = { ...known, borne: isBlind ? 0 : lowered(rate, part * borne), begun: now, ...nothing };
  const tried = lowered(rate, (isFirst || isStale ? trialPart.blind : trialPart.felt) * borne);
  const from = isStale ? withUsual(state, kind, noFailures) : state;
  return tryOut(from, trial, isBlind ? alarmRate : tried, now);
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
  const again = {
    answered: trial.again.answered + completions.again.answered,
    failed: trial.again.failed + completions.again.failed,
  };
  // Silence does not tell which name it was for.
  const verdict = completions.isLate
    ? compareShares(sample, share, usual.share)
    : judge(sample, again, share, usual.share);
  if (verdict === undefined) return { ...state, trial: { ...trial, ...sample, again } };
  const over = { ...state, ...afresh(now), trial: undefined };
  if (verdict === 'gone') {
    const shown = afterCompletions(usual, sample.failed, sample.of, true);
    const rest = shown.share > bearable ? state.rest : { ...state.rest, [kind]: noRest };
    return confirm({ ...withUsual(over, kind, { ...shown, most: shown.share }), rest }, trial);
  }
  if (verdict === 'same') {
    const rest = restAfterTrial(state, kind, now - trial.begun, now);
    // Without a rate before, it rises from here: if the verdict is wrong, little is lost until that shows.
    const rate = trial.rate === Number.POSITIVE_INFINITY ? Math.max(state.rate, trial.borne) : trial.rate;
    return { ...withUsual(over, kind, sampled(sample, share)), rate, good: trial.good, rest };
  }
  const left = sample.failed / sample.of;
  const answered = (state.rate * (1 - left)) / Math.max(1 - usual.share, 1 - left);
  const then = lowered(state.rate, Math.max(Math.min(alarmRate, state.rate / 2), part * answered));
  const next = { ...trial, share: left, borne: then, ...nothing };
  return tryOut(state, verdict === 'less' ? { ...next, rate: state.rate } : next, then, now);
}

/**
 * Names that fail come in rows: the same ones again and again, or all at once in a list. So the share says less than
 * what becomes of those that failed before.
 */
function judge(sample: Sample, again: Again, before: number, usual: number): ShareVerdict | undefined {
  const areToBlame = areNamesToBlame(again);
  if (areToBlame) return 'same';
  const verdict = compareShares(sample, before, usual);
  return areToBlame === undefined && sample.of < many ? undefined : verdict;
}

/** The rests after a decrease that cost so many milliseconds, for nothing. */
function restAfterTrial(
  { rest }: PacingState,
  kind: FailureKind,
  cost: number,
  now: number,
): PacingState['rest'] {
  const { until, times: before } = rest[kind];
  const times = now > until + longestRest ? 0 : before;
  const length = Math.min(longestRest, Math.max(leastRest, restAfter * cost) * 2 ** times);
  const next: Rest = { until: now + length, times: times + 1 };
  return { ...rest, [kind]: next };
}

function withUsual(state: PacingState, kind: FailureKind, usual: UsualShare): PacingState {
  return { ...state, usual: { ...state.usual, [kind]: usual } };
}

function lowered(rate: number, to: number): number {
  return Math.max(leastRate, Math.min(rate, to));
}

function tryOut(state: PacingState, trial: Trial, rate: number, now: number): PacingState {
  return { ...state, rate, trial, ...afresh(now), since: now + backlog };
}

function confirm(state: PacingState, trial: Trial): PacingState {
  const then = trial.isFirst ? state.rate : Math.max(state.rate, trial.borne);
  return { ...state, rate: then, good: nextGood(trial, then), isLimited: true };
}

/**
 * A good rate that is out of reach is found out in a few steps, and not forgotten after a hiccup; without one, the
 * first rate may have been measured in a hiccup.
 */
function nextGood({ good, rate, isSudden, isFirst }: Trial, then: number): number {
  // Without a rate, what is answered depends on who asks, too: the limit is felt for from below.
  if (isFirst) return good;
  if (good === Number.POSITIVE_INFINITY) return closeTo * then;
  // Whoever rises slowly meets a limit with a few failures: many at once are a hiccup, or a limit that fell.
  if (isSudden && rate * closeTo > good) return 2 * good;
  return good < then * closeTo ? then : (good + then) / 2;
}
