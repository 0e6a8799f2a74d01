// The goals of throughput, processor time and latency. The small benches have theirs beside what they measure.
import { median } from './statistics.mjs';

/** How many times the second the first is; `figure` as in the medians of throughput.mjs. */
const goals = [
  ...atLeast('queriesPerSecond', 'node-dns', { 1: 1.8, 100: 1.6, 500: 2.5, 10000: 8 }),
  ...atLeast('queriesPerSecond', 'aiodns', { 100: 1.2, 500: 4 }),
  ...atMost('cpuMicroseconds', 'echo', { 100: 1.4, 500: 1.4, 10000: 1.4 }),
  ...atMost('cpuMicroseconds', 'aiodns', { 100: 0.85, 500: 0.85 }),
  ...atMost('p50', 'echo', { 1: 1.5 }),
];
const wording = { queriesPerSecond: 'throughput', cpuMicroseconds: 'CPU per query', p50: 'p50' };
const ours = ['query', 'query-each'];

/**
 * A row for each goal whose contenders ran: what, its goal, what was measured, and whether all of ours met it.
 *
 * A ratio is the median of the ratios of the rounds: what slowed a round slowed both.
 */
export function throughputBudget(entries) {
  const find = (name, concurrency) =>
    entries.find((entry) => entry.name === name && entry.concurrency === concurrency);
  const rows = goals.flatMap(({ figure, peer, concurrency, goal, isMost }) => {
    const other = find(peer, concurrency);
    const own = ours.map((name) => find(name, concurrency)).filter((entry) => entry !== undefined);
    if (other === undefined || own.length === 0) return [];
    const ratios = own.map((entry) => ratioOf(entry, other, figure));
    return {
      what: `${wording[figure]} at ${concurrency.toLocaleString('en')}, against ${other.title}`,
      goal: `${isMost ? '<=' : '>='} ${goal}`,
      measured: own.map(({ title }, n) => `${title} ${ratios[n].toFixed(2)}`).join(', '),
      met: ratios.every((ratio) => (isMost ? ratio <= goal : ratio >= goal)),
    };
  });
  const own = entries.filter(({ name }) => ours.includes(name));
  return own.length === 0 ? rows : [...rows, answeredRow(own)];
}

function ratioOf(entry, other, figure) {
  return median(entry.rounds.map((round, n) => round[figure] / other.rounds[n][figure]));
}

function answeredRow(own) {
  const least = Math.min(...own.flatMap(({ rounds }) => rounds.map(({ share }) => share)));
  return {
    what: 'answered, in every round of every concurrency',
    goal: '100 %',
    measured: `${(least * 100).toFixed(3)} %`,
    met: least === 1,
  };
}

function atLeast(figure, peer, byConcurrency) {
  return listGoals({ figure, peer, isMost: false }, byConcurrency);
}

function atMost(figure, peer, byConcurrency) {
  return listGoals({ figure, peer, isMost: true }, byConcurrency);
}

function listGoals(common, byConcurrency) {
  return Object.entries(byConcurrency).map(([concurrency, goal]) => ({
    ...common,
    concurrency: Number(concurrency),
    goal,
  }));
}
