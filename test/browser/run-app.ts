import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const start = fileURLToPath(new URL('../../examples/angular/start.mjs', import.meta.url));

/** The Angular app and its server in a process of its own, as `npm run angular` starts them. */
export interface RunningApp {
  readonly url: string;
  /** What the server was asked, answered, and was told to forget: `asked www.example.org A`, so far. */
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

/** Builds and starts the app; resolves once it is served. Rejects where its process ends before. */
export async function runApp(): Promise<RunningApp> {
  const child = spawn(process.execPath, [start], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const lines: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      const [word = '', value = '', type = ''] = line.split(/\s+/);
      if (word === 'App:') resolve(value);
      else lines.push(`${word} ${value} ${type}`);
    });
    ended.then(() => reject(new Error('the app ended before it was served')), reject);
  });
  return {
    url,
    lines,
    async stop() {
      child.kill();
      await ended;
    },
  };
}
