import { dirname } from 'node:path';

/** How the command ends, as `sysexits.h` and the shells number it. */
export const exitCodes = {
  /** Every question got a definite answer: NOERROR, NODATA or NXDOMAIN. */
  ok: 0,
  /** Some questions got none. */
  some: 2,
  /** No question got one. */
  none: 3,
  /** What was waited for did not come in time. */
  late: 4,
  /** The command line makes no sense. */
  usage: 64,
  /** A fault of this program. */
  internal: 70,
  /** A file, standard input or standard output failed. */
  io: 74,
  /** SIGINT came. */
  SIGINT: 130,
  /** SIGTERM came. */
  SIGTERM: 143,
} as const;

/** What ends the command early: one line for standard error, and the exit code. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: number;

  constructor(exitCode: number, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The error for a command line that makes no sense. */
export function usageError(message: string): CommandError {
  return new CommandError(exitCodes.usage, message);
}

/** The error for a file or a stream that failed; `what` says what was to be done with it. */
export function ioError(what: string, cause: unknown): CommandError {
  return new CommandError(exitCodes.io, `${what}: ${reason(cause)}`);
}

/** The error for a file that cannot be written; `what` says for what it was wanted. */
export function writeError(what: string, path: string, cause: unknown): CommandError {
  const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
  return ioError(what, missing ? `there is no directory ${dirname(path)}` : cause);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of the path is not a directory',
  ENOSPC: 'no space left',
  EMFILE: 'too many open files',
};

function reason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return reasons[code] ?? cause.message;
}
