// `npm run build`: declarations by tsc, and the code of all entries by rolldown, which puts what they share in chunks.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { rolldown } from 'rolldown';

/** What package.json and `new Worker` name. */
const entries = [
  'index',
  'platform/node',
  'platform/browser',
  'testing/index',
  'testing/browser/index',
  'angular/index',
  'dns/index',
  'dns/promises/index',
  'cli/main',
  'cli/demo-thread',
  'cli/worker-thread',
];

rmSync('dist', { recursive: true, force: true });
const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
await bundle();

async function bundle() {
  const build = await rolldown({
    input: Object.fromEntries(entries.map((entry) => [entry, `src/${entry}.ts`])),
    platform: 'node',
    // `#platform` stays open: whoever runs or bundles the package decides.
    external: /^(?![./]|src\/)/,
    transform: { target: 'es2022' },
  });
  await build.write({
    dir: 'dist',
    format: 'es',
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
  });
  await build.close();
}
