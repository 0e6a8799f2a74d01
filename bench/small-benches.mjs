// The benches beside throughput: a script each, runnable alone, for example `node bench/loss.mjs`.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startNameServer } from './name-server.mjs';
import { outputOf } from './processes.mjs';
import { budgetTable, table } from './tables.mjs';

/** In the order in which they run; the name is that of the script. */
export const smallBenches = ['codec', 'memory', 'million', 'merge-map', 'import', 'loss'].map((name) => ({
  name,
  script: fileURLToPath(new URL(`./${name}.mjs`, import.meta.url)),
}));

/**
 * Runs a bench as the script that was started. `measure` gets `quick`, `address` (of a name server that has
 * `names` names, where there are any) and `values` (of `options`, as parseArgs takes them), and gives a result:
 * `title`, `notes`, `heads` and `rows` of its table, `budget`, and `figures` for whoever reads the JSON.
 */
export async function runAlone(measure, { names, options = {} } = {}) {
  const { values } = parseArgs({
    options: {
      ...options,
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      server: { type: 'string' },
    },
  });
  const { quick, json, server } = values;
  const own = names === undefined || server !== undefined ? undefined : await startNameServer(names);
  try {
    const result = await measure({ quick, values, address: server ?? own?.address });
    console.log(json ? JSON.stringify(result) : smallReport(result));
  } finally {
    await own?.stop();
  }
}

/** Runs the script of a bench in a process of its own and gives its result. */
export async function runSmallBench({ name, script }, { quick, address }) {
  const argv = ['--json', '--server', address, ...(quick ? ['--quick'] : [])];
  return JSON.parse(await outputOf(name, process.execPath, [script, ...argv]));
}

/** The result as text. */
export function smallReport({ title, notes, heads, rows, budget }, style) {
  const parts = [
    `${style?.markdown ? '### ' : ''}${title}`,
    table(heads, rows, style),
    ...notes,
    ...(budget.length === 0 ? [] : [budgetTable(budget, style)]),
  ];
  return parts.join('\n\n');
}
