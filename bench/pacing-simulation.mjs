// One server, the way to it, and a batch that asks it at the pace that the server shows, in virtual time.
import { VirtualTimeScheduler } from 'rxjs';
import { importSource } from '../tools/import-source.mjs';

/** @type {typeof import('../src/observables/deadlines.js')} */
const { Deadlines } = await importSource('src/observables/deadlines.ts');
/** @type {typeof import('../src/observables/server-pace.js')} */
const { ServerPace } = await importSource('src/observables/server-pace.ts');

const concurrency = 256;
/** Milliseconds. */
const roundTrip = 5;
/** Milliseconds after which a question that was lost is asked again. */
const patience = 100;

/**
 * All names through one server; each that is kept from an answer waits for another turn. Every part of a scenario may
 * be left out: `limit` of the server, `broken` names from the `from`th on, `loss` on the way, in `gusts` if need be.
 */
export function simulate({
  names,
  limit,
  broken = 0,
  from = 0,
  kind = { outcome: 'failed' },
  adaptive = true,
  ...way
}) {
  const scheduler = new VirtualTimeScheduler(undefined, Infinity);
  const bucket = limit && bucketOf(limit);
  const isLost = lossOf(way);
  let least = Infinity;
  const pace = new ServerPace({
    deadlines: new Deadlines(scheduler),
    limits: { concurrency: Infinity, rate: Infinity, adaptive },
    now: () => scheduler.now(),
    onSpeaks: () => undefined,
    onRate: (rate) => {
      least = Math.min(least, rate);
      if (process.env.TRACE)
        console.log(scheduler.now().toFixed(1), rate.toFixed(0), JSON.stringify(pace.state));
    },
  });
  let [begun, done, packets] = [0, 0, 0];
  const begin = () => {
    if (begun === names) return;
    const isBroken = begun >= from && (begun * 0.618034) % 1 < broken;
    begun += 1;
    ask(isBroken);
  };
  const ask = (isBroken) => (pace.claim() ? send(isBroken) : pace.line(() => send(isBroken)));
  const outcomeFor = (isBroken, now) => {
    if (isLost(now)) return { outcome: 'silent', late: patience };
    if (bucket !== undefined && !take(bucket, now)) return limit;
    return isBroken ? { ...kind, isFinal: true } : { outcome: 'answered', isFinal: true };
  };
  const send = (isBroken) => {
    packets += 1;
    const sentAt = scheduler.now();
    const { outcome, late = roundTrip, isFinal = false } = outcomeFor(isBroken, sentAt);
    scheduler.schedule(() => {
      pace.release();
      pace.presence.heard();
      pace.note(outcome, sentAt, scheduler.now());
      if (!isFinal) return ask(isBroken);
      done += 1;
      begin();
    }, late);
  };
  for (let n = 0; n < concurrency; n += 1) begin();
  scheduler.flush();
  if (done !== names) throw new Error(`${names - done} names were lost`);
  return { seconds: scheduler.now() / 1000, packets, least };
}

function bucketOf({ rate, burst = rate / 10, later }) {
  return { rate, burst, later, tokens: burst, at: 0 };
}

function take(bucket, now) {
  if (bucket.later !== undefined && now >= bucket.later.at && bucket.rate !== bucket.later.rate) {
    bucket.rate = bucket.later.rate;
    bucket.burst = bucket.rate / 10;
  }
  bucket.tokens = Math.min(bucket.burst, bucket.tokens + ((now - bucket.at) * bucket.rate) / 1000);
  bucket.at = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

/** Draws from a seed (xorshift of 32 bits): the same ones in the same order. */
function lossOf({ loss = 0, gusts }) {
  let state = 20_130;
  return (now) => {
    if (loss === 0 || (gusts !== undefined && now % gusts.every > gusts.last)) return false;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32 < loss;
  };
}
