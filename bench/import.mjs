// Cold import of rxdns against that of rxjs: `npm run build && node bench/import.mjs`.
//
// Each import in a process of its own, in turn. The import of rxjs is part of that of rxdns.
import { fileURLToPath } from 'node:url';
import { outputOf } from './processes.mjs';
import { runAlone } from './small-benches.mjs';
import { median } from './statistics.mjs';

const goal = 1.6;
const packages = ['rxjs', 'rxdns'];

await runAlone(async ({ quick }) => {
  const rounds = [];
  for (let round = 0; round < (quick ? 1 : 21); round += 1) {
    const milliseconds = [];
    for (const name of packages) milliseconds.push(await measure(name));
    rounds.push(milliseconds);
  }
  const figures = packages.map((name, n) => ({
    name,
    milliseconds: median(rounds.map((round) => round[n])),
  }));
  const ratio = median(rounds.map(([theirs, ours]) => ours / theirs));
  return {
    title: 'Cold import',
    notes: [],
    heads: ['', 'ms'],
    rows: figures.map(({ name, milliseconds }) => [name, milliseconds.toFixed(1)]),
    figures,
    budget: [
      {
        what: 'import of rxdns, against that of rxjs',
        goal: `<= ${goal}`,
        measured: ratio.toFixed(2),
        met: ratio <= goal,
      },
    ],
  };
});

async function measure(name) {
  const script = fileURLToPath(new URL('./import-once.mjs', import.meta.url));
  return Number(await outputOf(name, process.execPath, [script, name]));
}
