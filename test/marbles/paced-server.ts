import type { VirtualTimeScheduler } from 'rxjs';
import { Deadlines } from '../../src/observables/deadlines.js';
import { ServerPace } from '../../src/observables/server-pace.js';
import type { PacedOutcome } from '../../src/observables/tally.js';
import { noLimits } from './no-limits.js';

/** What a server and the way to it do. */
export interface PacedServer {
  /** Questions answered in a second, at a time in milliseconds; a tenth of them at once after a rest. */
  readonly limit?: (now: number) => number;
  /** What the others get. */
  readonly by?: PacedOutcome;
  /** The share of questions that is lost, at a time. */
  readonly loss?: (now: number) => number;
  /** The share of questions that is refused, whatever the load. */
  readonly refused?: number;
}

const concurrency = 64;
/** Milliseconds until an answer, and until silence shows. */
const roundTrip = 5;
const patience = 100;

/** Asks such a server without a break for so many milliseconds; tells what is answered in each second, and is sent. */
export function askServer(scheduler: VirtualTimeScheduler, server: PacedServer, duration: number) {
  const { limit = () => Number.POSITIVE_INFINITY, by = 'refused', loss = () => 0, refused = 0 } = server;
  const pace = new ServerPace({
    deadlines: new Deadlines(scheduler),
    limits: noLimits,
    now: () => scheduler.now(),
    onSpeaks: () => undefined,
    onRate: () => undefined,
  });
  const answered = new Array<number>(Math.ceil(duration / 1000)).fill(0);
  const random = seededRandom();
  let [sent, tokens, filledAt] = [0, Number.POSITIVE_INFINITY, 0];
  const isTaken = (now: number) => {
    const rate = limit(now);
    if (rate === Number.POSITIVE_INFINITY) return true;
    tokens = Math.min(rate / 10, tokens + ((now - filledAt) * rate) / 1000);
    filledAt = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
  const outcomeAt = (now: number): PacedOutcome => {
    if (random() < loss(now)) return 'silent';
    if (!isTaken(now)) return by;
    return random() < refused ? 'refused' : 'answered';
  };
  const ask = () => {
    if (scheduler.now() >= duration) return;
    if (pace.claim()) send();
    else pace.line(send);
  };
  const send = () => {
    const sentAt = scheduler.now();
    const outcome = outcomeAt(sentAt);
    sent += 1;
    const onEnd = () => {
      const now = scheduler.now();
      pace.release();
      pace.note(outcome, sentAt, now);
      if (outcome === 'answered')
        answered[Math.floor(now / 1000)] = (answered[Math.floor(now / 1000)] ?? 0) + 1;
      ask();
    };
    scheduler.schedule(onEnd, outcome === 'silent' ? patience : roundTrip);
  };
  for (let n = 0; n < concurrency; n += 1) ask();
  return { pace, answered, sentSoFar: () => sent };
}

/** The same fractions in the same order. */
function seededRandom(): () => number {
  let state = 20_130;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}
