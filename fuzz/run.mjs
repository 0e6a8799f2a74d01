// `npm run fuzz`: looks for inputs that break the codec, the acceptance of responses or the parsers.
// `-- --seconds 600` for all targets together (60), `--target message` (all), `--seed 1` (random).
// Exit code 1 where something was found, 64 for wrong options.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

/** An input that runs for longer than this many milliseconds is taken for one that never ends. */
const endless = 5000;
const maxInput = 0xffff;

const { seconds, seed, names } = readOptions();
const running = new SharedArrayBuffer(8 + maxInput);
const [count, length] = [0, 1];
const numbers = new Int32Array(running, 0, 2);
let current = '';

say(`seed ${seed}, ${seconds} s`);
const worker = new Worker(new URL('./worker.mjs', import.meta.url), {
  workerData: { seconds, seed, names, running },
});
worker.on('message', onReport);
worker.on('error', (error) => fail(`the fuzzer itself broke: ${error.stack}`));
const watch = watchInputs();
worker.on('exit', () => clearInterval(watch));

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        seconds: { type: 'string', default: '60' },
        seed: { type: 'string', default: String(randomInt(2 ** 32)) },
        target: { type: 'string', multiple: true, default: [] },
      },
    });
    const seconds = Number(values.seconds);
    const seed = Number(values.seed);
    if (!(seconds > 0) || !Number.isInteger(seed)) throw new TypeError('--seconds and --seed take numbers');
    return { seconds, seed, names: values.target };
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(64);
  }
}

function onReport(report) {
  if (report.kind === 'unknown') return fail(`no target is called ${report.target}`);
  current = report.target;
  if (report.kind === 'begin') return undefined;
  const { target, executions, corpus, reached, finding } = report;
  const counts = [executions, corpus, reached].map((number) => String(number).padStart(8));
  say(
    `${target.padEnd(14)}${counts[0]} runs ${counts[1]} inputs kept ${counts[2]} characters of code reached`,
  );
  return finding === undefined ? undefined : failOn(target, finding);
}

function failOn(target, { hex, what, stack }) {
  const octets = Buffer.from(hex, 'hex');
  fail(
    [
      `\n${target}: ${stack}`,
      `${octets.length} octets: ${hex}`,
      `as text: ${JSON.stringify(octets.toString('latin1'))}`,
      'To make a test of it, add this row to fuzz/regressions.ts:',
      `  { target: '${target}', what: ${JSON.stringify(what)}, hex: '${hex}' },\n`,
    ].join('\n'),
  );
}

/** The thread that runs an endless input cannot tell of it; what it runs is in shared memory. */
function watchInputs() {
  let last = 0;
  let since = performance.now();
  return setInterval(() => {
    const now = Atomics.load(numbers, count);
    if (now !== last) {
      last = now;
      since = performance.now();
    } else if (now > 0 && performance.now() - since > endless) {
      const hex = Buffer.from(running, 8, numbers[length]).toString('hex');
      const what = `an input that runs for more than ${endless} ms`;
      failOn(current, { hex, what, stack: what });
      worker.terminate();
    }
  }, 500);
}

function fail(message) {
  process.exitCode = 1;
  process.stderr.write(`${message}\n`);
}

function say(message) {
  process.stdout.write(`${message}\n`);
}
