import { resolve } from 'node:path';
import type { RecordType } from '../index.js';
import { usageError } from './command-error.js';
import { optionTable } from './option-table.js';
import {
  list,
  maxMilliseconds,
  maxTries,
  oneOf,
  optionalDuration,
  optionalInteger,
  splitArguments,
} from './option-values.js';
import { isStatus } from './report.js';
import { findType, parseType } from './type-words.js';
import { parseWait, parseWatch, type Wait, type Watch } from './watch-arguments.js';

/** How outcomes are printed; `auto` is a table on a terminal, CSV in a file that is called so, and JSON elsewhere. */
export type FormatName = 'auto' | 'json' | 'table' | 'short' | 'csv';

/** How progress is reported; `auto` is a line on a terminal and nothing elsewhere. */
export type ProgressName = 'auto' | 'json' | 'none';

/** What the files of a batch hold; `auto` goes by their names. */
export type InputKind = 'auto' | 'lines' | 'csv' | 'ndjson';

/** What the command line asks for. */
export type Command =
  | { readonly action: 'help'; readonly topic?: 'watch' | 'wait' }
  | { readonly action: 'version' }
  | ({ readonly action: 'resolve' } & Batch)
  | ({ readonly action: 'watch' } & Watch)
  | ({ readonly action: 'wait' } & Wait);

/** A batch of names to resolve, and how. */
export interface Batch {
  /** Names and addresses of the command line. */
  readonly names: readonly string[];
  /** Files of lines; `-` is standard input. */
  readonly files: readonly string[];
  readonly inputKind: InputKind;
  /** The column of CSV or NDJSON that holds the name; one of the usual ones where absent. */
  readonly column?: string;
  /** The types to ask for where a line names none; A unless given. */
  readonly types: readonly RecordType[];
  /** Server strings, `@file` or `system`; empty for resolv.conf's. */
  readonly servers: readonly string[];
  /** Inputs in flight, 1 to 100,000. */
  readonly concurrency: number;
  /** Threads that ask, 1 to 64; with 1 it is the main thread. */
  readonly workers: number;
  /** Questions that begin in a second, 1 to 1,000,000; no limit where absent. */
  readonly rate?: number;
  /** Milliseconds per attempt. */
  readonly timeout?: number;
  readonly tries?: number;
  /** Milliseconds per question, all attempts together. */
  readonly deadline?: number;
  readonly format: FormatName;
  /** A file for the outcomes; standard output where absent. */
  readonly outputFile?: string;
  /** Keep a checkpoint beside the output, and go on from it. */
  readonly resume: boolean;
  /** The statuses to print; all of them where absent. */
  readonly statuses?: ReadonlySet<string>;
  readonly progress: ProgressName;
  /** A file for the summary as JSON. */
  readonly summaryFile?: string;
  /** Neither progress nor summary on standard error. */
  readonly quiet: boolean;
  /** Ask the embedded name server, which has an answer for every name. */
  readonly demo: boolean;
}

/**
 * Reads the command line, the program's own name left out.
 *
 * Throws {@link CommandError} with exit code 64 on an option that does not exist or a value out of bounds.
 */
export function parseArguments(argv: readonly string[]): Command {
  const [first, ...rest] = argv;
  if (first === 'watch') return parseWatch(rest) ?? { action: 'help', topic: first };
  if (first === 'wait') return parseWait(rest) ?? { action: 'help', topic: first };
  return parseBatch(argv);
}

