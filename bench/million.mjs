// A stream of 1,000,000 names through queryEach.from: `npm run build && node bench/million.mjs`.
//
// RSS has to be flat after the first tenth, and a name at the end has to cost what one cost after that tenth.
import { queryEach, Resolver } from '../dist/index.js';
import { streamedName } from './names.mjs';
import { runAlone } from './small-benches.mjs';

const concurrency = 500;
/** Parts of the stream that are looked at one by one. */
const parts = 10;
/** What counts as flat, and as the same: the garbage collector and the machine have their moods. */
const tolerance = 1.1;

await runAlone(
  async ({ quick, address }) => {
    const count = quick ? 1000 : 1_000_000;
    const { samples, answered } = await resolveAll(address, count);
    const figures = samples.slice(1).map((sample, n) => partBetween(samples[n], sample));
    const [, second] = figures;
    const last = figures.at(-1);
    const growth = Math.max(...figures.slice(1).map(({ rss }) => rss)) / figures[0].rss;
    const slowing = last.cpuMicroseconds / second.cpuMicroseconds;
    return {
      title: `A stream of ${count.toLocaleString('en')} names, ${concurrency} outstanding`,
      notes: [`${((answered / count) * 100).toFixed(3)} % answered.`],
      heads: ['names', 'names/s', 'CPU µs/name', 'RSS MB'],
      rows: figures.map(({ names, namesPerSecond, cpuMicroseconds, rss }) => [
        names.toLocaleString('en'),
        Math.round(namesPerSecond).toLocaleString('en'),
        cpuMicroseconds.toFixed(1),
        (rss / 1e6).toFixed(0),
      ]),
      figures,
      budget: [
        ratioRow('stream: highest RSS after the first tenth, against RSS at its end', growth),
        ratioRow('stream: CPU per name in the last tenth, against the second', slowing),
        {
          what: 'stream: answered',
          goal: '100 %',
          measured: percent(answered / count),
          met: answered === count,
        },
      ],
    };
  },
  { names: 0 },
);

function ratioRow(what, ratio) {
  return { what, goal: `<= ${tolerance}`, measured: ratio.toFixed(2), met: ratio <= tolerance };
}

function percent(share) {
  return `${(share * 100).toFixed(3)} %`;
}

/** Figures of one part of the stream; memory as it was at the end of it. */
function partBetween(before, after) {
  const names = after.names - before.names;
  return {
    names: after.names,
    namesPerSecond: (names * 1000) / (after.time - before.time),
    cpuMicroseconds: (after.cpu - before.cpu) / names,
    rss: after.rss,
  };
}

/** Takes a sample before the first name and after each part. */
function resolveAll(address, count) {
  const resolver = new Resolver({ servers: [address] });
  const samples = [sampleAt(0)];
  let settled = 0;
  let answered = 0;
  return new Promise((resolve, reject) => {
    queryEach.from(resolver, listNames(count), 'A', { concurrency }).subscribe({
      next: ({ records }) => {
        settled += 1;
        answered += records.length;
        if (settled % (count / parts) === 0) samples.push(sampleAt(settled));
      },
      error: reject,
      complete: () => void resolver.close().then(() => resolve({ samples, answered }), reject),
    });
  });
}

function* listNames(count) {
  for (let index = 0; index < count; index += 1) yield streamedName(index);
}

function sampleAt(names) {
  const { user, system } = process.cpuUsage();
  return { names, time: performance.now(), cpu: user + system, rss: process.memoryUsage.rss() };
}
