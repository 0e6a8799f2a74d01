import { textLines, wordsBeforeComment } from './text-lines.js';

/** Where names are looked up, in order: `f` is the hosts file, `b` is DNS. */
export type Lookups = 'fb' | 'bf' | 'f' | 'b';

/**
 * Reads the order of look-ups from the text of nsswitch.conf (nsswitch.conf(5)).
 *
 * Of the last `hosts:` line `files` counts as the hosts file, `dns` and `resolve` (systemd) as DNS. Other sources
 * and actions (`[NOTFOUND=return]`) are passed over. Undefined where neither is named.
 */
export function parseNsswitch(text: string): Lookups | undefined {
  let lookups: Lookups | undefined;
  for (const line of textLines(text)) {
    const [keyword, ...sources] = wordsBeforeComment(line.replace(':', ' : '));
    if (keyword === 'hosts' && sources[0] === ':') lookups = orderOf(sources.join(' '));
  }
  return lookups;
}

function orderOf(text: string): Lookups | undefined {
  // An action may have spaces in it. Without `[` in the class, a line of brackets would take quadratic time.
  const sources = text.replace(/\[[^\][]*\]/g, ' ').split(' ');
  const file = sources.indexOf('files');
  const dns = sources.findIndex((source) => source === 'dns' || source === 'resolve');
  if (file < 0) return dns < 0 ? undefined : 'b';
  if (dns < 0) return 'f';
  return file < dns ? 'fb' : 'bf';
}
