/** Milliseconds between two judgements, where enough came back. */
export const tick = 100;
/** Milliseconds after which fewer are enough. */
const longTick = 1000;
/** Completions that a short judgement takes. */
const enough = 20;
/** The share of loss that is no sign of a limit. */
const bearable = 0.02;
/** Without a rate a server is judged early, when more than this share is lost. */
const heavyShare = 0.2;
/** A rate falls to this part of what was answered, so that a server with a limit can put by for a burst. */
const part = 0.97;
/** A last good rate within this factor of a new one is forgotten: it was not good. */
const closeTo = 1.2;
/** A rate does not fall below this many questions a second. */
export const leastRate = 20;
/** Questions a second that show whether names are to blame for what fails, and how many it takes. */
const trialRate = 100;
const trialSize = 20;
/** Names are to blame where more than this part of the failures is left when a server is asked slowly. */
const stubborn = 1 / 3;
/** Decreases in a row for failures of a server that was found to have a limit, before the names are suspected again. */
const trustedDecreases = 3;
/** A tick raises the rate by so much: far below the last good one, up to it, and beyond it. */
const raises = { far: 1.5, near: 1.05, beyond: 0.01 };
/** Beyond it, a second without loss adds as much again, up to this many seconds. */
const longestRise = 5;
/** Milliseconds without a wait after which a rate is given up. */
const liftAfter = 10_000;
/** Completions that the usual share of failures stands on at most: it follows what changes. */
const usualMemory = 1000;
/** Standard errors within which a share of failures is still the usual one, and within which losses are chance. */
const certainty = { failed: 3, refused: 2 };

/** How fast a server may be asked, and what that rests on. */
export interface PacingState {
  /** Questions a second; `Infinity` for no limit. */
  readonly rate: number;
  /** The rate that was borne last; `Infinity` while unknown. */
  readonly good: number;
  /** Questions answered a second, over the last second or since the last decrease. */
  readonly answered: number;
  /** When the rate fell last, in milliseconds. What was sent before says nothing about it. */
  readonly since: number;
  /** The share of failures that names are to blame for, and how many completions show it. */
  readonly usual: number;
  readonly usualOf: number;
  /** When a question had to wait last. */
  readonly waitedAt: number;
  /** How many more decreases failures may cause without a trial. */
  readonly trusted: number;
  /** What was before a decrease that failures alone called for, until it shows whether the names are to blame. */
  readonly trial: { readonly share: number; readonly rate: number; readonly good: number } | undefined;
}

/** What came back in a span of time, of what was sent since the last decrease. */
export interface Completions {
  /** Milliseconds it took. */
  readonly elapsed: number;
  /** Definite answers. */
  readonly answered: number;
  /** SERVFAIL, or nothing in time: the fault of the name, or of a server that is overloaded. */
  readonly failed: number;
  /** REFUSED. */
  readonly refused: number;
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
    usual: 0,
    usualOf: 0,
    waitedAt: now,
    trusted: 0,
    trial: undefined,
  };
}

/** Whether it is time to judge. Without completions, only a rate that may rise is. */
export function isDue(state: PacingState, completions: Completions): boolean {
  const { elapsed, refused, failed } = completions;
  const total = count(completions);
  // The first ones come before any limit: they show what is usual.
  if (state.usualOf === 0 && total >= enough) return true;
  if (state.trial !== undefined) return total >= trialSize || (elapsed >= longTick && total >= trialSize / 2);
  if (elapsed >= tick && (total >= enough || state.rate < Number.POSITIVE_INFINITY)) return true;
  if (elapsed >= longTick && total > 0) return true;
  const suspect = refused + Math.max(0, failed - total * state.usual);
  return state.rate === Number.POSITIVE_INFINITY && suspect >= enough && suspect > total * heavyShare;
}

/**
 * The state after a span of time that {@link isDue} called for.
 *
 * Over 2 % of loss, the rate falls to what was really answered. Without loss it rises fast to the last rate that
 * was borne, then slowly, as long as questions wait for it; it is given up after ten seconds in which none did.
 */
export function nextPacing(before: PacingState, completions: Completions, now: number): PacingState {
  if (before.trial !== undefined) return judgeTrial(before, before.trial, completions, now);
  const total = count(completions);
  const { elapsed, failed, refused, waited } = completions;
  const { fresh, mean } = measureAnswered(before, completions, now);
  const state = { ...before, answered: mean, waitedAt: waited ? now : before.waitedAt };
  const first = before.usualOf === 0;
  if (total >= enough || elapsed >= longTick) {
    if (isRefusing(refused, total) && !(first && elapsed < tick)) return decrease(state, fresh, now);
    if (!first && unusualShare(before, failed, total, certainty.failed) > bearable) {
      if (state.trusted === 0) return tryOut(state, fresh, failed / total, now);
      return decrease({ ...state, trusted: state.trusted - 1 }, fresh, now);
    }
  }
  return raise(withUsual(state, failed, total), completions, now);
}

