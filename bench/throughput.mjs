// The contenders in turn: for each concurrency, for each round, each of them once.
import { outputOf } from './processes.mjs';
import { median } from './statistics.mjs';

/** Seconds that any contender has for its names: only one that hangs needs them all, also on a busy machine. */
const patience = 600;

/**
 * Runs every contender of the plan against the server at `address`.
 *
 * Gives one entry for each contender and concurrency, with all its `rounds` and the `medians` of their figures:
 * queries answered per second, processor microseconds per query, latencies in milliseconds, octets.
 */
export async function measureThroughput(plan, address, progress) {
  const entries = [];
  for (const concurrency of plan.concurrencies) {
    const line = plan.contenders
      .filter(({ isInstalled }) => isInstalled())
      .map((contender) => ({ contender, concurrency, rounds: [] }));
    for (let round = 0; round < plan.rounds; round += 1) {
      progress(`${concurrency} outstanding, round ${round + 1} of ${plan.rounds}`);
      for (const { contender, rounds } of rotate(line, round)) {
        rounds.push(await measureOnce(contender, taskFor(plan, contender, { concurrency, address })));
      }
    }
    entries.push(...line);
  }
  return entries.map(({ contender, concurrency, rounds }) => ({
    name: contender.name,
    title: contender.title,
    concurrency,
    stopped: rounds.filter(({ wasStopped }) => wasStopped).length,
    medians: mediansOf(rounds),
    rounds,
  }));
}

function taskFor({ names, warmUp }, { name, few, limits }, { concurrency, address }) {
  return {
    contender: name,
    server: address,
    names: Math.min(names, few[concurrency] ?? names),
    warmUp,
    concurrency,
    limit: limits[concurrency] ?? patience,
  };
}

/** Runs one contender once in a process of its own; gives the line of JSON that it writes. */
export async function runContender({ name, program: [path, ...argv] }, task) {
  return JSON.parse(await outputOf(name, path, [...argv, JSON.stringify(task)]));
}

async function measureOnce(contender, task) {
  const { names, answered, seconds, cpu, p50, p99, peakRss } = await runContender(contender, task);
  return {
    names,
    answered,
    share: answered / names,
    queriesPerSecond: answered / seconds,
    cpuMicroseconds: (cpu / names) * 1e6,
    p50,
    p99,
    peakRss,
    seconds,
    // A timer may fire up to a millisecond before its time.
    wasStopped: seconds > task.limit - 0.1,
  };
}

function mediansOf(rounds) {
  const figures = Object.keys(rounds[0]).filter((figure) => typeof rounds[0][figure] !== 'boolean');
  return Object.fromEntries(figures.map((figure) => [figure, median(rounds.map((round) => round[figure]))]));
}

/** Nobody is always the first, or always behind the same one. */
function rotate(line, round) {
  const from = round % line.length;
  return [...line.slice(from), ...line.slice(0, from)];
}
