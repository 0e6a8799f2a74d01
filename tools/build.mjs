// `npm run build`: declarations by tsc, and the code of all entries by rolldown, which puts what they share in chunks.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { rolldown } from 'rolldown';

/** Found by their URLs: `new Worker(new URL(...))`. */
const threads = ['cli/demo-thread', 'cli/worker-thread'];
const { imports, exports, bin } = JSON.parse(readFileSync('package.json', 'utf8'));
const named = JSON.stringify([imports, exports, bin]).matchAll(/"\.\/dist\/([^"]+)\.js"/g);
const entries = new Set([...[...named].map(([, entry = '']) => entry), ...threads]);

rmSync('dist', { recursive: true, force: true });
const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
await bundle();

async function bundle() {
  const build = await rolldown({
    input: Object.fromEntries([...entries].map((entry) => [entry, `src/${entry}.ts`])),
    platform: 'node',
    // What begins with # stays open, too: whoever runs or bundles the package decides.
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
