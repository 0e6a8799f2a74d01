// Measures what rxdns adds to a page: `new Resolver` bundled for browsers, without RxJS, compressed. Fails when it
// outgrew the ceiling, and when anything of Node is in it; `--table` shows what it is made of.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

/** Octets, compressed by brotli: what it is today, and a little. Lower it with what gets smaller. */
const ceiling = 46_500;

const root = fileURLToPath(new URL('..', import.meta.url));

/** What a table has a row for: the first pattern that fits says where a module counts. */
const parts = /** @type {const} */ ([
  ['records: messages, names, all types', /records\//],
  [
    'cache, attempts, pacing, servers',
    /observables\/(?!address|agree|watch|wanted|record-set|host|name-info|search|service)/,
  ],
  [
    'hosts: search, getaddrinfo, addresses, names',
    /hosts\/|observables\/(address|host|name-info|search|service)|lookup\.ts/,
  ],
  ['watch$ and agree$', /watch|agree|wanted|record-set/],
  ['HTTPS by fetch', /socket\/|platform\//],
  ['Resolver, options, configuration, errors', /./],
]);

await (process.argv.includes('--table') ? showTable() : check());

async function check() {
  const { code } = await bundle('dist/index.js');
  const sizes = sizesOf(code);
  const faults = [
    ...(sizes.brotli > ceiling ? [`${describe(sizes)}; the ceiling is ${ceiling}: see docs/browser.md`] : []),
    ...[...code.matchAll(/["'`]node:\w+["'`]|\bBuffer\b|\bprocess\.\w+|\bsetImmediate\b/g)].map(
      ([found]) => `the bundle for browsers has ${found}`,
    ),
  ];
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
  else console.log(`in a browser: ${describe(sizes)}`);
}

/** Each part by its share: parts that are compressed alone are larger than together. */
async function showTable() {
  const { code, modules } = await bundle('src/index.ts');
  const whole = sizesOf(code).brotli;
  const rows = parts.map(([part]) => {
    const own = modules.filter(({ path }) => parts.find(([, pattern]) => pattern.test(path))?.[0] === part);
    return { part, size: sizesOf(own.map((module) => module.code).join('\n')).brotli };
  });
  const sum = rows.reduce((total, { size }) => total + size, 0);
  for (const { part, size } of rows)
    console.log(`${part.padEnd(48)} ${(((size / sum) * whole) / 1000).toFixed(1)} kB`);
  console.log(`together: ${describe(sizesOf(code))}`);
}

/**
 * A page's share of rxdns that makes a resolver: minified code, and the code of its modules as it was before.
 * @param {string} path
 */
async function bundle(path) {
  const build = await rolldown({
    input: 'page',
    platform: 'browser',
    external: /^(?:rxjs|node:)/,
    // Its paths name Node's side.
    tsconfig: false,
    // The sources are bundled as what was built of them.
    resolve: { alias: path.startsWith('src/') ? browserSources() : {} },
    plugins: [
      {
        name: 'page',
        resolveId: (id) => (id === 'page' ? id : null),
        load: (id) =>
          id === 'page' ? `export { Resolver } from ${JSON.stringify(join(root, path))};` : null,
      },
    ],
  });
  const { output } = await build.generate({ format: 'es', minify: true });
  await build.close();
  const chunks = output.flatMap((file) => (file.type === 'chunk' ? [file] : []));
  return {
    code: chunks.map((chunk) => chunk.code).join('\n'),
    modules: chunks.flatMap((chunk) =>
      Object.entries(chunk.modules).map(([id, module]) => ({
        path: id.slice(root.length),
        code: module.code ?? '',
      })),
    ),
  };
}

/** What the `imports` of package.json have for browsers, before it was built. */
function browserSources() {
  const { imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const built = Object.entries(imports).map(([name, { browser }]) => [name, browser]);
  return Object.fromEntries(
    built.map(([name, file]) => [name, join(root, file.replace('dist', 'src').replace(/\.js$/, '.ts'))]),
  );
}

/** @param {string} code */
function sizesOf(code) {
  return {
    plain: code.length,
    gzip: gzipSync(code, { level: 9 }).length,
    brotli: brotliCompressSync(code).length,
  };
}

/** @param {{ plain: number, gzip: number, brotli: number }} sizes */
function describe({ plain, gzip, brotli }) {
  return `${plain} octets minified, ${gzip} by gzip, ${brotli} by brotli`;
}
