// Keeps code in the documentation equal to the examples that run, and its links alive; `--update` copies the code.
//
// A quotation is a comment `<!-- examples/batch.mjs#batch -->` followed by a fenced block. The part of the file
// it quotes stands between `// #region batch` and `// #endregion`.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const quotation = /(?<=<!-- (?<file>\S+)#(?<region>\S+) -->\n+```\w+\n)[\s\S]*?(?=```)/g;
const link = /\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g;
const update = process.argv.includes('--update');
const documents = ['README.md', 'CHANGELOG.md', ...markdownIn('docs')];

const faults = documents.flatMap((path) => {
  const text = readFileSync(path, 'utf8');
  const fresh = text.replace(quotation, (...match) => quote(match.at(-1)));
  if (update && fresh !== text) writeFileSync(path, fresh);
  return [
    ...(update || fresh === text
      ? []
      : [`${path} quotes code that has changed. To copy it anew: npm run docs`]),
    ...[...text.matchAll(link)]
      .map(([, target = '']) => target)
      .filter((target) => !existsSync(join(dirname(path), target)))
      .map((target) => `${path} links to ${target}, which is not there`),
  ];
});
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log(`${documents.length} documents in order`);

/** @param {string} folder */
function markdownIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join(folder, path));
}

/**
 * The lines of a region, without the markers.
 * @param {{ file: string, region: string }} address
 */
function quote({ file, region }) {
  const lines = readFileSync(file, 'utf8').split('\n');
  const from = lines.indexOf(`// #region ${region}`);
  const to = lines.indexOf('// #endregion', from);
  if (from < 0 || to < 0) throw new Error(`${file} has no region ${region}`);
  return `${lines.slice(from + 1, to).join('\n')}\n`;
}
