import { WireError } from '../records/wire-error.js';

/** One entry of a zone file: what stands on a line, or on several in parentheses. */
export interface ZoneEntry {
  /** The line it begins on, from 1. */
  readonly line: number;
  /** Whether it begins with a blank, and so has the owner of the entry before. */
  readonly ownerOmitted: boolean;
  /** Its words as written: quotes and escapes kept, comments and parentheses gone. */
  readonly words: readonly string[];
}

/**
 * Splits zone-file text into entries (RFC 1035 section 5.1).
 *
 * Throws {@link WireError} `EBADSTR`, with the line, for a parenthesis or a quotation that is not closed.
 */
export function* splitEntries(text: string): Generator<ZoneEntry> {
  let line = 1;
  let words: string[] = [];
  let start: { readonly line: number; readonly ownerOmitted: boolean } | undefined;
  let opened: number | undefined; // the line of the open parenthesis
  for (const [token] of text.replace(/^\ufeff/, '').matchAll(tokens)) {
    const kind = token.charAt(0);
    if (kind === '\n') {
      if (opened === undefined) {
        if (start !== undefined && words.length > 0) yield { ...start, words };
        words = [];
        start = undefined;
      }
      line += 1;
      continue;
    }
    start ??= { line, ownerOmitted: /[ \t\r]/.test(kind) };
    if (kind === '(') {
      if (opened !== undefined) throw atLine(line, 'a parenthesis inside parentheses');
      opened = line;
    } else if (kind === ')') {
      if (opened === undefined) throw atLine(line, 'a closing parenthesis without an opening one');
      opened = undefined;
    } else if (!/[ \t\r;]/.test(kind)) {
      words.push(checkWord(token, line));
    }
  }
  if (opened !== undefined) throw atLine(opened, 'a parenthesis that is never closed');
  if (start !== undefined && words.length > 0) yield { ...start, words };
}

/** The error for text that is no zone file; the code is that of the cause. */
export function atLine(line: number, what: string, cause?: WireError): WireError {
  return new WireError(cause?.code ?? 'EBADSTR', `zone file, line ${line}: ${what}`, { cause });
}

/**
 * Line ends, blanks, comments, parentheses, quotations, and words, in which a quotation may stand
 * (`alpn="h2,h3"`, RFC 9460 section 2.1). The last branch takes what none of them does: a quotation or an
 * escape that the line ends in.
 */
const tokens =
  /\n|[ \t\r]+|;[^\n]*|[()]|"(?:[^"\\\n]|\\[^\r\n])*"|(?:[^ \t\r\n()";\\]|\\[^\r\n]|(?<=[^ \t\r\n()";])"(?:[^"\\\n]|\\[^\r\n])*")+|[\s\S]/g;

function checkWord(word: string, line: number): string {
  if (word === '"') throw atLine(line, 'a quotation that is not closed on its line');
  if (word === '\\') throw atLine(line, 'a backslash at the end of the line');
  return word;
}
