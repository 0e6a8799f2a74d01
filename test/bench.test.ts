import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** What bench/run.mjs keeps. */
interface BenchResult {
  readonly server: string;
  readonly throughput: readonly {
    readonly name: string;
    readonly concurrency: number;
    readonly medians: Readonly<Record<Figure, number>>;
  }[];
  readonly benches: Readonly<Record<string, { readonly rows: readonly unknown[] }>>;
  readonly budget: readonly { readonly what: string; readonly measured: string; readonly met: boolean }[];
}
type Figure = 'names' | 'share' | 'queriesPerSecond' | 'cpuMicroseconds' | 'p50' | 'p99' | 'peakRss';

const run = promisify(execFile);
const script = fileURLToPath(new URL('../bench/run.mjs', import.meta.url));
const output = fileURLToPath(new URL('../.cache/bench-test.json', import.meta.url));

it('the benchmark runs: every contender answers, every small bench has its rows and goals', async () => {
  const argv = [script, '--quick', '--output', output];
  const { stdout } = await run(process.execPath, argv, { timeout: 58_000 });
  const result: BenchResult = JSON.parse(await readFile(output, 'utf8'));
  await rm(output);

  const contenders = ['echo', 'query', 'query-each', 'node-dns', 'dns-socket'];
  const ran = result.throughput.filter(({ name }) => name !== 'aiodns');
  expect(ran.map(({ name }) => name)).toStrictEqual(contenders);
  for (const { name, concurrency, medians } of result.throughput) {
    const { share, names, ...positive } = medians;
    const whole = { name, concurrency: 100, share: 1, names: 500 };
    expect({ name, concurrency, share, names }).toStrictEqual(whole);
    for (const value of Object.values(positive)) expect(value).toBeGreaterThan(0);
  }

  const rowsOf = Object.entries(result.benches).map(([name, { rows }]) => [name, rows.length]);
  expect(Object.fromEntries(rowsOf)).toStrictEqual({
    codec: 5,
    memory: 4,
    million: 10,
    'merge-map': 1,
    import: 2,
    loss: 4,
  });
  expect(result.budget.length).toBeGreaterThanOrEqual(19);
  for (const { measured } of result.budget) expect(measured).toMatch(/\d/);
  for (const { what } of result.budget) expect(stdout).toContain(what);
  // Goals of time and size say nothing in so small a run; that all names are answered does.
  const unanswered = result.budget.filter(({ what, met }) => what.includes('answered') && !met);
  expect(unanswered).toStrictEqual([]);
}, 60_000);

it('the engine is measured without sockets', async () => {
  const argv = [fileURLToPath(new URL('../bench/engine.mjs', import.meta.url)), '--quick', '--json'];
  const { stdout } = await run(process.execPath, argv, { timeout: 58_000 });
  const { figures }: { figures: Readonly<Record<string, number>> } = JSON.parse(stdout);
  expect(Object.keys(figures)).toStrictEqual(['cpuMicroseconds', 'allocated']);
  for (const figure of Object.values(figures)) expect(figure).toBeGreaterThan(0);
}, 60_000);
