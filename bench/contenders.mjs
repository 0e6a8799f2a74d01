// Who is measured. Each runs in a process of its own, and writes one line of JSON (contender.mjs).
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Debian's own: aiodns comes as python3-aiodns, which only this interpreter sees. */
const python = '/usr/bin/python3';

/**
 * `few` bounds the names where all 200,000 would take minutes, by concurrency: the table says how many it were.
 * `limits` are the seconds after which a contender that has stopped answering is stopped, by concurrency.
 * A contender with a `program` of its own is started with the same argument as the others.
 */
export const contenders = [
  nodeContender('echo', 'bare dgram echo'),
  nodeContender('query', 'rxdns query$'),
  nodeContender('query-each', 'rxdns queryEach'),
  nodeContender('node-dns', 'node:dns/promises', { few: { 1: 100_000 } }),
  nodeContender('dns-socket', 'dns-socket', { few: { 500: 50_000, 10000: 20_000 }, limits: { 10000: 20 } }),
  {
    ...nodeContender('aiodns', 'aiodns', {
      few: { 1: 50_000, 500: 50_000, 10000: 20_000 },
      limits: { 10000: 20 },
    }),
    program: [python, scriptOf('aiodns_client.py')],
    isInstalled: () => spawnSync(python, ['-c', 'import aiodns'], { stdio: 'ignore' }).status === 0,
    howToInstall: 'apt-get install python3-aiodns',
  },
];

/** A contender that is a module of bench/contenders. */
export function nodeContender(name, title, { few = {}, limits = {} } = {}) {
  const program = [process.execPath, fileURLToPath(new URL('./contender.mjs', import.meta.url))];
  return { name, title, few, limits, program, isInstalled: () => true, howToInstall: 'npm ci' };
}

function scriptOf(file) {
  return fileURLToPath(new URL(`./contenders/${file}`, import.meta.url));
}
