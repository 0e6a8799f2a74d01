import { chooseFormat } from './appearance.js';
import type { Batch } from './arguments.js';
import { type Checkpoint, checkpointPath, readCheckpoint } from './checkpoint.js';
import { usageError } from './command-error.js';
import type { Input } from './input.js';
import type { Inquiry, Rejection } from './inquiry.js';
import { Journal } from './journal.js';
import { lengthOf, openCut, openFile, standardOutput, type Target } from './target.js';

/** What a run reads, where it writes, and with `--resume` what it goes on from. */
export interface Course {
  readonly entries: AsyncGenerator<Inquiry | Rejection>;
  readonly target: Target;
  /** Keeps the checkpoint; absent where none is kept. */
  readonly journal?: Journal;
  /** Where an earlier run stopped; absent where this one begins. */
  readonly checkpoint?: Checkpoint;
}

/**
 * Opens the output, and with `--resume` goes to where the last run stopped: with the input first, and only when that
 * is the same is the output cut.
 *
 * Throws {@link CommandError}: exit code 64 where the run cannot go on as it is asked to, 74 where a file fails.
 */
export async function openCourse(
  batch: Batch,
  input: Input,
  entries: AsyncGenerator<Inquiry | Rejection>,
): Promise<Course> {
  const { outputFile, resume } = batch;
  if (outputFile === undefined) return { entries, target: standardOutput };
  const path = checkpointPath(outputFile);
  const checkpoint = await readCheckpoint(path);
  if (!resume) {
    if (checkpoint !== undefined)
      throw usageError(
        `${outputFile} is not complete: go on with --resume, or delete ${path} to write it anew`,
      );
    return { entries, target: await openFile(outputFile) };
  }
  const plan = planOf(batch, input);
  const journal = new Journal(outputFile, plan);
  const octets = await lengthOf(outputFile);
  if (checkpoint === undefined && octets > 0)
    throw usageError(`nothing to resume: ${outputFile} is complete, or was not begun with --resume`);
  // What has not asked anything, as for a wrong column, may begin with another plan.
  if (checkpoint === undefined || checkpoint.taken === 0) {
    await begin(journal);
    return { entries, target: await openCut(outputFile, 0), journal };
  }
  comparePlans(checkpoint.plan, plan);
  await journal.catchUp(entries, checkpoint);
  const target = await openCut(outputFile, checkpoint.length);
  return { entries: journal.remaining(entries), target, journal, checkpoint };
}

/** The checkpoint comes before the first octet, so that no output stands without one but a complete one. */
function begin(journal: Journal): Promise<void> {
  const counts = { out: 0, definite: 0, statuses: new Map(), servers: new Map() };
  return journal.write(journal.snapshot({ length: 0, elapsed: 0, counts }));
}

/** What decides which lines there are and how they look. Pace, workers and servers may be others next time. */
function planOf(batch: Batch, input: Input): Checkpoint['plan'] {
  const { types, names, statuses, inputKind, column, demo } = batch;
  return {
    'the types': types.join(','),
    'the names on the command line': names.join(' '),
    '--format': chooseFormat(batch).kind,
    '--status': [...(statuses ?? ['all'])].sort().join(','),
    '--input': inputKind,
    '--column': column ?? 'the usual one',
    '--demo': demo ? 'on' : 'off',
    'the size of the input': input.sizes.map((size) => size ?? 'unknown').join(', '),
  };
}

function comparePlans(then: Checkpoint['plan'], now: Checkpoint['plan']): void {
  for (const [what, value] of Object.entries(now)) {
    if (then[what] !== value)
      throw usageError(
        `cannot resume: ${what} was ${JSON.stringify(then[what] ?? '')}, and is ${JSON.stringify(value)}`,
      );
  }
}
