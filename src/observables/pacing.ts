import { type Completions, count, type FailureKind, kinds, type PacingState } from './pacing-state.js';
import { beginTrial, judgeTrial, type Suspicion } from './pacing-trial.js';
import { afterCompletions, bearable, isUnusual, noFailures, unexplained } from './usual-share.js';

/** Milliseconds between two judgements, where enough came back. */
const tick = 100;
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
/** A share of failures that no slow rise leads to. */
const sudden = 0.3;
/** A tick raises the rate by so much: without a good one, and where loss shows late; far below the last one, up to it, and beyond it. */
const raises = { blind: 2, late: 1.25, far: 1.5, near: 1.05, beyond: 0.005 };
/** Beyond it, each second without loss doubles that, up to this many seconds. */
const longestRise = 6;
/** Milliseconds without a wait after which a rate is given up: where a limit was found, and where none was. */
const liftAfter = { limited: 10_000, open: 300 };

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
 * Without loss it rises fast to the last rate that was borne, then slowly, as long as questions wait for it; without
 * such a rate it doubles. It is given up once none has waited for long enough.
 */
export function nextPacing(before: PacingState, completions: Completions, now: number): PacingState {
  const waitedAt = completions.waited ? now : before.waitedAt;
  if (before.trial !== undefined) return judgeTrial({ ...before, waitedAt }, before.trial, completions, now);
  const { fresh, mean } = measureAnswered(before, completions, now);
  const state = { ...before, answered: mean, waitedAt };
  const suspicion = suspect(state, completions, now);
  if (suspicion === undefined) return raise(withUsual(state, completions), completions, now);
  // The mean bridges a hiccup; a rate that has just risen is not in it yet.
  return beginTrial(state, suspicion, Math.max(fresh, mean), completions.elapsed >= tick / 2, now);
}

/** Questions answered a second: in this span, and in the mean. */
function measureAnswered(
  { usual, since, answered, rate }: PacingState,
  completions: Completions,
  now: number,
) {
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
function suspect(state: PacingState, completions: Completions, now: number): Suspicion | undefined {
  for (const kind of kinds) {
    const suspicion = suspectKind(kind, state, completions, now);
    if (suspicion !== undefined) return suspicion;
  }
  return undefined;
}

function suspectKind(
  kind: FailureKind,
  { usual, rest, rate }: PacingState,
  completions: Completions,
  now: number,
): Suspicion | undefined {
  const total = count(completions);
  const failed = completions[kind];
  // A limit lets some through: who lets nothing through is asked no more slowly, so that all may fail in time.
  if (rate === Number.POSITIVE_INFINITY && failed === total) return undefined;
  // A few lookups that fail are no load that a server could suffer from.
  const isBusy = rate < Number.POSITIVE_INFINITY || total + usual[kind].of - noFailures.of >= enough;
  // What was taken for usual may have been a limit: after the rest it is tried anew.
  const isStale = rest[kind].times > 0 && now >= rest[kind].until && usual[kind].share > bearable;
  const basis = isStale ? noFailures : usual[kind];
  const isAlarmed = isBusy && completions.doubt[kind] >= alarm;
  const isShown = total >= enough || (rate < Number.POSITIVE_INFINITY && completions.elapsed >= longTick);
  if (!isAlarmed && !(isShown && isUnusual(basis, failed, total))) return undefined;
  const others = 1 - basis.share;
  const share = Math.max(failed / Math.max(1, total), isAlarmed ? 1 - others * (1 - alarming) : 0);
  const isSudden = total >= enough && failed > total * sudden;
  return { kind, share, isAlarmed, isSudden, isStale };
}

function raise(state: PacingState, { waited, isLate }: Completions, now: number): PacingState {
  const { rate, good, isLimited, waitedAt } = state;
  if (rate === Number.POSITIVE_INFINITY) return state;
  if (!waited)
    return now - waitedAt < (isLimited ? liftAfter.limited : liftAfter.open) ? state : lift(state, now);
  if (good === Number.POSITIVE_INFINITY)
    return { ...state, rate: rate * (isLate ? raises.late : raises.blind) };
  if (rate < good / 2) return { ...state, rate: rate * raises.far };
  if (rate < good) return { ...state, rate: Math.min(good, rate * raises.near) };
  const seconds = Math.min(longestRise, Math.ceil((now - state.since) / 1000));
  const raised = rate * (1 + raises.beyond * 2 ** (seconds - 1));
  return { ...state, rate: raised, good: raised };
}

function lift(state: PacingState, now: number): PacingState {
  const infinite = Number.POSITIVE_INFINITY;
  return { ...state, rate: infinite, good: infinite, isLimited: false, since: now };
}

function withUsual(state: PacingState, completions: Completions): PacingState {
  const total = count(completions);
  // At its limit a server fails more than usual, and must not make that the usual.
  const bounded = state.rate < Number.POSITIVE_INFINITY;
  const after = (kind: FailureKind) => afterCompletions(state.usual[kind], completions[kind], total, bounded);
  const usual = { failed: after('failed'), refused: after('refused') };
  // A share that falls by itself was not the usual one: what is left is tried at once.
  const restOf = (kind: FailureKind) =>
    usual[kind].share < state.usual[kind].share - bearable
      ? { ...state.rest[kind], until: state.since }
      : state.rest[kind];
  return { ...state, usual, rest: { failed: restOf('failed'), refused: restOf('refused') } };
}
