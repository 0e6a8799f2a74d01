import { execFile } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { expect, it } from 'vitest';
import * as browser from '../../src/testing/browser/index.js';
import * as node from '../../src/testing/index.js';

const run = promisify(execFile);

it('has the same names in browsers', () => {
  expect(Object.keys(browser).sort()).toStrictEqual(Object.keys(node).sort());
  const { startNameServer: _inBrowsers, ...shared } = browser;
  expect(node).toMatchObject(shared);
});

it('has no name server in browsers, and says so', async () => {
  await expect(browser.startNameServer()).rejects.toThrow('startNameServer needs Node.js');
});

it('imports nothing but RxJS in browsers', async () => {
  const entry = fileURLToPath(new URL('../../src/testing/browser/index.ts', import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      lib: { entry, formats: ['es'] },
      write: false,
      rollupOptions: { external: (id) => !id.startsWith('.') && !isAbsolute(id) },
    },
  });
  const chunks = [built].flat().flatMap((output) => ('output' in output ? output.output : []));
  const imports = chunks.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.imports : []));
  expect(imports.sort()).toStrictEqual(['rxjs', 'rxjs/testing']);
});

it.each([
  ['browser', 'dist/testing/browser/index.js'],
  ['production', 'dist/testing/index.js'],
])('is found under the condition %s', async (condition, path) => {
  const script = "console.log(import.meta.resolve('rxdns/testing'))";
  const options = [`--conditions=${condition}`, '--input-type=module', '--eval', script];
  const { stdout } = await run(process.execPath, options, { cwd: new URL('../..', import.meta.url) });
  expect(stdout.trim()).toBe(new URL(`../../${path}`, import.meta.url).href);
});
