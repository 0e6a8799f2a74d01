// Builds the app: node examples/angular/build.mjs [FOLDER]
// README.md says why Angular's own builder is not here.
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import linkerPlugin from '@angular/compiler-cli/linker/babel';
import { transformAsync } from '@babel/core';
import { rolldown } from 'rolldown';

/** @import { Plugin } from 'rolldown' */

const here = new URL('./', import.meta.url);
const compiled = new URL('../../.cache/angular/compiled/', here);
/** Where the built app is unless another folder is said. */
export const site = fileURLToPath(new URL('../../.cache/angular/site/', here));

/**
 * Compiles the app and its tests ahead of time, with the types of the templates checked, and bundles the app.
 * @param {string} folder
 */
export async function buildApp(folder) {
  compile();
  rmSync(folder, { recursive: true, force: true });
  const bundle = await rolldown({
    input: fileURLToPath(new URL('main.js', compiled)),
    platform: 'browser',
    plugins: [linker()],
    transform: { define: { ngDevMode: 'false', ngJitMode: 'false' } },
  });
  await bundle.write({ dir: folder, format: 'es', minify: true });
  await bundle.close();
  for (const name of ['index.html', 'style.css']) cpSync(new URL(`src/${name}`, here), `${folder}/${name}`);
}

/** Runs ngc. Throws an Error with what it found. */
export function compile() {
  const ngc = fileURLToPath(
    new URL('bundles/src/bin/ngc.js', import.meta.resolve('@angular/compiler-cli/package.json')),
  );
  const project = fileURLToPath(new URL('tsconfig.json', here));
  rmSync(compiled, { recursive: true, force: true });
  const { status, stdout, stderr } = spawnSync(process.execPath, [ngc, '-p', project], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the app does not compile:\n${stdout}${stderr}`);
}

/**
 * Packages of Angular are compiled half; this is the other half, without which they need a compiler on the page.
 * @returns {Plugin}
 */
function linker() {
  return {
    name: 'angular-linker',
    transform: {
      filter: { id: /@angular/, code: /ɵɵngDeclare/ },
      async handler(code, filename) {
        const options = { filename, plugins: [linkerPlugin], compact: false, configFile: false };
        const result = await transformAsync(code, options);
        return result?.code ?? null;
      },
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildApp(process.argv[2] ?? site);
