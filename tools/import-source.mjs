// Imports a module of src that no entry shows: `npm run build` puts all modules of an entry into a few files.
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * The exports of a module, as it is now.
 * @param {string} path From the root of the package.
 */
export async function importSource(path) {
  const build = await rolldown({
    input: join(root, path),
    platform: 'node',
    external: /^(?![./])/,
  });
  const file = join(root, '.cache', 'source', `${basename(path, '.ts')}.mjs`);
  await build.write({ file, format: 'es' });
  await build.close();
  return await import(pathToFileURL(file).href);
}
