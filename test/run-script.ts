import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a process did. */
export interface Run {
  readonly wrote: string;
  /** Whether it ended by itself within the limit after it wrote. */
  readonly ended: boolean;
}

/**
 * Runs a script in a process of its own, in the folder of the package.
 *
 * `limit` milliseconds after it first wrote something it is killed, and counts as stuck.
 */
export async function runScript(script: string, limit: number): Promise<Run> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let wrote = '';
  let ended = true;
  let timer: NodeJS.Timeout | undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    wrote += text;
    timer ??= setTimeout(() => {
      ended = false;
      child.kill();
    }, limit);
  });
  await once(child, 'close');
  clearTimeout(timer);
  return { wrote, ended };
}
