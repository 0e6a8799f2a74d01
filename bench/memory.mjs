// Memory of queries that wait for an answer, 50,000 of them: `npm run build && node bench/memory.mjs`.
//
// The server never answers. Each contender first has 10 outstanding, so that the code it loads does not count.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { outputOf } from './processes.mjs';
import { runAlone } from './small-benches.mjs';
import { median } from './statistics.mjs';

const goal = 1.3;
/**
 * Milliseconds; on a busy machine, asking takes longer than the usual timeout. Not for node:dns: with timeouts
 * that long it opens a socket for almost every query, until it has no more descriptors.
 */
const timeout = 120_000;
const holders = [
  { contender: 'query', title: 'rxdns query$', options: { timeout }, isOurs: true },
  { contender: 'query-each', title: 'rxdns queryEach', options: { timeout }, isOurs: true },
  {
    contender: 'query',
    title: 'rxdns query$, maxOutstanding: 60,000',
    options: { timeout, maxOutstanding: 60_000 },
    isOurs: true,
  },
  { contender: 'node-dns', title: 'node:dns/promises', isOurs: false },
];

await runAlone(async ({ quick }) => {
  const count = quick ? 500 : 50_000;
  const sink = createSocket('udp4').bind(0, '127.0.0.1');
  await once(sink, 'listening');
  // Milliseconds until all has been sent.
  const settling = quick ? 100 : 700;
  const task = { count, settling, server: `127.0.0.1:${sink.address().port}` };
  const rounds = [];
  for (let round = 0; round < (quick ? 1 : 3); round += 1) rounds.push(await measureRound(task));
  sink.close();
  const figures = holders.map(({ title, isOurs }, n) => ({
    title,
    isOurs,
    rss: median(rounds.map((round) => round[n].rss / round[n].held)),
    heap: median(rounds.map((round) => round[n].heap / round[n].held)),
    sockets: median(rounds.map((round) => round[n].sockets)),
    ended: Math.max(...rounds.map((round) => count - round[n].held)),
  }));
  return {
    title: `Memory, ${count.toLocaleString('en')} queries outstanding`,
    notes: [
      'Octets for each query beyond the first 10. RSS has what lies outside of the JavaScript heap, too.',
      'Those that ended, at most in a round, timed out on a machine that was too busy.',
      'By default 10,000 queries are on the wire (`maxOutstanding`) and the others wait for their turn.',
    ],
    heads: ['', 'RSS', 'heap', 'sockets', 'ended'],
    rows: figures.map(({ title, rss, heap, sockets, ended }) => [
      title,
      rss.toFixed(0),
      heap.toFixed(0),
      String(sockets),
      String(ended),
    ]),
    figures,
    budget: figures.filter(({ isOurs }) => isOurs).map(goalOf),
  };
});

function goalOf({ title, rss, ended }) {
  return {
    what: `memory per outstanding query, ${title}`,
    goal: `<= ${goal} kB`,
    measured: `${(rss / 1000).toFixed(2)} kB`,
    met: ended === 0 && rss / 1000 <= goal,
  };
}

async function measureRound(task) {
  const measured = [];
  for (const { contender, options } of holders) {
    const argv = ['--expose-gc', fileURLToPath(new URL('./memory-holder.mjs', import.meta.url))];
    const text = await outputOf(contender, process.execPath, [
      ...argv,
      JSON.stringify({ ...task, contender, options }),
    ]);
    measured.push(JSON.parse(text));
  }
  return measured;
}
