// Compares the public API, as the built .d.ts files tell it, with etc/*.api.md; `--update` rewrites those.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';

const update = process.argv.includes('--update');
mkdirSync('etc', { recursive: true });
const entries = ['rxdns', 'rxdns-testing', 'rxdns-angular', 'rxdns-dns', 'rxdns-dns-promises'];
const faults = [...entries.flatMap(reportFaults), ...missingExports()];
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log(`etc/*.api.md ${update ? 'written' : 'are what the code says'}`);

/** @param {string} entry */
function reportFaults(entry) {
  const options = ['run', '--config', `tools/api/${entry}.json`, ...(update ? ['--local'] : [])];
  const { status, stdout, stderr } = spawnSync('api-extractor', options, { encoding: 'utf8' });
  if (status === 0) return [];
  const hint = update
    ? []
    : [`etc/${entry}.api.md differs, or the API has errors. To accept it: npm run api`];
  return [`${stdout}${stderr}`, ...hint];
}

/**
 * The types that rxdns/testing and rxdns/angular use without exporting them must come from rxdns: API Extractor looks
 * at one entry alone and can only name them.
 */
function missingExports() {
  const main = readFileSync('etc/rxdns.api.md', 'utf8');
  return ['testing', 'angular'].flatMap((entry) => {
    const used = readFileSync(`etc/rxdns-${entry}.api.md`, 'utf8').matchAll(
      /ae-forgotten-export\) The symbol "(\w+)"/g,
    );
    return [...used].flatMap(([, name]) =>
      new RegExp(`^export (?:\\w+ )+${name}\\b`, 'm').test(main)
        ? []
        : [`rxdns/${entry} shows the type ${name}, which neither entry exports`],
    );
  });
}
