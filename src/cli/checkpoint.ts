import { open, readFile, rename, rm } from 'node:fs/promises';
import { ioError, usageError, writeError } from './command-error.js';
import type { LatencyCounts } from './latencies.js';
import type { Counts } from './tally.js';

/**
 * How far a run has come, as of one moment.
 *
 * The inputs below the first of `open` (or below `taken`, where none is open) are finished, and above it all those
 * that are not in `open`: this names the finished ones with the least text, since no more are open than in flight.
 */
export interface Checkpoint {
  /** What has to be the same for the run to go on, by what a message calls it. */
  readonly plan: Readonly<Record<string, string>>;
  /** How many inputs have been taken from the front. */
  readonly taken: number;
  /** A digest of those inputs, hexadecimal. */
  readonly digest: string;
  /** The positions of those among them that are not finished, with the types that have no outcome. */
  readonly open: readonly (readonly [number, readonly string[]])[];
  /** Octets of output that hold the outcomes of all the others. */
  readonly length: number;
  /** Milliseconds that the run has taken, interruptions left out. */
  readonly elapsed: number;
  readonly counts: Counts;
}

/** The file that holds the checkpoint of an output file. */
export function checkpointPath(output: string): string {
  return `${output}.checkpoint`;
}

/** Reads a checkpoint; undefined where there is none. Throws {@link CommandError} where it cannot be read. */
export async function readCheckpoint(path: string): Promise<Checkpoint | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw ioError(`cannot read ${path}`, error);
  }
  return parseCheckpoint(text) ?? fail(`${path} is not a checkpoint of this version of rxdns`);
}

/**
 * Writes a checkpoint so that at any moment, also after a power cut, the file holds either the last one or this.
 *
 * Throws {@link CommandError} with exit code 74 where that fails.
 */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  try {
    const file = await open(fresh(path), 'w');
    try {
      await file.writeFile(formatCheckpoint(checkpoint));
      // A rename may reach the disk before the content does.
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(fresh(path), path);
  } catch (error) {
    throw writeError(`cannot write ${path}`, path, error);
  }
}

/** Removes a checkpoint, and what a killed process may have left of the next. */
export async function removeCheckpoint(path: string): Promise<void> {
  await rm(fresh(path), { force: true });
  await rm(path, { force: true });
}

/** The text of a checkpoint: JSON on one line. */
export function formatCheckpoint({ counts, ...rest }: Checkpoint): string {
  const { statuses, servers, ...numbers } = counts;
  const plain = { ...numbers, statuses: [...statuses], servers: [...servers] };
  return `${JSON.stringify({ version, ...rest, counts: plain })}\n`;
}

/** The checkpoint that a text holds; undefined where it holds none of this version. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isStored(value)) return undefined;
  const { version: _version, counts, ...rest } = value;
  const { statuses, servers, ...numbers } = counts;
  return { ...rest, counts: { ...numbers, statuses: new Map(statuses), servers: new Map(servers) } };
}

/** Of the text; another one means that an older or a newer rxdns wrote it. */
const version = 1;

interface Stored extends Omit<Checkpoint, 'counts'> {
  readonly version: typeof version;
  readonly counts: {
    readonly out: number;
    readonly definite: number;
    readonly statuses: readonly (readonly [string, number])[];
    readonly servers: readonly (readonly [
      string,
      { readonly sent: number; readonly answered: number; readonly latencies: LatencyCounts },
    ])[];
  };
}

function fresh(path: string): string {
  return `${path}.new`;
}

function fail(message: string): never {
  throw usageError(message);
}

/** The file is replaced whole, so what has the version has the rest: this looks for other files of that name. */
function isStored(value: unknown): value is Stored {
  if (typeof value !== 'object' || value === null) return false;
  const isWhole = (name: string): boolean => Number.isSafeInteger(Reflect.get(value, name));
  const counts: unknown = Reflect.get(value, 'counts');
  return (
    Reflect.get(value, 'version') === version &&
    isWhole('taken') &&
    isWhole('length') &&
    Array.isArray(Reflect.get(value, 'open')) &&
    typeof Reflect.get(value, 'plan') === 'object' &&
    typeof counts === 'object' &&
    counts !== null &&
    'statuses' in counts &&
    'servers' in counts
  );
}
