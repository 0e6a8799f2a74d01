import { compareShares, type Sample } from './share-test.js';
import { afterCompletions, isUnusual, noFailures, sampled, type UsualShare, unexplained } from './usual-share.js';

/** Milliseconds between two judgements, where enough came back. */
export const tick = 100;
/** Milliseconds after which fewer are enough. */
const longTick = 1000;
/** Completions that a short judgement takes. */
const enough = 20;
/** Without a rate a server is judged early, when more than this share of silence is unexplained. */
const heavyShare = 0.2;
/** Doubt from which on a server is judged at once: five failures in a row where none is usual. */
const alarm = 18;
/** The part of what was no failure so far that fails where there is alarm, or more. */
const alarming = 0.3;
/** A rate falls to this part of what was answered, so that a server with a limit can put by for a burst. */
const part = 0.97;
/** Until it shows that the limit is there, a rate falls to this part: below the limit, even where that is lower. */
const trialPart = 0.85;
/** A last good rate within this factor of a new one is forgotten: it was not good. */
const closeTo = 1.2;
/** A rate does not fall below this many questions a second. */
export const leastRate = 20;
/** Questions a second that a server is asked after an alarm, to see whether it fails still: far below most limits. */
const alarmRate = 100;
/** A tick raises the rate by so much: far below the last good one, up to it, and beyond it. */
const raises = { far: 1.5, near: 1.05, beyond: 0.01 };
/** Beyond it, each second without loss doubles that, up to this many seconds. */
const longestRise = 6;
/** Milliseconds without a wait after which a rate is given up. */
const liftAfter = 10_000;
/** A rate that was borne is no limit where it is this many times what was sent when there was loss. */
const disproof = 2;
/** After a decrease in vain, there is none for as many times as long, each time in a row for twice that. */
const restAfter = 20;
/** Milliseconds of such a rest at most. */
const longestRest = 60_000;
/** A share of answers above this part of the usual one is none in such a rest; each time in a row, of that again. */
const ignored = 0.5;

/** What a server may say in place of an answer. */
export type FailureKind = 'failed' | 'refused';

const kinds: readonly FailureKind[] = ['refused', 'failed'];

/** How fast a server may be asked, and what that rests on. */
export interface PacingState {
  /** Questions a second; `Infinity` for no limit. */
  readonly rate: number;
  /** The rate that was borne last; `Infinity` while unknown. */
  readonly good: number;
  /** Questions answered a second, over the last second or since the last decrease. */
  readonly answered: number;
  /** When the rate changed last by a judgement, in milliseconds. What was sent before says nothing about it. */
  readonly since: number;
  /** When there was no rate last. */
  readonly left: number;
  /** Questions a second that were sent when there was loss, and no rate. */
  readonly lossy: { readonly rate: number; readonly kind: FailureKind };
  /** The shares that the names or the way are to blame for. */
  readonly usual: Readonly<Record<FailureKind, UsualShare>>;
  /** When a question had to wait last. */
  readonly waitedAt: number;
  /** What was before a decrease, until it shows whether the rate was to blame. */
  readonly trial: Trial | undefined;
  /** What follows decreases in vain. */
  readonly rest: Readonly<Record<FailureKind, Rest>>;
}

/** A decrease that is to show whether the share of failures falls with the rate. */
export interface Trial extends Sample {
  readonly kind: FailureKind;
  /** The share of failures before, the rate, and the rate that was borne last. */
  readonly share: number;
  readonly rate: number;
  readonly good: number;
  /** The rate if that was to blame. */
  readonly then: number;
  /** Questions a second that were sent. */
  readonly sent: number;
  /** When the first of a chain of decreases was. */
  readonly begun: number;
}

/** A time for which a share that is not the rate's fault calls for no decrease. */
export interface Rest {
  readonly until: number;
  /** How often in a row. */
  readonly times: number;
}

const unknown: PacingState['lossy'] = { rate: Number.POSITIVE_INFINITY, kind: 'failed' };
const noRest: Rest = { until: Number.NEGATIVE_INFINITY, times: 0 };

