import { writeFile } from 'node:fs/promises';
import { isPlain } from './appearance.js';
import type { Batch } from './arguments.js';
import { BatchRun, type Ending } from './batch-run.js';
import { chooseAsk, createResolver, resolverOptions } from './choose-ask.js';
import { writeError } from './command-error.js';
import { startDemo } from './demo.js';
import { createPaint } from './formats.js';
import { openInput, readServers } from './input.js';
import { type Course, openCourse } from './resume.js';
import { summaryText } from './summary.js';
import { formatCount } from './wording.js';

/**
 * Resolves a batch from its input to its output, and sums it up; resolves to the exit code.
 *
 * Rejects with {@link CommandError} where it cannot begin.
 */
export async function resolveBatch(batch: Batch): Promise<number> {
  const input = await openInput(batch);
  try {
    // Shows a wrong path before the first query, and leaves the last summary to a run that is refused.
    if (batch.summaryFile !== undefined) await writeSummary(batch.summaryFile, '', 'a');
    const servers = await readServers(batch.servers);
    const demo = batch.demo ? await startDemo() : undefined;
    const options = resolverOptions(batch, demo === undefined ? servers : [demo.address]);
    // Also where others ask: it finds the mistakes in the options.
    const resolver = createResolver(options);
    const stop = new AbortController();
    try {
      const course = await openCourse(batch, input, input.read(stop.signal));
      try {
        announce(batch, course);
        const ask = chooseAsk(batch, resolver, options);
        return await conclude(batch, await new BatchRun(batch, input, ask, course, stop).finish());
      } finally {
        await course.target.close();
      }
    } finally {
      await resolver.close();
      await demo?.close();
    }
  } finally {
    input.close();
  }
}

function announce({ quiet, progress }: Batch, { checkpoint }: Course): void {
  if (checkpoint === undefined || quiet || progress !== 'auto') return;
  process.stderr.write(`going on after ${formatCount(checkpoint.counts.out)} outcomes\n`);
}

async function conclude(
  { summaryFile, quiet, progress }: Batch,
  { summary, failure, pipeClosed, unfinished }: Ending,
): Promise<number> {
  if (summaryFile !== undefined)
    await writeSummary(summaryFile, `${JSON.stringify(summary, undefined, 2)}\n`, 'w');
  if (failure !== undefined) process.stderr.write(`rxdns: ${failure.message}\n`);
  if (quiet || pipeClosed) return summary.exitCode;
  if (progress === 'json') process.stderr.write(`${JSON.stringify({ summary })}\n`);
  else process.stderr.write(summaryText(summary, createPaint(isPlain(process.stderr))));
  if (unfinished) process.stderr.write('not complete: the same command goes on where it stopped\n');
  return summary.exitCode;
}

async function writeSummary(path: string, text: string, flag: 'a' | 'w'): Promise<void> {
  await writeFile(path, text, { flag }).catch((error: unknown) => {
    throw writeError(`cannot write the summary to ${path}`, path, error);
  });
}
