// A whole distributed run on this machine: nats-server, producer, workers and sink, each in a process of its own.
//
// Run: node examples/distributed/run.mjs [--list FILE] [--server ADDRESS ...] [--workers 2] [--size 1000]
//      [--limit N] [--output FILE]
//      node examples/distributed/run.mjs --measure    prints what the queue costs for each name
//
// Without --server it asks a name server of its own, without --list it takes disposable-email-domains.
// On many machines the same roles run by role.mjs, against one cluster of NATS.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { measure } from './measure.mjs';
import { startNats } from './nats-server.mjs';

const { values: options } = parseArgs({
  options: {
    list: { type: 'string' },
    server: { type: 'string', multiple: true },
    workers: { type: 'string', default: '2' },
    size: { type: 'string', default: '1000' },
    limit: { type: 'string', default: 'Infinity' },
    output: { type: 'string', default: 'answers.ndjson' },
    measure: { type: 'boolean', default: false },
  },
});

const folder = await mkdtemp(join(tmpdir(), 'rxdns-run-'));
if (options.measure) await measure(folder);
else await runAll();
await rm(folder, { recursive: true });

async function runAll() {
  const nats = await startNats();
  const demo = options.server === undefined ? await startDemo() : undefined;
  const servers = (options.server ?? [demo?.address ?? '']).flatMap((address) => ['--server', address]);
  const list = options.list ?? (await writeList());
  const start = performance.now();
  const results = await Promise.all([
    runRole('produce', '--nats', nats.address, '--list', list, '--size', options.size),
    ...Array.from({ length: Number(options.workers) }, () =>
      runRole('work', '--nats', nats.address, ...servers),
    ),
    runRole('collect', '--nats', nats.address, '--output', options.output),
  ]);
  console.log(results.join(''));
  console.log(`${((performance.now() - start) / 1000).toFixed(1)} s, ${options.output}`);
  await demo?.close();
  await nats.stop();
}

/**
 * What a role prints at its end.
 * @param {string} role
 * @param {readonly string[]} argv
 */
async function runRole(role, ...argv) {
  const path = fileURLToPath(new URL('./role.mjs', import.meta.url));
  const child = spawn(process.execPath, [path, role, ...argv], { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = () => child.kill();
  process.once('exit', kill);
  let output = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  const [code] = await once(child, 'close');
  process.off('exit', kill);
  if (code !== 0) process.exitCode = 2;
  return `${role}: ${output}`;
}

async function startDemo() {
  const worker = new Worker(new URL('./dns-server.mjs', import.meta.url));
  const [address] = await once(worker, 'message');
  return { address: String(address), close: () => worker.terminate() };
}

async function writeList() {
  /** @type {readonly string[]} */
  const domains = createRequire(import.meta.url)('disposable-email-domains');
  const path = join(folder, 'names.txt');
  await writeFile(path, `${domains.slice(0, Number(options.limit)).join('\n')}\n`);
  return path;
}
