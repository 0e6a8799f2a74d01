// Finds what only one machine knows: absolute paths into somebody's folders, and the address of a package registry.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';

const unixFolders = ['home', 'Users', 'root', 'work', 'workspace', 'builds', 'private', 'tmp', 'mnt'].join(
  '|',
);
const patterns = [
  new RegExp(`(?<![\\w.\\])}-])/(?:${unixFolders})/[\\w.@-]`),
  /\b[A-Z]:\\{1,2}(?:Users|Documents)\b/,
  /https?:\/\/[^\s/"'`]*(?:registry|npm-proxy|artifactory|nexus)[^\s/"'`]*/,
];
const here = [`${process.cwd()}/`, `${homedir()}/`, ...registryHost(process.env['npm_config_registry'])];

const faults = listFiles().flatMap(faultsIn);
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log('no machine paths, no registry addresses');

/** What git tracks or would track: built and ignored files are not looked at. */
function listFiles() {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z']);
  return listed
    .toString()
    .split('\0')
    .filter((path) => path !== '');
}

/** @param {string} path */
function faultsIn(path) {
  const text = readText(path);
  return text.split('\n').flatMap((line, index) => {
    const found =
      here.find((own) => line.includes(own)) ??
      patterns.map((pattern) => pattern.exec(line)?.[0]).find(Boolean);
    return found === undefined ? [] : [`${path}:${index + 1}: ${found}`];
  });
}

/** @param {string} path */
function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    // A file that was deleted but not yet from the index.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

/** @param {string | undefined} address */
function registryHost(address) {
  return address === undefined ? [] : [new URL(address).host];
}
