import { pipeline, type Readable } from 'node:stream';
import { usageError } from './command-error.js';
import { splitLines } from './lines.js';

/** One row of CSV or NDJSON. */
export interface Row {
  /** The name, without the space around it; absent where there is a fault. */
  readonly name?: string;
  /** The whole row as JSON: an object by column, or an array where there is no header. */
  readonly json?: string;
  /** The fields of CSV. */
  readonly cells?: readonly string[];
  /** The titles of the columns of CSV, or their numbers where there is no header; the same array for each row. */
  readonly titles?: readonly string[];
  /** What can be shown of a row with a fault. */
  readonly text: string;
  /** Why the row cannot be asked, such as `has no name`. */
  readonly fault?: string;
  /** Octets of the row. */
  readonly size: number;
}

/** The longest row that is read, in octets. */
export const maxRowLength = 1024 * 1024;

/**
 * The rows of NDJSON: an object on each line, or a text, which is a name alone.
 *
 * A line that is something else comes out as a row with a fault; an empty one is left out.
 */
export async function* readNdjson(source: Readable, column: string | undefined): AsyncGenerator<Row> {
  for await (const { text, size, fault } of splitLines(source, maxRowLength)) {
    const json = text.trim();
    if (fault !== undefined) yield { text, size, fault };
    else if (json !== '') yield { ...readJson(json, column), size };
  }
}

/**
 * The records of CSV (RFC 4180), quoted fields, CRLF and a byte order mark included; the first one names the columns.
 *
 * Where `column` is a number, it counts the columns from 1, and there is no header. `label` is what messages call the
 * source. Throws {@link CommandError} with exit code 64 where the header has no such column, and the parser's error,
 * which names the line, where the source is not CSV.
 */
export async function* readCsv(
  source: Readable,
  column: string | undefined,
  label: string,
): AsyncGenerator<Row> {
  // Who reads no CSV does not wait for it to load.
  const { parse } = await import('csv-parse');
  const parser = parse({
    bom: true,
    info: true,
    max_record_size: maxRowLength,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  // Either end takes the other with it; errors come out of the loop.
  pipeline(source, parser, () => undefined);
  let shape: Shape | undefined;
  let before = 0;
  for await (const entry of parser) {
    const { record, info }: CsvEntry = entry;
    const size = info.bytes - before;
    before = info.bytes;
    if (shape !== undefined) yield { ...shape(record), size };
    else if (column !== undefined && /^[1-9]\d*$/.test(column)) {
      shape = unnamed(record, Number(column) - 1);
      yield { ...shape(record), size };
    } else shape = named(record, column, label);
  }
}

/** What the parser emits with the options above. */
interface CsvEntry {
  readonly record: readonly string[];
  readonly info: { readonly bytes: number };
}

/** Where a name is looked for when nobody says. */
const usualColumns = ['name', 'domain', 'hostname', 'host'];

type Cells = readonly string[];
type Shape = (cells: Cells) => Omit<Row, 'size'>;

/** Rows without a header, as the first one is: `position` counts from 0. */
function unnamed(first: Cells, position: number): Shape {
  const titles = first.map((_, at) => String(at + 1));
  return (cells) => ({
    ...toRow(cells[position], JSON.stringify(cells), String(position + 1)),
    cells,
    titles,
  });
}

function named(header: Cells, column: string | undefined, label: string): Shape {
  const titles = header.map((title) => title.trim());
  const wanted = column === undefined ? usualColumns : [column];
  const position = findTitle(titles, wanted);
  if (position < 0) {
    const missing = wanted.map((title) => JSON.stringify(title)).join(', ');
    const present = titles.map((title) => JSON.stringify(title)).join(', ');
    throw usageError(`${label} has no column ${missing}: choose one with --column from ${present}`);
  }
  const keys = titles.map((title) => JSON.stringify(title));
  return (cells) => {
    // What has no title has its number; text keeps the order also where titles are numbers.
    const fields = cells.map((cell, at) => `${keys[at] ?? `"${at + 1}"`}:${JSON.stringify(cell)}`);
    return { ...toRow(cells[position], `{${fields.join(',')}}`, titles[position] ?? ''), cells, titles };
  };
}

/** The first of the wanted titles that there is; exactly so, or else in another letter case. */
function findTitle(titles: Cells, wanted: Cells): number {
  const lower = titles.map((title) => title.toLowerCase());
  const positions = wanted.flatMap((title) => [titles.indexOf(title), lower.indexOf(title.toLowerCase())]);
  return positions.find((position) => position >= 0) ?? -1;
}

function readJson(json: string, column: string | undefined): Omit<Row, 'size'> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { text: json, fault: 'is not JSON' };
  }
  if (typeof value === 'string') return { name: value.trim(), text: value };
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { text: json, fault: 'is no JSON object' };
  const wanted = column === undefined ? usualColumns : [column];
  const key = wanted.find((candidate) => Object.hasOwn(value, candidate));
  // The text itself goes through, not what JavaScript's numbers would make of it.
  return toRow(key === undefined ? undefined : Reflect.get(value, key), json, key ?? wanted.join('", "'));
}

function toRow(cell: unknown, json: string, column: string): Omit<Row, 'size'> {
  const name = typeof cell === 'string' ? cell.trim() : '';
  if (name === '') return { text: json, json, fault: `has no name in column "${column}"` };
  return { name, text: name, json };
}