function parseBatch(argv: readonly string[]): Command {
  const { values, positionals } = splitArguments(argv, optionTable);
  if (values.help === true) return { action: 'help' };
  if (values.version === true) return { action: 'version' };
  checkPaths(values);
  const words = sortWords(positionals);
  const types = [...words.types, ...list(values.type).map(parseType)];
  const servers = [...words.servers, ...list(values.server)];
  if (values.demo === true && servers.length > 0) throw usageError('--demo has a name server of its own');
  if (servers.length > 1 && servers.includes('system')) throw usageError('"system" stands alone as a server');
  return {
    action: 'resolve',
    names: words.names,
    files: values.file ?? [],
    inputKind: oneOf('--input', values.input ?? 'auto', inputKinds),
    ...(values.column === undefined ? {} : { column: values.column }),
    types: types.length === 0 ? ['A'] : [...new Set(types)],
    servers,
    concurrency: optionalInteger('-c, --concurrency', values.concurrency, maxConcurrency) ?? 256,
    workers: optionalInteger('--workers', values.workers, maxWorkers) ?? 1,
    ...limits(values),
    format: parseFormat(values),
    ...parseOutput(values),
    ...(values.status === undefined ? {} : { statuses: parseStatuses(values.status) }),
    progress: oneOf('--progress', values.progress ?? 'auto', progressNames),
    ...(values.summary === undefined ? {} : { summaryFile: values.summary }),
    quiet: values.quiet === true,
    demo: values.demo === true,
  };
}

/** Beyond this the memory for outcomes in flight is what limits, not the network. */
const maxConcurrency = 100_000;

/** Far beyond what one process asks. */
const maxRate = 1_000_000;

/** More cores than one name server, or one reader of the output, keeps up with. */
const maxWorkers = 64;

const formatNames = ['auto', 'json', 'table', 'short', 'csv'] as const;
const progressNames = ['auto', 'json', 'none'] as const;
const inputKinds = ['auto', 'lines', 'csv', 'ndjson'] as const;

type Values = ReturnType<typeof splitArguments<typeof optionTable>>['values'];

/** A word behind `@` is a server, a word that is a type is a type, and every other one is a name. */
function sortWords(words: readonly string[]) {
  const names: string[] = [];
  const servers: string[] = [];
  const types: RecordType[] = [];
  for (const word of words) {
    const type = findType(word);
    if (type !== undefined) types.push(type);
    else if (word.startsWith('@')) servers.push(word.slice(1));
    else names.push(word);
  }
  return { names, servers, types };
}

function limits(values: Values): Pick<Batch, 'rate' | 'timeout' | 'tries' | 'deadline'> {
  const rate = optionalInteger('--rate', values.rate, maxRate);
  const timeout = optionalDuration('--timeout', values.timeout, maxMilliseconds);
  const tries = optionalInteger('--tries', values.tries, maxTries);
  const deadline = optionalDuration('--deadline', values.deadline, maxMilliseconds);
  return {
    ...(rate === undefined ? {} : { rate }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(tries === undefined ? {} : { tries }),
    ...(deadline === undefined ? {} : { deadline }),
  };
}

function parseFormat(values: Values): FormatName {
  const given = formatNames.filter((name) => name !== 'auto' && values[name] === true);
  if (values.format !== undefined) given.push(oneOf('--format', values.format, formatNames));
  const [format, other] = [...new Set(given)];
  if (other !== undefined) throw usageError(`choose one format: ${format} or ${other}`);
  return format ?? 'auto';
}

function parseOutput({ output, resume }: Values): Pick<Batch, 'outputFile' | 'resume'> {
  const outputFile = output === '-' ? undefined : output;
  if (outputFile === undefined && resume === true)
    throw usageError('--resume needs a file for the output: -o FILE');
  return { ...(outputFile === undefined ? {} : { outputFile }), resume: resume === true };
}

function checkPaths({ file = [], output, summary }: Values): void {
  const paths = [...file, ...[output, summary].filter((path) => path !== undefined)];
  if (paths.includes('')) throw usageError('"" is not the name of a file');
  if (output !== undefined && summary !== undefined && resolve(output) === resolve(summary))
    throw usageError(`-o and --summary write to ${output} both: choose another file for one of them`);
}

function parseStatuses(texts: readonly string[]): ReadonlySet<string> {
  const statuses = list(texts).map((text) => text.toUpperCase());
  for (const status of statuses) {
    if (!isStatus(status))
      throw usageError(`--status takes names such as NXDOMAIN or TIMEOUT, not ${JSON.stringify(status)}`);
  }
  return new Set(statuses);
}
