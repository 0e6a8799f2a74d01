import { type Completions, type PacingState, unpaced } from '../../src/observables/pacing-state.js';
import type { UsualShare } from '../../src/observables/usual-share.js';

export const infinite = Number.POSITIVE_INFINITY;
/** A tenth of a second in which nothing came back. */
export const nothing: Completions = {
  elapsed: 100,
  answered: 0,
  failed: 0,
  refused: 0,
  doubt: { failed: 0, refused: 0 },
  again: { answered: 0, failed: 0 },
  isLate: false,
  waited: true,
};
/** A usual share that a thousand completions show. */
export const usually = (share: number): UsualShare => ({ share, of: 1000, most: share });
/** A server that is known for its answers, before it was ever slowed. */
export const known: PacingState = {
  ...unpaced(0),
  usual: { failed: usually(0), refused: usually(0) },
  answered: 1000,
};
export const halfBroken: PacingState = { ...known, usual: { failed: usually(0.5), refused: usually(0) } };
/** One that was slowed at 1,000 ms. */
export const slowed: PacingState = {
  ...known,
  rate: 1000,
  good: 1000,
  isLimited: true,
  since: 1000,
  waitedAt: 1000,
};
