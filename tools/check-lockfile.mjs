// Keeps package-lock.json usable everywhere: behind any registry, on any platform, without running foreign code.
import { readFileSync } from 'node:fs';

const lockfile = new URL('../package-lock.json', import.meta.url);
const { packages } = JSON.parse(readFileSync(lockfile, 'utf8'));
const faults = Object.entries(packages).flatMap(([path, entry]) => faultsOf(path, entry));
for (const fault of faults) console.error(`package-lock.json: ${fault}`);
if (faults.length > 0) process.exitCode = 1;
else console.log(`package-lock.json: ${Object.keys(packages).length} entries in order`);

/**
 * @param {string} path
 * @param {{ resolved?: string, link?: boolean, integrity?: string, hasInstallScript?: boolean, optionalDependencies?: Record<string, string> }} entry
 */
function faultsOf(path, entry) {
  if (path === '') return [];
  const faults = [];
  if (entry.resolved !== undefined) faults.push(`${path} names the registry it came from`);
  if (entry.integrity === undefined) faults.push(`${path} has no integrity`);
  if (entry.hasInstallScript === true) faults.push(`${path} runs a script on installation`);
  // Since npm 11, `npm ci` refuses a lockfile that leaves out the packages of other platforms.
  for (const name of Object.keys(entry.optionalDependencies ?? {}))
    if (!isLocked(path, name)) faults.push(`${path} lacks its optional ${name}`);
  return faults;
}

/**
 * Looks for a package as Node would: in every node_modules from the dependent upwards.
 * @param {string} dependent
 * @param {string} name
 */
function isLocked(dependent, name) {
  for (let folder = dependent; ; folder = folder.slice(0, folder.lastIndexOf('/node_modules/'))) {
    if (`${folder}/node_modules/${name}` in packages) return true;
    if (!folder.includes('/node_modules/')) return `node_modules/${name}` in packages;
  }
}
