// `npm run bench`: rxdns against its peers, one table of figures and one of goals; `-- --help` lists the options.
//
// Ratios within one run count; a time alone says as much about the machine. A missed goal is no failure of the run.
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { throughputBudget } from './budget.mjs';
import { startNameServer } from './name-server.mjs';
import { help, planFrom } from './plan.mjs';
import { runSmallBench, smallReport } from './small-benches.mjs';
import { budgetTable, throughputTable } from './tables.mjs';
import { measureThroughput } from './throughput.mjs';

/** Names that the small benches count on. */
const leastNames = 20_000;

const plan = planFrom(process.argv.slice(2));
if (plan.help) console.log(help);
else await run();

async function run() {
  const server = await startNameServer(Math.max(plan.names, leastNames));
  try {
    const about = {
      node: process.versions.node,
      machine: `${cpus().length} cores, ${cpus()[0]?.model.trim()}`,
      server: server.kind,
      names: plan.names,
      rounds: plan.rounds,
    };
    print(
      `Node ${about.node}; ${about.machine}; server: ${about.server}; ${plan.names.toLocaleString('en')} ` +
        `names, ${plan.rounds === 1 ? 'one round' : `medians of ${plan.rounds} rounds`}`,
    );
    const throughput = await runThroughput(server.address);
    const benches = await runSmallBenches(server.address);
    const budget = [
      ...throughputBudget(throughput),
      ...Object.values(benches).flatMap((result) => result.budget),
    ];
    if (budget.length > 0) print(budgetTable(budget, plan));
    await keep({ ...about, throughput, benches, budget });
  } finally {
    await server.stop();
  }
}

async function runThroughput(address) {
  for (const { title, isInstalled, howToInstall } of plan.contenders)
    if (!isInstalled()) print(`${title} is not installed, and left out: ${howToInstall}`);
  const throughput = await measureThroughput(plan, address, tell);
  if (throughput.length > 0) print(throughputTable(throughput, plan));
  for (const { title, concurrency, stopped, rounds } of throughput)
    if (stopped > 0)
      print(
        `${title} at ${concurrency.toLocaleString('en')} was stopped in ${stopped} of ${rounds.length} ` +
          'rounds, before it had settled all its names.',
      );
  return throughput;
}

/** The results by name; in turn, but for a smoke run, whose figures say nothing. */
async function runSmallBenches(address) {
  const runOne = (bench) => {
    tell(bench.name);
    return runSmallBench(bench, { quick: plan.quick, address });
  };
  const started = plan.quick ? plan.smallBenches.map(runOne) : [];
  const results = {};
  for (const [n, bench] of plan.smallBenches.entries()) {
    const result = await (started[n] ?? runOne(bench));
    // Its goals are in the table at the end.
    print(smallReport({ ...result, budget: [] }, plan));
    results[bench.name] = result;
  }
  return results;
}

async function keep(result) {
  await mkdir(dirname(plan.output), { recursive: true });
  await writeFile(plan.output, `${JSON.stringify(result, undefined, 2)}\n`);
  tell(`Kept in ${plan.output}`);
}

function print(text) {
  console.log(`${text}\n`);
}

/** What goes on: not part of the result. */
function tell(text) {
  console.error(`- ${text}`);
}
