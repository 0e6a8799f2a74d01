// The file of findings: one line of JSON for each domain. It is the output and the checkpoint in one.
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { bindNodeCallback, finalize, map, mergeMap } from 'rxjs';

/** @typedef {import('./pipeline.mjs').Finding} Finding */

/**
 * The domains that a file has findings of. A line that was being written when the last run died is cut off.
 * @param {string} path
 * @returns {Promise<Set<string>>}
 */
export async function readDone(path) {
  const file = await open(path, 'a+');
  try {
    await file.truncate(await endOfLastLine(file));
  } finally {
    await file.close();
  }
  /** @type {Set<string>} */
  const done = new Set();
  for await (const { domain } of readFindings(path)) {
    if (done.has(domain)) throw new Error(`${path} has ${domain} twice`);
    done.add(domain);
  }
  return done;
}

/**
 * @param {string} path
 * @returns {AsyncGenerator<Finding>}
 */
export async function* readFindings(path) {
  for await (const line of createInterface({ input: createReadStream(path) })) yield JSON.parse(line);
}

/**
 * Appends findings to a file; each is passed on once the system has it.
 * @param {string} path
 * @returns {import('rxjs').MonoTypeOperatorFunction<Finding>}
 */
export function appendTo(path) {
  return (findings$) => {
    // What goes wrong reaches the callback of each write, too.
    const file = createWriteStream(path, { flags: 'a' }).on('error', () => undefined);
    const write = bindNodeCallback(
      (/** @type {string} */ line, /** @type {(error?: Error | null) => void} */ written) => {
        file.write(line, written);
      },
    );
    return findings$.pipe(
      // All at once: the stream writes them in order, and several in one go.
      mergeMap((finding) => write(`${JSON.stringify(finding)}\n`).pipe(map(() => finding))),
      finalize(() => file.end()),
    );
  };
}

/**
 * Where the last whole line ends, in octets.
 * @param {import('node:fs/promises').FileHandle} file
 */
async function endOfLastLine(file) {
  const { size } = await file.stat();
  const block = Buffer.alloc(65_536);
  for (let end = size; end > 0; end -= block.length) {
    const start = Math.max(0, end - block.length);
    await file.read(block, 0, end - start, start);
    const at = block.subarray(0, end - start).lastIndexOf(0x0a);
    if (at >= 0) return start + at + 1;
  }
  return 0;
}
