// What it costs to listen: `npm run build && node bench/observed.mjs`.
//
// The same batch with nobody who listens, with a subscriber of events$, of stats$, and of the channel rxdns:event.
import { nodeContender } from './contenders.mjs';
import { runAlone } from './small-benches.mjs';
import { median } from './statistics.mjs';
import { runContender } from './throughput.mjs';

const concurrency = 500;
/** Seconds. */
const limit = 120;
const listeners = [
  { listener: 'nobody', title: 'nobody listens' },
  { listener: 'events', title: 'events$' },
  { listener: 'stats', title: 'stats$' },
  { listener: 'channel', title: 'diagnostics_channel' },
];
const contender = nodeContender('observed', 'rxdns queryEach');

await runAlone(
  async ({ quick, address }) => {
    const names = quick ? 500 : 100_000;
    const rounds = [];
    for (let round = 0; round < (quick ? 1 : 5); round += 1) {
      const costs = [];
      for (const { listener } of listeners) {
        const options = { listener };
        const task = {
          contender: 'observed',
          server: address,
          names,
          warmUp: 100,
          concurrency,
          limit,
          options,
        };
        const { cpu } = await runContender(contender, task);
        costs.push((cpu / names) * 1e6);
      }
      rounds.push(costs);
    }
    const figures = listeners.map(({ title }, n) => ({
      title,
      cpu: median(rounds.map((costs) => costs[n])),
      ratio: median(rounds.map((costs) => costs[n] / costs[0])),
    }));
    return {
      title: `A batch of ${names.toLocaleString('en')} names, ${concurrency} outstanding, by who listens`,
      notes: [],
      heads: ['', 'CPU µs/query', 'against nobody'],
      rows: figures.map(({ title, cpu, ratio }) => [title, cpu.toFixed(1), ratio.toFixed(2)]),
      figures,
      budget: [],
    };
  },
  { names: 100_000 },
);
