// What the pacing comes to against servers with a limit, in virtual time: node bench/pacing.mjs [--markdown]
import { VirtualTimeScheduler } from 'rxjs';
import { importSource } from '../tools/import-source.mjs';
import { table } from './tables.mjs';

/** @type {typeof import('../src/observables/deadlines.js')} */
const { Deadlines } = await importSource('src/observables/deadlines.ts');
/** @type {typeof import('../src/observables/server-pace.js')} */
const { ServerPace } = await importSource('src/observables/server-pace.ts');

/** No fixed limits, but those that the server shows. */
const limits = { concurrency: Number.POSITIVE_INFINITY, rate: Number.POSITIVE_INFINITY, adaptive: true };

const names = 20_000;
const concurrency = 256;
/** Milliseconds. */
const roundTrip = 5;
/** Milliseconds after which a silent server is asked again. */
const patience = 100;

const scenarios = [
  { what: '1,000/s by REFUSED', rate: 1000, outcome: 'refused' },
  { what: '1,000/s by SERVFAIL', rate: 1000, outcome: 'failed' },
  { what: '1,000/s by silence', rate: 1000, outcome: 'failed', late: patience },
  { what: '1,000/s by REFUSED, no burst', rate: 1000, burst: 5, outcome: 'refused' },
  { what: '1,000/s by REFUSED, burst of 1,000', rate: 1000, burst: 1000, outcome: 'refused' },
  { what: '200/s by REFUSED', rate: 200, outcome: 'refused' },
  { what: '5,000/s by REFUSED', rate: 5000, outcome: 'refused' },
  { what: '4,000/s, from 3 s on 1,000/s', rate: 4000, later: { at: 3000, rate: 1000 }, outcome: 'refused' },
  { what: 'no limit, SERVFAIL for every name', rate: Infinity, broken: 1 },
  { what: 'no limit, SERVFAIL for 1 name in 2', rate: Infinity, broken: 0.5 },
  { what: 'no limit, SERVFAIL for all names of the second half', rate: Infinity, broken: 1, from: names / 2 },
  { what: 'no limit, 1 name in 20 late', rate: Infinity, broken: 0.05, late: patience },
];

const rows = scenarios.map((scenario) => {
  const { seconds, ideal, packets, least } = simulate(scenario);
  return [
    scenario.what,
    seconds.toFixed(1),
    ideal.toFixed(1),
    `${((seconds / ideal - 1) * 100).toFixed(0)} %`,
    `${((packets / names - 1) * 100).toFixed(1)} %`,
    least === Infinity ? 'none' : least.toFixed(0),
  ];
});
const heads = ['server', 'seconds', 'least possible', 'longer', 'more packets', 'lowest rate'];
process.stdout.write(`${table(heads, rows, { markdown: process.argv.includes('--markdown') })}\n`);

/** All names through one server; each that is kept from an answer waits for another turn. */
function simulate({ rate, burst = rate / 10, later, outcome, late = roundTrip, broken = 0, from = 0 }) {
  const scheduler = new VirtualTimeScheduler(undefined, Infinity);
  const bucket = { rate, burst, tokens: burst, at: 0 };
  let least = Infinity;
  const pace = new ServerPace({
    deadlines: new Deadlines(scheduler),
    limits,
    now: () => scheduler.now(),
    onRate: (now) => {
      least = Math.min(least, now);
      if (process.env.TRACE) console.log(scheduler.now(), now.toFixed(0));
    },
  });
  let [begun, done, packets] = [0, 0, 0];
  const after = (milliseconds, work) => scheduler.schedule(work, milliseconds);
  const begin = () => {
    if (begun === names) return;
    const isBroken = begun >= from && (begun * 0.618034) % 1 < broken;
    begun += 1;
    ask(isBroken);
  };
  const ask = (isBroken) => (pace.claim() ? send(isBroken) : pace.line(() => send(isBroken)));
  const send = (isBroken) => {
    packets += 1;
    const sentAt = scheduler.now();
    if (later !== undefined && sentAt >= later.at) bucket.rate = later.rate;
    const [what, delay] = take(bucket, sentAt)
      ? isBroken
        ? ['failed', late]
        : ['answered', roundTrip]
      : [outcome, late];
    after(delay, () => {
      pace.release();
      pace.heard();
      pace.note(what, sentAt, scheduler.now());
      if (what !== 'answered' && !isBroken) return ask(false);
      done += 1;
      begin();
    });
  };
  for (let n = 0; n < concurrency; n += 1) begin();
  scheduler.flush();
  if (done !== names) throw new Error(`${names - done} names were lost`);
  const open = ((names / concurrency) * (roundTrip + broken * (late - roundTrip))) / 1000;
  const early = later === undefined ? 0 : ((rate - later.rate) * later.at) / 1000;
  const slow = rate === Infinity ? 0 : (names - burst - early) / (later?.rate ?? rate);
  return { seconds: scheduler.now() / 1000, ideal: Math.max(open, slow), packets, least };
}

function take(bucket, now) {
  if (bucket.rate === Infinity) return true;
  bucket.tokens = Math.min(bucket.burst, bucket.tokens + ((now - bucket.at) * bucket.rate) / 1000);
  bucket.at = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}
