import type { RecordType } from '../index.js';
import { usageError } from './command-error.js';
import {
  list,
  maxMilliseconds,
  maxTries,
  oneOf,
  optionalDuration,
  optionalInteger,
  splitArguments,
} from './option-values.js';
import { findType, parseType } from './type-words.js';

/** What `watch` and `wait` have in common: one question, and whom to ask. */
export interface OneQuestion {
  /** A name or an address. */
  readonly name: string;
  readonly type: RecordType;
  /** Server strings, `@file` or `system`; empty for resolv.conf's. */
  readonly servers: readonly string[];
  /** Milliseconds per attempt. */
  readonly timeout?: number;
  readonly tries?: number;
  /** Ask name servers of its own, whose answers change. */
  readonly demo: boolean;
}

/** A record set to watch. */
export interface Watch extends OneQuestion {
  /** Milliseconds between two questions at least. */
  readonly minInterval?: number;
  /** Milliseconds between two questions at most. */
  readonly maxInterval?: number;
  /** How changes are printed; `auto` is text on a terminal and JSON elsewhere. */
  readonly format: 'auto' | 'json' | 'text';
}

/** Records to wait for. */
export interface Wait extends OneQuestion {
  /** One at least; each has to be among the records. */
  readonly values: readonly string[];
  /** Servers that have to agree; all of them where absent. */
  readonly quorum?: number;
  /** Milliseconds from an answer to the next question to the same server. */
  readonly every?: number;
  /** Milliseconds for all of it. */
  readonly deadline: number;
  /** How progress is reported on standard error; `auto` is a line for each change. */
  readonly progress: 'auto' | 'json' | 'none';
}

/** Reads the words behind `watch`; undefined where they ask for help. Throws {@link CommandError}. */
export function parseWatch(argv: readonly string[]): ({ readonly action: 'watch' } & Watch) | undefined {
  const { values, positionals } = splitArguments(argv, { ...commonOptions, ...watchOptions });
  if (values.help === true) return undefined;
  if (values.json === true && values.text === true) throw usageError('choose one format: json or text');
  const words = positionals.filter((word) => !word.startsWith('@'));
  const types = words.flatMap((word) => findType(word) ?? []);
  const names = words.filter((word) => findType(word) === undefined);
  const name = names[0] ?? (values.demo === true ? 'www.demo.example' : undefined);
  if (name === undefined || names.length > 1 || types.length > 1)
    throw usageError('watch takes one name and one type');
  const minInterval = optionalDuration('--min', values.min, week);
  const maxInterval = optionalDuration('--max', values.max, week);
  return {
    action: 'watch',
    ...commonValues(values, positionals),
    name,
    type: types[0] ?? 'A',
    ...(minInterval === undefined ? {} : { minInterval }),
    ...(maxInterval === undefined ? {} : { maxInterval }),
    format: values.json === true ? 'json' : values.text === true ? 'text' : 'auto',
  };
}

/** Reads the words behind `wait`; undefined where they ask for help. Throws {@link CommandError}. */
export function parseWait(argv: readonly string[]): ({ readonly action: 'wait' } & Wait) | undefined {
  const { values, positionals } = splitArguments(argv, { ...commonOptions, ...waitOptions });
  if (values.help === true) return undefined;
  const [name, typeWord, ...wanted] = positionals.filter((word) => !word.startsWith('@'));
  if (name === undefined || typeWord === undefined || wanted.length === 0)
    throw usageError('wait takes a name, a type and a value');
  const type = parseType(typeWord);
  if (type === 'ANY') throw usageError('wait takes one type, not ANY');
  const quorum = optionalInteger('--quorum', values.quorum, maxQuorum);
  const every = optionalDuration('--every', values.every, maxMilliseconds);
  return {
    action: 'wait',
    ...commonValues(values, positionals),
    name,
    type,
    values: wanted,
    ...(quorum === undefined ? {} : { quorum }),
    ...(every === undefined ? {} : { every }),
    deadline: optionalDuration('--deadline', values.deadline, maxMilliseconds) ?? fiveMinutes,
    progress: values.quiet === true ? 'none' : oneOf('--progress', values.progress ?? 'auto', progressNames),
  };
}

/** Milliseconds; the library's own bound of an interval. */
const week = 604_800_000;

/** Milliseconds; a script that waits for ever helps nobody. */
const fiveMinutes = 300_000;

/** More servers than anyone gives on a command line; the number of servers is what bounds it in the end. */
const maxQuorum = 1000;

const progressNames = ['auto', 'json', 'none'] as const;

const commonOptions = {
  server: { type: 'string', short: 's', multiple: true },
  timeout: { type: 'string' },
  tries: { type: 'string' },
  demo: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const watchOptions = {
  min: { type: 'string' },
  max: { type: 'string' },
  json: { type: 'boolean' },
  text: { type: 'boolean' },
} as const;

const waitOptions = {
  quorum: { type: 'string' },
  every: { type: 'string' },
  deadline: { type: 'string' },
  progress: { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
} as const;

type CommonValues = ReturnType<typeof splitArguments<typeof commonOptions>>['values'];

function commonValues(values: CommonValues, words: readonly string[]): Omit<OneQuestion, 'name' | 'type'> {
  const inWords = words.filter((word) => word.startsWith('@')).map((word) => word.slice(1));
  const servers = [...inWords, ...list(values.server)];
  if (values.demo === true && servers.length > 0) throw usageError('--demo has name servers of its own');
  if (servers.length > 1 && servers.includes('system')) throw usageError('"system" stands alone as a server');
  const timeout = optionalDuration('--timeout', values.timeout, maxMilliseconds);
  const tries = optionalInteger('--tries', values.tries, maxTries);
  return {
    servers,
    ...(timeout === undefined ? {} : { timeout }),
    ...(tries === undefined ? {} : { tries }),
    demo: values.demo === true,
  };
}
