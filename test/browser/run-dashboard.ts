import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const main = fileURLToPath(new URL('../../examples/dashboard/main.mjs', import.meta.url));

/** A dashboard in a process of its own, as `npm run dashboard` starts it. */
export interface RunningDashboard extends AsyncDisposable {
  readonly url: string;
  /** Everything it wrote so far, by line. */
  readonly lines: readonly string[];
  /** Resolves once it says that so many pages are open. */
  pagesOpen(count: number): Promise<void>;
  /** Ends the process. Idempotent. */
  stop(): Promise<void>;
}

/** Starts a dashboard; resolves once it serves its page. */
export async function runDashboard(...words: readonly string[]): Promise<RunningDashboard> {
  const child = spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const lines: string[] = [];
  createInterface(child.stdout).on('line', (line) => lines.push(line));
  const stop = async () => {
    child.kill();
    await ended;
  };
  const find = () => lines.find((line) => line.startsWith('Dashboard: '));
  try {
    await expect.poll(find, { timeout: 15_000 }).toBeDefined();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: (find() ?? '').slice('Dashboard: '.length),
    lines,
    async pagesOpen(count) {
      const words = count === 0 ? 'No page is open: nothing is asked.' : `Pages open: ${count}`;
      await expect.poll(() => lines.at(-1), { timeout: 15_000 }).toBe(words);
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
