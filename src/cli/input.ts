import { readFile } from 'node:fs/promises';
import { chooseFormat } from './appearance.js';
import type { Batch } from './arguments.js';
import { Columns, type Passage } from './columns.js';
import { CommandError, ioError, usageError } from './command-error.js';
import { demoNames } from './demo.js';
import { type Inquiry, parseLine, parseRow, parseWord, type Rejection } from './inquiry.js';
import { type Line, lineOf, splitLines } from './lines.js';
import { type Row, readCsv, readNdjson } from './rows.js';
import { identify, openSource, type Source } from './sources.js';

/** Where the names of a batch come from. */
export interface Input {
  /** Every name, in order, read only as fast as it is taken; ends early, without an error, on `stop`. */
  read(stop: AbortSignal): AsyncGenerator<Inquiry | Rejection>;
  /** How much of the whole has been taken, 0 to 1; undefined where the whole is not known, as for a pipe. */
  portion(): number | undefined;
  /** The titles of what goes through to CSV, behind the output's own; known once a row has been read. */
  columns(): readonly string[];
  /** The octets of each file, undefined where only the end tells. */
  readonly sizes: readonly (number | undefined)[];
  /** Closes what is open. */
  close(): void;
}

/**
 * Opens everything that the command line names, so that a wrong path shows before the first query.
 *
 * Throws {@link CommandError}: exit code 64 where there is nothing to read, 74 where a file does not open.
 */
export async function openInput(batch: Batch): Promise<Input> {
  const files = batch.files.length > 0 || batch.names.length > 0 ? batch.files : standardInputOrDemo(batch);
  checkFiles(batch, files ?? []);
  const words = files === undefined ? demoNames(1000) : batch.names;
  const opened: OpenFile[] = [];
  try {
    for (const path of files ?? [])
      opened.push({ source: await openSource(path), kind: kindOf(path, batch.inputKind) });
    checkOutputs(batch, opened);
    return createInput(words.map(lineOf), opened, batch);
  } catch (error) {
    closeAll(opened);
    throw error;
  }
}

/**
 * The server strings that `-s` means: `@file` stands for the lines of a file, `system` for resolv.conf's.
 *
 * Undefined for resolv.conf's. Throws {@link CommandError} with exit code 74 where a file cannot be read.
 */
export async function readServers(servers: readonly string[]): Promise<readonly string[] | undefined> {
  if (servers.length === 0 || servers[0] === 'system') return undefined;
  const found: string[] = [];
  for (const server of servers) {
    if (!server.startsWith('@')) {
      found.push(server);
      continue;
    }
    const path = server.slice(1);
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      throw ioError(`cannot read the servers in ${path}`, error);
    });
    const lines = text.split('\n').map((line) => line.replace(/(^|\s)#.*$/s, '').trim());
    found.push(...lines.filter((line) => line !== ''));
  }
  return found;
}

type FileKind = 'lines' | 'csv' | 'ndjson';

interface OpenFile {
  readonly source: Source;
  readonly kind: FileKind;
}

function standardInputOrDemo(batch: Batch): readonly string[] | undefined {
  if (process.stdin.isTTY !== true) return ['-'];
  if (batch.demo) return undefined;
  throw usageError('no names: give some, or a file with -f, or a list on standard input');
}

function checkFiles({ inputKind, column, resume }: Batch, files: readonly string[]): void {
  if (column !== undefined && !files.some((path) => kindOf(path, inputKind) !== 'lines'))
    throw usageError('--column is for CSV and NDJSON: say --input csv or --input ndjson');
  if (resume && files.includes('-') && process.stdin.isTTY === true)
    throw usageError('--resume needs names that can be given again: a file with -f, or a pipe');
}

/** What is written to a list itself would take the place of the names before they are read, or of the servers. */
function checkOutputs({ outputFile, summaryFile, servers }: Batch, files: readonly OpenFile[]): void {
  const lists = servers.filter((server) => server.startsWith('@')).map((server) => server.slice(1));
  for (const path of [outputFile, summaryFile]) {
    const identity = path === undefined ? undefined : identify(path);
    if (identity === undefined) continue;
    if (files.some(({ source }) => source.identity === identity))
      throw usageError(`${path} is read for its names: write to another file`);
    if (lists.some((list) => identify(list) === identity))
      throw usageError(`${path} is read for its servers: write to another file`);
  }
}

function kindOf(path: string, kind: Batch['inputKind']): FileKind {
  if (kind !== 'auto') return kind;
  if (/\.csv$/i.test(path)) return 'csv';
  return /\.(ndjson|jsonl)$/i.test(path) ? 'ndjson' : 'lines';
}

function createInput(words: readonly Line[], files: readonly OpenFile[], batch: Batch): Input {
  const sizes = files.map(({ source }) => source.size);
  const total = [...words.map((word) => word.size), ...sizes].reduce<number>(
    (sum, size) => sum + (size ?? Number.NaN),
    0,
  );
  let taken = 0;
  const columns = new Columns(choosePassage(batch, words.length, files));
  const carry = <Entry extends Inquiry | Rejection>(entry: Entry, part: Line | Row, label: string): Entry => {
    const row = columns.write(part, label);
    return row === undefined ? entry : { ...entry, row };
  };
  async function* read(stop: AbortSignal): AsyncGenerator<Inquiry | Rejection> {
    let index = 0;
    for (const word of words) {
      if (stop.aborted) return;
      taken += word.size;
      yield carry(parseWord(word, index, batch.types), word, '');
      index += 1;
    }
    for (const file of files) {
      for await (const part of readParts(file, batch.column, stop)) {
        if (stop.aborted) return;
        taken += part.size;
        const parsed =
          file.kind === 'lines' ? parseLine(part, index, batch.types) : parseRow(part, index, batch.types);
        if (parsed === undefined) continue;
        yield carry(parsed, part, file.source.label);
        index += 1;
      }
    }
  }
  return {
    read,
    portion: () => (Number.isNaN(total) ? undefined : Math.min(1, total === 0 ? 1 : taken / total)),
    columns: () => columns.titles,
    sizes,
    close: () => closeAll(files),
  };
}

/** Rows of CSV have the same columns, so the names are all from CSV, or none of its columns goes through. */
function choosePassage(batch: Batch, words: number, files: readonly OpenFile[]): Passage {
  if (chooseFormat(batch).kind !== 'csv') return 'nothing';
  const kinds = new Set<FileKind>(files.map(({ kind }) => kind));
  if (!kinds.has('csv')) return kinds.has('ndjson') ? 'row' : 'nothing';
  if (kinds.size > 1 || words > 0)
    throw usageError('with CSV for output, names come all from CSV or not at all: use --json');
  return 'columns';
}

async function* readParts(
  { source, kind }: OpenFile,
  column: string | undefined,
  stop: AbortSignal,
): AsyncGenerator<Line | Row> {
  if (stop.aborted) return;
  const stream = source.open();
  // A read that waits for a terminal or a pipe ends only with its stream.
  const end = (): void => {
    stream.destroy();
  };
  stop.addEventListener('abort', end);
  try {
    if (kind === 'csv') yield* readCsv(stream, column, source.label);
    else yield* kind === 'ndjson' ? readNdjson(stream, column) : splitLines(stream);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    if (!stop.aborted) throw ioError(`cannot read ${source.label}`, error);
  } finally {
    stop.removeEventListener('abort', end);
  }
}

function closeAll(files: readonly OpenFile[]): void {
  for (const { source } of files) source.close();
}
