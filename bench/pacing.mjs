// What the pacing comes to against servers and ways of many kinds, in virtual time: node bench/pacing.mjs [--markdown]
import { simulate } from './pacing-simulation.mjs';
import { table } from './tables.mjs';

const names = 20_000;
/** As many as take some ten seconds where nothing is limited. */
const many = 400_000;
/** Milliseconds after which a silent server is asked again. */
const patience = 100;

const refused = { rate: 1000, outcome: 'refused' };
const silent = { rate: 1000, outcome: 'silent', late: patience };
const rest = { outcome: 'silent', late: patience };

const scenarios = [
  { what: '1,000/s by REFUSED', limit: refused },
  { what: '1,000/s by SERVFAIL', limit: { rate: 1000, outcome: 'failed' } },
  { what: '1,000/s by silence', limit: silent },
  { what: '1,000/s by REFUSED, no burst', limit: { ...refused, burst: 5 } },
  { what: '1,000/s by REFUSED, burst of 1,000', limit: { ...refused, burst: 1000 } },
  { what: '1,000/s by silence, burst of 1,000', limit: { ...silent, burst: 1000 } },
  { what: '200/s by REFUSED', limit: { ...refused, rate: 200 } },
  { what: '5,000/s by REFUSED', limit: { ...refused, rate: 5000 } },
  {
    what: '4,000/s, from 3 s on 1,000/s',
    limit: { ...refused, rate: 4000, later: { at: 3000, rate: 1000 } },
  },
  {
    what: 'no limit, from 0.3 s on 1,000/s by silence',
    limit: { ...silent, rate: 1e6, later: { at: 300, rate: 1000 } },
  },
  { what: '1,000/s by silence, 10 % loss', limit: silent, loss: 0.1 },
  { what: '1,000/s by REFUSED, 10 % loss', limit: refused, loss: 0.1 },
  {
    what: '1,000/s by SERVFAIL, 1 name in 5 SERVFAIL',
    limit: { rate: 1000, outcome: 'failed' },
    broken: 0.2,
  },
  { what: '1,000/s by REFUSED, SERVFAIL for every name', limit: refused, broken: 1 },
  { what: 'SERVFAIL for every name', broken: 1 },
  { what: 'SERVFAIL for 1 name in 2', broken: 0.5 },
  { what: 'SERVFAIL for all names of the second half', broken: 1, from: names / 2 },
  { what: 'REFUSED for 1 name in 5', broken: 0.2, kind: { outcome: 'refused' } },
  { what: '1 name in 20 late', broken: 0.05, kind: rest },
  ...[0.01, 0.05, 0.1, 0.3].map((loss) => ({ what: `${loss * 100} % loss`, loss })),
  { what: '60 % loss for 0.2 s of each 2 s', loss: 0.6, gusts: { every: 2000, last: 200 } },
  ...[0.01, 0.1, 0.3].map((loss) => ({
    what: `${many.toLocaleString('en')} names, ${loss * 100} % loss`,
    names: many,
    loss,
  })),
  {
    what: `${many.toLocaleString('en')} names, 60 % loss for 0.2 s of each 2 s`,
    names: many,
    loss: 0.6,
    gusts: { every: 2000, last: 200 },
  },
  {
    what: `${many.toLocaleString('en')} names, 60 % loss for 0.15 s of each second`,
    names: many,
    loss: 0.6,
    gusts: { every: 1000, last: 150 },
  },
  {
    what: `${many.toLocaleString('en')} names, REFUSED for 1 in 5`,
    names: many,
    broken: 0.2,
    kind: { outcome: 'refused' },
  },
];

const only = process.argv.find((each) => each.startsWith('--only='))?.slice(7);
const rows = scenarios
  .filter(({ what }) => only === undefined || what.includes(only))
  .map(({ what, ...scenario }) => {
    const paced = simulate({ names, ...scenario });
    const { limit } = scenario;
    // Without a limit, nothing is faster than to ask at once.
    const least =
      limit === undefined ? simulate({ names, ...scenario, adaptive: false }) : idealOf(limit, scenario);
    return [
      what,
      paced.seconds.toFixed(1),
      least.seconds.toFixed(1),
      `${((paced.seconds / least.seconds - 1) * 100).toFixed(0)} %`,
      `${((paced.packets / least.packets - 1) * 100).toFixed(1)} %`,
      paced.least === Infinity ? 'none' : paced.least.toFixed(0),
    ];
  });
const heads = ['server', 'seconds', 'least possible', 'longer', 'more packets', 'lowest rate'];
process.stdout.write(`${table(heads, rows, { markdown: process.argv.includes('--markdown') })}\n`);

/** What a limit allows: time for all names, but those at once and those before it; a packet for each, and what is lost. */
function idealOf({ rate, burst = rate / 10, later = { at: 0, rate } }, { loss = 0 }) {
  const early = Math.min(((later.rate === rate ? 0 : rate) * later.at) / 1000, (51_200 * later.at) / 1000);
  const atOnce = later.rate === rate ? burst : later.rate / 10;
  return { seconds: later.at / 1000 + (names - early - atOnce) / later.rate, packets: names / (1 - loss) };
}
