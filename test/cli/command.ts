import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** What a run of the command left behind. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run of the built command. */
export interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  /** Resolves once this many lines are on standard output, or it ended. */
  lines(count: number): Promise<void>;
  /** Resolves once this is on standard error, or it ended. */
  said(text: string): Promise<void>;
  /** Resolves when the process is gone. */
  readonly ended: Promise<Ended>;
}

/** Starts the command as a shell would, standard input and output being pipes. */
export function start(...argv: readonly string[]): Running {
  return startIn({}, ...argv);
}

/** Starts the command with these environment variables in addition. */
export function startIn(variables: Readonly<Record<string, string>>, ...argv: readonly string[]): Running {
  const child = spawn(process.execPath, [main, ...argv], { env: { ...process.env, ...variables } });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  // A command that does not read its input closes it.
  child.stdin.on('error', () => undefined);
  return {
    child,
    async lines(count) {
      while (stdout.split('\n').length <= count && !child.stdout.readableEnded) await sleep(5);
    },
    async said(text) {
      while (!stderr.includes(text) && !child.stderr.readableEnded) await sleep(5);
    },
    ended: once(child, 'close').then(() => ({ code: child.exitCode, stdout, stderr })),
  };
}

/** Runs the command to its end with this on standard input. */
export function run(argv: readonly string[], input: string | Uint8Array = ''): Promise<Ended> {
  const { child, ended } = start(...argv);
  child.stdin.end(input);
  return ended;
}

/** Runs a shell line in which `rxdns` is the command. */
export async function runShell(line: string): Promise<Ended> {
  const quoted = [process.execPath, main].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const child = spawn('bash', ['-c', `set -o pipefail; rxdns() { ${quoted} "$@"; }; ${line}`]);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.end();
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr };
}

/** The objects of NDJSON text. */
export function parseLines(text: string): readonly Record<string, unknown>[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line): Record<string, unknown> => JSON.parse(line));
}
