import { isIP } from 'node:net';
import { DnsError, type RecordType, reverseName } from '../index.js';
import { type Line, lineOf } from './lines.js';
import type { Row } from './rows.js';
import { findType } from './type-words.js';

/** A line that can be asked: a name with the types and the servers to ask for it. */
export interface Inquiry {
  readonly kind: 'inquiry';
  /** The line without its comment and the space around it. */
  readonly text: string;
  /** The position among the inputs, from 0. */
  readonly index: number;
  readonly name: string;
  readonly type: readonly RecordType[];
  /** The servers of the line; absent where it names none. */
  readonly servers?: readonly string[];
  /** The row of CSV or NDJSON that the name is from, as JSON; as cells where the output is CSV. */
  readonly row?: string;
}

/** A line that cannot be asked: each of its types has this error for an outcome. */
export interface Rejection {
  readonly kind: 'rejection';
  readonly text: string;
  readonly index: number;
  /** The types as the line has them, also those that do not exist. */
  readonly types: readonly string[];
  readonly error: DnsError;
  readonly row?: string;
}

/**
 * What a line asks: `name`, `name TYPE` or `name TYPE @server`, with `#` before a comment.
 *
 * Several types stand apart by commas or spaces, several servers by spaces. `types` are those of a line that
 * has none of its own. Undefined for a line without a name.
 */
export function parseLine(
  line: Line,
  index: number,
  types: readonly RecordType[],
): Inquiry | Rejection | undefined {
  const { text, fault } = line;
  if (fault !== undefined) {
    return { kind: 'rejection', text, index, types, error: new DnsError('EBADNAME', `the line ${fault}`) };
  }
  const content = text.replace(/(^|\s)#.*$/s, '').trim();
  const [name, ...words] = content.split(/\s+/);
  if (name === undefined || name === '') return undefined;
  return parseWords(content, index, name, words, types);
}

/** What a word of the command line asks: a name as it is, spaces included. */
export function parseWord(line: Line, index: number, types: readonly RecordType[]): Inquiry | Rejection {
  const { text, fault } = line;
  if (fault === undefined) return inquire(text, index, text, types);
  return { kind: 'rejection', text, index, types, error: new DnsError('EBADNAME', `the name ${fault}`) };
}

/** What a row of CSV or NDJSON asks: its name as it is, spaces included. */
export function parseRow(row: Row, index: number, types: readonly RecordType[]): Inquiry | Rejection {
  const { name, text, fault } = row;
  const json = row.json === undefined ? {} : { row: row.json };
  if (name !== undefined) return { ...parseWord(lineOf(name), index, types), ...json };
  const error = new DnsError('EBADNAME', `the row ${fault}`);
  return { kind: 'rejection', text, index, types, error, ...json };
}

function parseWords(
  text: string,
  index: number,
  name: string,
  words: readonly string[],
  defaults: readonly RecordType[],
): Inquiry | Rejection {
  const servers = words.filter((word) => word.startsWith('@')).map((word) => word.slice(1));
  const typeWords = listTypes(words);
  const types: RecordType[] = [];
  for (const word of typeWords) {
    const type = findType(word);
    if (type === undefined) {
      const reason = `${JSON.stringify(word)} is not a record type: a line is "name", "name TYPE" or "name TYPE @server"`;
      const error = new DnsError('EBADQUERY', reason);
      return { kind: 'rejection', text, index, types: typeWords, error };
    }
    types.push(type);
  }
  const inquiry = inquire(text, index, name, types.length === 0 ? defaults : types);
  return servers.length === 0 ? inquiry : { ...inquiry, servers };
}

/** Each type once, as the line has it. */
function listTypes(words: readonly string[]): readonly string[] {
  const others = words.filter((word) => !word.startsWith('@')).flatMap((word) => word.split(','));
  return [...new Set(others)].filter((word) => word !== '');
}

/** The address of an address is not what anybody wants: A and AAAA mean the PTR of its reverse name. */
function inquire(text: string, index: number, name: string, types: readonly RecordType[]): Inquiry {
  const reverse = isIP(name) === 0 ? undefined : reverseName(name.replace(/%.*$/s, ''));
  const meant =
    reverse === undefined ? types : types.map((type) => (type === 'A' || type === 'AAAA' ? 'PTR' : type));
  return { kind: 'inquiry', text, index, name: reverse ?? name, type: [...new Set(meant)] };
}
