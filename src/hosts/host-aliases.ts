import { fileNameKey, readHostName } from './host-name.js';
import { textLines, wordsBeforeComment } from './text-lines.js';

/**
 * Reads the text of the file that the environment variable `HOSTALIASES` names (hostname(7)): an alias and the
 * name it stands for on each line.
 *
 * Keys are in lower case; the first line of an alias wins. It takes any text; lines without two names are left
 * out, and so are aliases with a dot, which are never looked for.
 */
export function parseHostAliases(text: string): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>();
  for (const line of textLines(text)) {
    const [first = '', second = ''] = wordsBeforeComment(line);
    const alias = readHostName(first);
    const target = readHostName(second);
    if (alias === undefined || target === undefined || alias.includes('.')) continue;
    const key = fileNameKey(alias);
    if (!aliases.has(key)) aliases.set(key, target);
  }
  return aliases;
}
