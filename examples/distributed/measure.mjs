// What the queue costs for each name. Outcomes are made at once instead of asked for, and written to a file: with
// the queue between, and without it.
import { join } from 'node:path';
import { queryEach } from 'rxdns';
import { asapScheduler, bufferCount, concatMap, lastValueFrom, map, merge, of, scheduled } from 'rxjs';
import { collect, summarize } from './collect.mjs';
import { startNats } from './nats-server.mjs';
import { produce } from './produce.mjs';
import { openQueue } from './queue.mjs';
import { ResultFile } from './result-file.mjs';
import { lineOf, work } from './work.mjs';

const names = Array.from({ length: 50_000 }, (_, at) => `n${at}.measure.example`);
const sizes = [500, 1000, 2000];
const rounds = 3;

/**
 * Prints a table; all roles run in this process. Medians of the rounds, in which every size has its turn.
 * @param {string} folder
 */
export async function measure(folder) {
  /** @type {Map<number, number[][]>} */
  const costs = new Map(sizes.map((size) => [size, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const size of sizes) {
      const path = join(folder, `${round}-${size}`);
      const alone = await runAlone(size, `${path}-alone`);
      const queued = await runQueued(size, path);
      costs.get(size)?.push([queued.time - alone.time, queued.cpu - alone.cpu, queued.server, alone.cpu]);
    }
  }
  console.log(`${names.length.toLocaleString('en')} names, medians of ${rounds} rounds, µs for each name`);
  console.log('');
  console.log('| names in a shard | time more | CPU more | CPU of nats-server | CPU without the queue |');
  console.log('|---|---|---|---|---|');
  for (const [size, runs] of costs) {
    const cells = [0, 1, 2, 3].map((at) => median(runs.map((run) => run[at] ?? 0)).toFixed(1));
    console.log(`| ${[size.toLocaleString('en'), ...cells].join(' | ')} |`);
  }
}

/** Answers at once. @type {import('rxdns').OutcomeSource} */
const source = {
  outcome$: (name, type) =>
    scheduled(
      of({
        name,
        type,
        status: 'NXDOMAIN',
        records: [],
        ttl: 300,
        elapsed: 0,
        server: undefined,
        attempts: [],
        error: undefined,
      }),
      asapScheduler,
    ),
};

/** @param {number} size @param {string} path */
async function runAlone(size, path) {
  const file = await ResultFile.open(path);
  const lines$ = queryEach.from(source, names, 'A').pipe(map((outcome) => lineOf(0, outcome)));
  const shards$ = lines$.pipe(bufferCount(size));
  const cost = await timed(() =>
    lastValueFrom(shards$.pipe(concatMap((lines, id) => file.append(id, lines.join('\n'))))),
  );
  await file.close();
  return cost;
}

/** @param {number} size @param {string} path */
async function runQueued(size, path) {
  const nats = await startNats();
  const queue = await openQueue(nats.address, 30_000);
  const file = await ResultFile.open(path);
  const complain = (/** @type {string} */ subject, /** @type {unknown} */ error) => {
    throw new Error(`${subject} failed`, { cause: error });
  };
  const roles$ = merge(
    produce(queue, names, { size, types: ['A'] }),
    work(queue, source, { concurrency: 256, slots: 2, deliveries: 1, complain }),
    collect(queue, file),
  );
  const before = nats.cpu();
  const cost = await timed(() => lastValueFrom(roles$));
  const server = ((nats.cpu() - before) * 1e6) / names.length;
  const { complete } = await summarize(queue, file);
  if (!complete) throw new Error('the run is not complete');
  await file.close();
  await queue.connection.close();
  await nats.stop();
  return { ...cost, server };
}

/**
 * Microseconds for each name.
 * @param {() => Promise<unknown>} run
 */
async function timed(run) {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  await run();
  const { user, system } = process.cpuUsage(cpu);
  return {
    time: (1000 * (performance.now() - start)) / names.length,
    cpu: (user + system) / names.length,
  };
}

/** @param {readonly number[]} numbers */
function median(numbers) {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
