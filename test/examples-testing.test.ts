import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const root = new URL('../', import.meta.url);
const installed = new URL('node_modules/', root);
/** The examples as projects of their own, with rxdns installed as any other package. */
const projects = new URL('.cache/testing-projects/', root);
const vitest = fileURLToPath(new URL('vitest/vitest.mjs', installed));

it.each([
  ['vitest', /Tests {2}5 passed \(5\)/],
  ['angular', /Tests {2}3 passed \(3\)/],
])(
  'a project tested with %s',
  async (name, passed) => {
    const cwd = await install(name);
    const { stdout } = await run(process.execPath, [vitest, 'run'], { cwd, env: environment() });
    expect(stdout).toMatch(passed);
  },
  60_000,
);

it('a project tested with node:test, which ends by itself', async () => {
  const cwd = await install('node-test');
  const { stdout } = await run(process.execPath, ['--test'], { cwd, env: environment(), timeout: 30_000 });
  expect(stdout).toMatch(/pass 3\n.*fail 0\n/);
}, 60_000);

/** Node and vitest tell their children that they run in a test. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|NODE_TEST|TEST$|FORCE_COLOR)/.test(name),
  );
  return { ...Object.fromEntries(own), NO_COLOR: '1' };
}

async function install(name: string): Promise<URL> {
  const folder = new URL(`${name}/`, projects);
  await rm(folder, { recursive: true, force: true });
  const project = new URL(`${name}/`, folder);
  await cp(new URL(`examples/testing/${name}/`, root), project, { recursive: true });
  await cp(new URL('examples/testing/mail-exchange.mjs', root), new URL('mail-exchange.mjs', folder));
  await writeFile(new URL('package.json', folder), '{ "private": true }\n');
  const modules = new URL('node_modules/', folder);
  await mkdir(modules);
  for (const entry of await readdir(installed))
    await symlink(new URL(entry, installed), new URL(entry, modules));
  await symlink(root, new URL('rxdns', modules));
  return project;
}
