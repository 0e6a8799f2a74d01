// What `rxdns -f names.txt --workers N` gains: `npm run build && node bench/workers.mjs` (Linux, with knot).
//
// Options: --names N (200,000), --rounds N (3), --concurrency N (512), --workers 1,2,3, --udp-workers 1,2 (of knot).
// In each round every number of workers runs once, so that what slows one slows all. Ratios are medians of the
// rounds'. Processor time is without that of a run over one line, which starts as many threads. The last rows are
// names that are none: no query is sent, which leaves what the threads cost each other.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { listNames, startKnot } from './workers-server.mjs';

const command = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const probe = new URL('./workers-probe.mjs', import.meta.url);

// So that the name server, which ends with this process, does so then, too.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

const { values } = parseArgs({
  options: {
    names: { type: 'string', default: '200000' },
    rounds: { type: 'string', default: '3' },
    concurrency: { type: 'string', default: '512' },
    workers: { type: 'string', default: '1,2,3' },
    'udp-workers': { type: 'string', default: '1,2' },
  },
});
const names = Number(values.names);
const workers = values.workers.split(',').map(Number);
const folder = await mkdtemp(join(tmpdir(), 'rxdns-bench-'));
const lists = {
  names: { path: join(folder, 'names.txt'), length: names, status: 'NOERROR' },
  noNames: { path: join(folder, 'no-names.txt'), length: names, status: 'BADNAME' },
  one: { path: join(folder, 'one.txt'), length: 1, status: 'BADNAME' },
};
await writeFile(lists.names.path, listNames(names));
await writeFile(lists.noNames.path, listNames(names).replaceAll('.', '..'));
await writeFile(lists.one.path, 'no..name\n');

console.log(
  `${names} names, -c ${values.concurrency}, ${availableParallelism()} cores, ${values.rounds} rounds`,
);
console.log('');
console.log(
  '| server | --workers | questions/s | against 1 | CPU | of it main thread | server CPU | cores |',
);
console.log('|---|---|---|---|---|---|---|---|');
try {
  for (const udpWorkers of values['udp-workers'].split(',')) {
    const knot = await startKnot(names, Number(udpWorkers));
    await compare(`knot, UDP workers: ${udpWorkers}`, knot, lists.names).finally(knot.stop);
  }
  await compare('none', { address: '127.0.0.1', cpu: () => 0 }, lists.noNames);
} finally {
  await rm(folder, { recursive: true });
}

async function compare(label, server, list) {
  const runs = new Map(workers.map((count) => [count, []]));
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const count of workers) {
      const start = await run(server, count, lists.one);
      const whole = await run(server, count, list);
      runs.get(count).push({ ...whole, client: whole.client - start.client, main: whole.main - start.main });
    }
  }
  const first = runs.get(workers[0]);
  for (const [count, results] of runs) {
    const middle = (read) => median(results.map(read));
    const cells = [
      label,
      count,
      Math.round(middle(({ elapsed }) => names / elapsed)).toLocaleString('en'),
      median(results.map(({ elapsed }, round) => first[round].elapsed / elapsed)).toFixed(2),
      ...['client', 'main', 'server'].map(
        (key) => `${middle((result) => (1e6 * result[key]) / names).toFixed(1)} µs`,
      ),
      middle(({ client, server: other, elapsed }) => (client + other) / elapsed).toFixed(2),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

/** One run of the command; everything in seconds, `client` and `main` with the start of the process. */
async function run(server, count, { path, length, status }) {
  const summary = join(folder, 'summary.json');
  const cpu = join(folder, 'cpu.json');
  const words = `-q -c ${values.concurrency} --workers ${count} -s ${server.address}`.split(' ');
  const argv = ['--import', probe.href, command, ...words, '-f', path, '--summary', summary];
  const before = server.cpu();
  const child = spawn(process.execPath, argv, {
    env: { ...process.env, RXDNS_PROBE: cpu },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  const { out, statuses, elapsed } = JSON.parse(await readFile(summary, 'utf8'));
  if (out !== length || statuses[status] !== length)
    throw new Error(`a run with ${count} workers failed (${code}): ${JSON.stringify(statuses)}`);
  const { all, main } = JSON.parse(await readFile(cpu, 'utf8'));
  return { elapsed: elapsed / 1000, client: all, main, server: server.cpu() - before };
}

function median(numbers) {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];
}
