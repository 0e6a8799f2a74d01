// `npm run check`: every check in turn, each with its time; stops at the first that fails.
import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

const steps = [
  'build',
  'check:types',
  'check:lint',
  'check:imports',
  'check:api',
  'check:package',
  'check:size',
  'check:typetests',
  'check:docs',
  'check:lockfile',
  'check:paths',
];

// The steps write to a pipe, so they have to be told whether the end of it is a terminal.
const { FORCE_COLOR: _force, ...env } = process.env;
const colour = process.stdout.isTTY === true && (env['NO_COLOR'] ?? '') === '';
Object.assign(env, colour ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' });
const failed = steps.find((step) => !passes(step));
if (failed === undefined) console.log(`\nAll ${steps.length} checks passed.`);
else {
  console.error(`\n${failed} failed. Run it alone: npm run ${failed}`);
  process.exitCode = 1;
}

/**
 * Shows what a step prints only when it fails.
 * @param {string} step
 */
function passes(step) {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', step], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env,
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'pass' : 'FAIL'}  ${step.padEnd(16)} ${seconds.padStart(5)} s`);
  if (status !== 0) console.error(`\n${stdout}${stderr}`);
  return status === 0;
}
