import { type ParseArgsConfig, parseArgs } from 'node:util';
import { usageError } from './command-error.js';

/** The library's own bound (RFC 9520 section 3.1). */
export const maxTries = 3;

/** The largest delay that Node's timers keep. */
export const maxMilliseconds = 2 ** 31 - 1;

/** What `parseArgs` makes of a command line with these options. */
type Split<Options extends NonNullable<ParseArgsConfig['options']>> = ReturnType<
  typeof parseArgs<{
    readonly args: string[];
    readonly options: Options;
    readonly allowPositionals: true;
    readonly strict: true;
  }>
>;

/** The options and the words of a command line. Throws {@link CommandError} for an option that does not exist. */
export function splitArguments<const Options extends NonNullable<ParseArgsConfig['options']>>(
  argv: readonly string[],
  options: Options,
): Split<Options> {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node's second sentence explains quoting at a length that hides the first.
    throw usageError(error.message.split('. ')[0] ?? error.message);
  }
}

/** A whole number from 1 to `max`. Throws {@link CommandError} with exit code 64 for another text. */
export function optionalInteger(option: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= max) return number;
  const bounds = `1 to ${max.toLocaleString('en')}`;
  throw usageError(`${option} takes a whole number, ${bounds}, not ${JSON.stringify(text)}`);
}

/** Milliseconds, 1 to `max`, of `500`, `500ms`, `2s`, `5m` or `1h`. Throws as {@link optionalInteger}. */
export function optionalDuration(option: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) return undefined;
  const [, number, unit = 'ms'] = /^(\d{1,10})(ms|s|m|h)?$/.exec(text) ?? [];
  const milliseconds = Number(number ?? 0) * (units.get(unit) ?? 1);
  if (milliseconds >= 1 && milliseconds <= max) return milliseconds;
  const bounds = `1 to ${max.toLocaleString('en')} ms`;
  throw usageError(
    `${option} takes a duration such as 500ms, 2s or 5m, ${bounds}, not ${JSON.stringify(text)}`,
  );
}

/** One of several words. Throws as {@link optionalInteger}. */
export function oneOf<T extends string>(option: string, value: string, names: readonly T[]): T {
  const name = names.find((candidate) => candidate === value);
  if (name !== undefined) return name;
  throw usageError(`${option} takes ${names.join(', ')}, not ${JSON.stringify(value)}`);
}

/** The parts of texts that commas divide. */
export function list(texts: readonly string[] | undefined): readonly string[] {
  return (texts ?? []).flatMap((text) => text.split(',')).map((text) => text.trim());
}

const units: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);
