// 20,000 names through a network that loses one datagram in ten: `npm run build && node bench/loss.mjs`.
//
// The relay loses queries, and answers never: a tenth of the round trips in all. It starts anew for each run, from
// the same seed.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { contenders, nodeContender } from './contenders.mjs';
import { runAlone } from './small-benches.mjs';
import { median } from './statistics.mjs';
import { runContender } from './throughput.mjs';

const goal = 0.45;
const concurrency = 500;
const runners = [
  ...['query', 'query-each', 'node-dns'].map((name) => ({
    contender: contenders.find((each) => each.name === name),
    isOurs: name !== 'node-dns',
  })),
  {
    contender: nodeContender('node-dns', 'node:dns/promises, timeout: 500, tries: 6'),
    options: { timeout: 500, tries: 6 },
    isOurs: false,
  },
];

await runAlone(
  async ({ quick, address }) => {
    const names = quick ? 100 : 20_000;
    const rounds = [];
    for (let round = 0; round < (quick ? 1 : 3); round += 1) {
      const runs = [];
      for (const runner of runners) runs.push(await runThroughRelay(runner, { names, address }));
      rounds.push(runs);
    }
    const figures = runners.map((runner, n) =>
      summarize(
        runner,
        rounds.map((runs) => runs[n]),
      ),
    );
    const peer = figures.find(({ isOurs }) => !isOurs);
    return {
      title: `${names.toLocaleString('en')} names through 10 % loss, ${concurrency} outstanding`,
      notes: [],
      heads: ['', 'seconds', 'answered', 'p50 ms', 'p99 ms'],
      rows: figures.map(({ title, seconds, share, p50, p99 }) => [
        title,
        seconds.toFixed(2),
        percent(share),
        p50.toFixed(1),
        p99.toFixed(0),
      ]),
      figures,
      budget: figures.filter(({ isOurs }) => isOurs).flatMap((figure) => goalsOf(figure, peer)),
    };
  },
  { names: 20_000 },
);

async function runThroughRelay({ contender, options }, { names, address }) {
  const relay = fork(new URL('./loss-relay.mjs', import.meta.url), [address]);
  try {
    const [server] = await once(relay, 'message');
    const task = { contender: contender.name, server, names, warmUp: 0, concurrency, limit: 600, options };
    return await runContender(contender, task);
  } finally {
    relay.disconnect();
    await once(relay, 'exit');
  }
}

function summarize({ contender, isOurs }, runs) {
  const figure = (read) => median(runs.map(read));
  return {
    title: contender.title,
    isOurs,
    seconds: figure(({ seconds }) => seconds),
    share: Math.min(...runs.map(({ answered, names }) => answered / names)),
    p50: figure(({ p50 }) => p50),
    p99: figure(({ p99 }) => p99),
    runs,
  };
}

function goalsOf({ title, runs, share }, peer) {
  const ratio = median(runs.map(({ seconds }, round) => seconds / peer.runs[round].seconds));
  return [
    {
      what: `10 % loss: time of ${title}, against ${peer.title}`,
      goal: `<= ${goal}`,
      measured: ratio.toFixed(2),
      met: ratio <= goal,
    },
    { what: `10 % loss: answered, ${title}`, goal: '100 %', measured: percent(share), met: share === 1 },
  ];
}

function percent(share) {
  return `${(share * 100).toFixed(3)} %`;
}
