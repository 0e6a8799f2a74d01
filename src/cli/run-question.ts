import { type Observable, Subject, takeUntil } from 'rxjs';
import { formatName, isDnsError, parseName, type RecordType, type Resolver, WireError } from '../index.js';
import { createResolver, resolverOptions } from './choose-ask.js';
import { CommandError, exitCodes, ioError, usageError } from './command-error.js';
import { readServers } from './input.js';
import { parseWord } from './inquiry.js';
import { lineOf } from './lines.js';
import { Output } from './output.js';
import { listenForSignals } from './signals.js';
import type { OneQuestion } from './watch-arguments.js';

/** What is asked, an address as the PTR of its reverse name. */
export interface Asked {
  /** In presentation form. */
  readonly name: string;
  readonly type: RecordType;
}

/** Name servers of a demonstration. */
export interface DemoServers {
  /** Server strings. */
  readonly addresses: readonly string[];
  close(): Promise<void>;
}

/** How a subcommand with one question runs. */
export interface QuestionRun<Value> {
  startDemo(asked: Asked): Promise<DemoServers>;
  /** What the resolver has to say. Whatever it throws or errors with that is a mistake of the user ends in usage. */
  follow(resolver: Resolver, asked: Asked): Observable<Value>;
  /** Called with each value, and with what takes text for standard output. */
  show(value: Value, print: (text: string) => void): void;
}

/**
 * Follows a stream of a resolver to its end, to a signal, or until nobody reads the output; resolves to the exit
 * code.
 *
 * Rejects with {@link CommandError}.
 */
export async function runQuestion<Value>(question: OneQuestion, run: QuestionRun<Value>): Promise<number> {
  const asked = readQuestion(question);
  const servers = await readServers(question.servers);
  const demo = question.demo ? await run.startDemo(asked) : undefined;
  try {
    const resolver = createResolver(resolverOptions(question, demo?.addresses ?? servers));
    try {
      return await follow(resolver, asked, run);
    } catch (error) {
      throw isDnsError(error) || error instanceof RangeError ? explain(error) : error;
    } finally {
      await resolver.close();
    }
  } finally {
    await demo?.close();
  }
}

async function follow<Value>(resolver: Resolver, asked: Asked, run: QuestionRun<Value>): Promise<number> {
  const stop = new Subject<void>();
  let exitCode: number = exitCodes.ok;
  let failure: CommandError | undefined;
  const output = new Output(process.stdout, {
    failed(error) {
      // Whoever closes the pipe, as `head` does, has what it wanted.
      if (!('code' in error && error.code === 'EPIPE'))
        failure = ioError('cannot write to standard output', error);
      stop.next();
    },
  });
  const values$ = run.follow(resolver, asked).pipe(takeUntil(stop));
  const unlisten = listenForSignals(
    (signal) => {
      exitCode = exitCodes[signal];
      stop.next();
    },
    () => undefined,
  );
  try {
    await values$.forEach((value) => {
      run.show(value, (text) => output.write(text));
    });
  } finally {
    await output.end();
    unlisten();
  }
  if (failure !== undefined) throw failure;
  return exitCode;
}

function readQuestion({ name, type }: OneQuestion): Asked {
  const parsed = parseWord(lineOf(name), 0, [type]);
  if (parsed.kind === 'rejection') throw usageError(parsed.error.message);
  try {
    return { name: formatName(parseName(parsed.name)), type: parsed.type[0] ?? type };
  } catch (error) {
    throw error instanceof WireError ? usageError(error.message) : error;
  }
}

function explain(error: Error): CommandError {
  if (!isDnsError(error) || mistakes.has(error.code)) return usageError(error.message);
  return new CommandError(error.code === 'ETIMEOUT' ? exitCodes.late : exitCodes.none, error.message);
}

/** What the command line has wrong, and no server can mend. */
const mistakes: ReadonlySet<string> = new Set(['EBADNAME', 'EBADQUERY', 'EBADSTR']);