/** What came back in a span of time, of what was sent since the last decrease. */
export interface Completions extends Readonly<Record<FailureKind, number>> {
  /** Milliseconds it took. */
  readonly elapsed: number;
  /** Definite answers. */
  readonly answered: number;
  /** How doubtful it is that each kind of failure is as usual. */
  readonly doubt: Readonly<Record<FailureKind, number>>;
  /** Whether a question had to wait for its turn. */
  readonly waited: boolean;
}

/** A server that nothing is known of, from `now` on. */
export function unpaced(now: number): PacingState {
  return {
    rate: Number.POSITIVE_INFINITY,
    good: Number.POSITIVE_INFINITY,
    answered: 0,
    // What is sent now is not from before.
    since: now - 1,
    left: now,
    lossy: unknown,
    usual: { failed: noFailures, refused: noFailures },
    waitedAt: now,
    trial: undefined,
    rest: { failed: noRest, refused: noRest },
  };
}

/** Whether it is time to judge. Without completions, only a rate that may rise is. */
export function isDue(state: PacingState, completions: Completions, now: number): boolean {
  const { elapsed, failed, doubt } = completions;
  const { rate, trial, usual } = state;
  if (elapsed < 0) return false;
  const total = count(completions);
  if (trial !== undefined) return total > 0;
  const isAlarmed = doubt.failed >= alarm || doubt.refused >= alarm;
  if (isAlarmed && suspect(state, completions, now) !== undefined) return true;
  if (elapsed >= tick && (total >= enough || rate < Number.POSITIVE_INFINITY)) return true;
  if (elapsed >= longTick && total > 0) return true;
  // Silence is noticed in heaps: a share of it takes some time to show.
  if (rate < Number.POSITIVE_INFINITY || failed < enough || elapsed < tick / 2) return false;
  return unexplained(usual.failed, failed, total - failed) > total * heavyShare;
}

/**
 * The state after a span of time that {@link isDue} called for.
 *
 * Over 2 % of unusual loss, the rate falls to what was really answered, and stays there only if the loss falls with it.
 * Without loss it rises fast to the last rate that was borne, then slowly, as long as questions wait for it; it is
 * given up after ten seconds in which none did.
 */
export function nextPacing(before: PacingState, completions: Completions, now: number): PacingState {
  const waitedAt = completions.waited ? now : before.waitedAt;
  if (before.trial !== undefined) return judgeTrial({ ...before, waitedAt }, before.trial, completions, now);
  const { fresh, mean } = measureAnswered(before, completions, now);
  const state = { ...before, answered: mean, waitedAt };
  const suspicion = suspect(state, completions, now);
  if (suspicion === undefined) return raise(withUsual(state, completions), completions, now);
  const { rate, good } = state;
  const sent = (count(completions) * 1000) / completions.elapsed;
  const { kind, share, isAlarmed } = suspicion;
  // The mean bridges a hiccup; a rate that has just risen is not in it yet. What was there before an alarm is over.
  const answered = Math.min(Math.max(fresh, mean), isAlarmed ? rate * (1 - share) : rate);
  const trial = { kind, share, rate, good, then: lowered(rate, part * answered), sent, begun: now, failed: 0, of: 0 };
  const blind = isAlarmed && rate === Number.POSITIVE_INFINITY;
  return tryOut(state, trial, blind ? alarmRate : lowered(rate, trialPart * answered), now);
}

function lowered(rate: number, to: number): number {
  return Math.max(leastRate, Math.min(rate, to));
}

function count({ answered, failed, refused }: Completions): number {
  return answered + failed + refused;
}

/** Questions answered a second: in this span, and in the mean. */
function measureAnswered({ usual, since, answered, rate }: PacingState, completions: Completions, now: number) {
  // Without a rate a short span says little: a server that takes a burst would seem faster than it is.
  const span = Math.max(rate === Number.POSITIVE_INFINITY ? tick : 1, completions.elapsed);
  const total = count(completions);
  // A server that says SERVFAIL to a broken name did its work.
  const lost = kinds.reduce(
    (sum, kind) => sum + unexplained(usual[kind], completions[kind], total - completions[kind]),
    0,
  );
  const memory = Math.min(longTick, Math.max(span, now - since));
  const fresh = ((total - lost) * 1000) / span;
  return { fresh, mean: answered + (fresh - answered) * Math.min(1, span / memory) };
}