function count({ answered, failed, refused }: Completions): number {
  return answered + failed + refused;
}

/** Questions answered a second: in this span, and in the mean. */
function measureAnswered(state: PacingState, completions: Completions, now: number) {
  const { answered, failed, elapsed } = completions;
  // A short span says little: a server that takes a burst would seem faster than it is.
  const span = Math.max(tick, elapsed);
  // A server that says SERVFAIL to a broken name did its work.
  const done = answered + Math.min(failed, count(completions) * state.usual);
  const memory = Math.min(longTick, Math.max(span, now - state.since));
  const fresh = (done * 1000) / span;
  return { fresh, mean: state.answered + (fresh - state.answered) * Math.min(1, span / memory) };
}

function isRefusing(refused: number, total: number): boolean {
  const borne = total * bearable;
  return refused > borne + certainty.refused * Math.sqrt(borne);
}

function decrease(state: PacingState, fresh: number, now: number): PacingState {
  // The mean bridges a hiccup; a rate that has just risen is not in it yet.
  const rate = Math.max(leastRate, Math.min(state.rate, part * Math.max(fresh, state.answered)));
  // What was answered in a first burst may be far from the limit, to either side: it is felt for.
  const felt = state.rate < Number.POSITIVE_INFINITY;
  return { ...state, rate, good: felt ? nextGood(state.good, rate) : state.good, ...afresh(now) };
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

function tryOut(state: PacingState, fresh: number, share: number, now: number): PacingState {
  const { rate } = decrease(state, fresh, now);
  const trial = { share, rate: state.rate, good: state.good };
  return { ...state, rate: Math.min(rate, trialRate), good: rate, ...afresh(now), trial };
}

/** A limit lets through what is asked slowly; broken names stay broken. */
function judgeTrial(
  state: PacingState,
  { share, rate, good }: NonNullable<PacingState['trial']>,
  completions: Completions,
  now: number,
): PacingState {
  const total = count(completions);
  const over = { ...state, ...afresh(now), trial: undefined };
  const left = completions.failed / total;
  if (left > share * stubborn) return { ...over, rate, good, trusted: 0, usual: left, usualOf: total };
  const felt = rate < Number.POSITIVE_INFINITY;
  const borne = { rate: state.good, good: felt ? nextGood(good, state.good) : good };
  return { ...over, ...borne, trusted: trustedDecreases };
}

function raise(state: PacingState, { waited }: Completions, now: number): PacingState {
  const { rate, good, waitedAt } = state;
  if (rate === Number.POSITIVE_INFINITY) return state;
  if (!waited) {
    return now - waitedAt < liftAfter ? state : { ...state, rate: Number.POSITIVE_INFINITY, since: now };
  }
  if (rate < good / 2) return { ...state, rate: rate * raises.far };
  if (rate < good) return { ...state, rate: Math.min(good, rate * raises.near) };
  const seconds = Math.min(longestRise, Math.ceil((now - state.since) / 1000));
  const raised = rate * (1 + seconds * raises.beyond);
  return { ...state, rate: raised, good: raised };
}

/** How much of a share of failures the usual share and so many standard errors of chance do not explain. */
function unusualShare(
  { usual, usualOf }: PacingState,
  failed: number,
  total: number,
  errors: number,
): number {
  // Never quite 0 nor 1, however few show it.
  const likely = (usual * usualOf + 1) / (usualOf + 2);
  const error = Math.sqrt(likely * (1 - likely) * (1 / total + 1 / usualOf));
  return failed / total - usual - errors * error;
}

function withUsual(state: PacingState, failed: number, total: number): PacingState {
  if (total === 0) return state;
  // What may be the first of a limit must not become the usual before it is certain.
  if (state.usualOf > 0 && unusualShare(state, failed, total, 1) > bearable) return state;
  const usualOf = state.usualOf + total;
  const mean = state.usual + ((failed / total - state.usual) * total) / usualOf;
  // At its limit a server fails more than usual, and must not make that the usual.
  const usual = state.rate < Number.POSITIVE_INFINITY ? Math.min(state.usual, mean) : mean;
  const trusted = state.trusted === 0 ? 0 : trustedDecreases;
  return { ...state, usual, usualOf: Math.min(usualMemory, usualOf), trusted };
}
