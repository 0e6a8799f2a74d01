// Programs that write their result to standard output.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const running = new Set();

// Nothing that was started here outlives the process; a name server sees by its standard input that we are gone.
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
process.once('exit', () => {
  for (const child of running) child.kill();
});

/** What a program writes; rejects with what it complains of if it fails. */
export async function outputOf(name, path, argv) {
  const child = spawn(path, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  try {
    const [status, output, errors] = await Promise.all([
      new Promise((resolve, reject) => child.once('close', resolve).once('error', reject)),
      textOf(child.stdout),
      textOf(child.stderr),
    ]);
    if (status !== 0) throw new Error(`${name} failed (${status}):\n${errors}`);
    return output;
  } finally {
    running.delete(child);
  }
}

async function textOf(stream) {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) text += chunk;
  return text;
}