/** The kind of failure there is too much of, and its share. */
function suspect({ usual, rest }: PacingState, completions: Completions, now: number) {
  const total = count(completions);
  for (const kind of kinds) {
    const failed = completions[kind];
    const { share } = usual[kind];
    const isAlarmed = completions.doubt[kind] >= alarm;
    if (!isAlarmed && ((total < enough && completions.elapsed < longTick) || !isUnusual(usual[kind], failed, total)))
      continue;
    const seen = total === 0 ? 0 : failed / total;
    const now_ = Math.max(seen, isAlarmed ? share + alarming * (1 - share) : 0);
    const { until, times } = rest[kind];
    if (now < until && 1 - now_ > (1 - share) * ignored ** times) continue;
    return { kind, share: now_, isAlarmed };
  }
  return undefined;
}

function tryOut(
  state: PacingState,
  trial: Trial,
  rate: number,
  now: number,
): PacingState {
  const left = state.rate === Number.POSITIVE_INFINITY ? now : state.left;
  return { ...state, rate, left, trial, ...afresh(now) };
}

/** A limit lets through what is asked slowly; broken names stay broken. */
function judgeTrial(state: PacingState, trial: Trial, completions: Completions, now: number): PacingState {
  const { kind, share } = trial;
  const usual = state.usual[kind];
  const sample = { failed: trial.failed + completions[kind], of: trial.of + count(completions) };
  const verdict = compareShares(sample, share, usual.share);
  if (verdict === undefined) return { ...state, trial: { ...trial, ...sample } };
  const left = sample.failed / sample.of;
  const over = { ...state, ...afresh(now), trial: undefined };
  if (verdict === 'gone') {
    const shown = afterCompletions(usual, sample.failed, sample.of, true);
    return confirm({ ...over, usual: { ...state.usual, [kind]: { ...shown, most: shown.share } } }, trial);
  }
  if (verdict === 'same') {
    const rest = restFrom(state, kind, now - trial.begun, now, 1);
    return { ...over, rate: trial.rate, good: trial.good, usual: { ...state.usual, [kind]: sampled(sample.failed, sample.of) }, rest };
  }
  const answered = (state.rate * (1 - left)) / Math.max(1 - usual.share, 1 - left);
  const floor = Math.min(alarmRate, state.rate / 2);
  const then = lowered(state.rate, Math.max(floor, part * answered));
  const next = { ...trial, share: left, then, failed: 0, of: 0 };
  return tryOut(state, verdict === 'less' ? { ...next, rate: state.rate } : next, then, now);
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

function afresh(now: number) {
  return { answered: 0, since: now, waitedAt: now };
}

/** What all decreases cost together is a small part of the time. So many of them are `free`. */
function restFrom({ rest }: PacingState, kind: FailureKind, cost: number, now: number, free: number) {
  const { times } = rest[kind];
  const length = Math.min(longestRest, restAfter * cost * (2 ** times - free));
  return { ...rest, [kind]: { until: now + length, times: times + 1 } };
}

function raise(state: PacingState, { waited }: Completions, now: number): PacingState {
  const { rate, good, waitedAt, lossy } = state;
  if (rate === Number.POSITIVE_INFINITY) return state;
  if (rate > lossy.rate * disproof)
    return { ...lift(state, now), rest: restFrom(state, lossy.kind, now - state.left, now, 0) };
  if (!waited) return now - waitedAt < liftAfter ? state : lift(state, now);
  if (rate < good / 2) return { ...state, rate: rate * raises.far };
  if (rate < good) return { ...state, rate: Math.min(good, rate * raises.near) };
  const seconds = Math.min(longestRise, Math.ceil((now - state.since) / 1000));
  const raised = rate * (1 + raises.beyond * 2 ** (seconds - 1));
  return { ...state, rate: raised, good: raised };
}

function lift(state: PacingState, now: number): PacingState {
  const infinite = Number.POSITIVE_INFINITY;
  return { ...state, rate: infinite, good: infinite, lossy: unknown, since: now };
}

function withUsual(state: PacingState, completions: Completions): PacingState {
  const total = count(completions);
  // At its limit a server fails more than usual, and must not make that the usual.
  const bounded = state.rate < Number.POSITIVE_INFINITY;
  const after = (kind: FailureKind) => afterCompletions(state.usual[kind], completions[kind], total, bounded);
  return { ...state, usual: { failed: after('failed'), refused: after('refused') } };
}
