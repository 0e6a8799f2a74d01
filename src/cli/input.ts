import { closeSync, createReadStream, fstatSync, open } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import type { Batch } from './arguments.js';
import { ioError, usageError } from './command-error.js';
import { demoNames } from './demo.js';
import { type Inquiry, parseLine, parseWord, type Rejection } from './inquiry.js';
import { type Line, lineOf, splitLines } from './lines.js';

/** Where the lines of a batch come from. */
export interface Input {
  /** Every line with a name, in order, read only as fast as it is taken; ends early, without an error, on `stop`. */
  read(stop: AbortSignal): AsyncGenerator<Inquiry | Rejection>;
  /** How much of the whole has been taken, 0 to 1; undefined where the whole is not known, as for a pipe. */
  portion(): number | undefined;
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
  const words = files === undefined ? demoNames(1000) : batch.names;
  const sources: Source[] = [];
  try {
    for (const path of files ?? []) sources.push(await openSource(path));
  } catch (error) {
    closeAll(sources);
    throw error;
  }
  return createInput(words.map(lineOf), sources, batch);
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

interface Source {
  /** As messages name it. */
  readonly label: string;
  /** Octets; absent where only the end tells. */
  readonly size?: number;
  open(): Readable;
  /** Closes what no stream has taken over. */
  close(): void;
}

function standardInputOrDemo(batch: Batch): readonly string[] | undefined {
  if (process.stdin.isTTY !== true) return ['-'];
  if (batch.demo) return undefined;
  throw usageError('no names: give some, or a file with -f, or a list on standard input');
}

async function openSource(path: string): Promise<Source> {
  if (path === '-') return standardInput();
  const descriptor = await openDescriptor(path, 'r').catch((error: unknown) => {
    throw ioError(`cannot read ${path}`, error);
  });
  const status = fstatSync(descriptor);
  let streaming = false;
  const source: Source = {
    label: path,
    ...(status.isFile() ? { size: status.size } : {}),
    open() {
      streaming = true;
      // A read of a pipe must not hold one of Node's threads: it could not be ended by a signal.
      return status.isFIFO() ? new Socket({ fd: descriptor }) : createReadStream(path, { fd: descriptor });
    },
    close() {
      if (!streaming) closeSync(descriptor);
    },
  };
  if (!status.isDirectory()) return source;
  source.close();
  throw ioError(`cannot read ${path}`, directoryError());
}

const openDescriptor = promisify(open);

function directoryError(): Error {
  return Object.assign(new Error('a directory'), { code: 'EISDIR' });
}

function standardInput(): Source {
  const status = fstatSync(0);
  // Node reads a directory here as an empty stream.
  if (status.isDirectory()) throw ioError('cannot read standard input', directoryError());
  return {
    label: 'standard input',
    ...(status.isFile() ? { size: status.size } : {}),
    open: () => process.stdin,
    close: () => undefined,
  };
}

function createInput(words: readonly Line[], sources: readonly Source[], batch: Batch): Input {
  const sizes = sources.map((source) => source.size ?? Number.NaN);
  const total = words.reduce((sum, word) => sum + word.size, 0) + sizes.reduce((sum, size) => sum + size, 0);
  let taken = 0;
  async function* read(stop: AbortSignal): AsyncGenerator<Inquiry | Rejection> {
    let index = 0;
    for (const word of words) {
      if (stop.aborted) return;
      taken += word.size;
      yield parseWord(word, index, batch.types);
      index += 1;
    }
    for (const source of sources) {
      for await (const line of readLines(source, stop)) {
        if (stop.aborted) return;
        taken += line.size;
        const parsed = parseLine(line, index, batch.types);
        if (parsed === undefined) continue;
        yield parsed;
        index += 1;
      }
    }
  }
  return {
    read,
    portion: () => (Number.isNaN(total) ? undefined : Math.min(1, total === 0 ? 1 : taken / total)),
    close: () => closeAll(sources),
  };
}

async function* readLines(source: Source, stop: AbortSignal): AsyncGenerator<Line> {
  if (stop.aborted) return;
  const stream = source.open();
  // A read that waits for a terminal or a pipe ends only with its stream.
  const end = (): void => {
    stream.destroy();
  };
  stop.addEventListener('abort', end);
  try {
    yield* splitLines(stream);
  } catch (error) {
    if (!stop.aborted) throw ioError(`cannot read ${source.label}`, error);
  } finally {
    stop.removeEventListener('abort', end);
  }
}

function closeAll(sources: readonly Source[]): void {
  for (const source of sources) source.close();
}
