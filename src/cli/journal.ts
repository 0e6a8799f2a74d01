import { createHash } from 'node:crypto';
import type { RecordType } from '../index.js';
import { type Checkpoint, checkpointPath, removeCheckpoint, writeCheckpoint } from './checkpoint.js';
import { usageError } from './command-error.js';
import type { Inquiry, Rejection } from './inquiry.js';
import type { Tally } from './tally.js';

/** What a checkpoint says of the run beside its inputs. */
export type Standing = Pick<Checkpoint, 'length' | 'elapsed' | 'counts'>;

/** Keeps a run's checkpoint: which inputs are finished, and a file that says so. */
export class Journal {
  readonly #path: string;
  readonly #plan: Checkpoint['plan'];
  readonly #digest = createHash('sha256');
  readonly #open = new Map<number, Set<string>>();
  readonly #left: Inquiry[] = [];
  #taken = 0;

  /** For the run that writes this output, with the plan of {@link Checkpoint}. */
  constructor(output: string, plan: Checkpoint['plan']) {
    this.#path = checkpointPath(output);
    this.#plan = plan;
  }

  /**
   * Reads again what a run had taken, and keeps what of it is not finished.
   *
   * Throws {@link CommandError} with exit code 64 where it is not what the run had taken.
   */
  async catchUp(entries: AsyncGenerator<Inquiry | Rejection>, checkpoint: Checkpoint): Promise<void> {
    const open = new Map(checkpoint.open);
    while (this.#taken < checkpoint.taken) {
      const { done, value: entry } = await entries.next();
      if (done === true) throw changed(`it had ${checkpoint.taken} names or more, and has ${this.#taken}`);
      this.#note(entry);
      const types = open.get(entry.index);
      if (types === undefined || entry.kind === 'rejection') continue;
      this.#open.set(entry.index, new Set(types));
      this.#left.push({ ...entry, type: entry.type.filter((type) => types.includes(type)) });
    }
    if (this.#digest.copy().digest('hex') !== checkpoint.digest)
      throw changed(`its first ${checkpoint.taken} names are not those that were asked`);
  }

  /** The inputs that are to be asked: what is left of those that had been taken, then the others. */
  async *remaining(entries: AsyncGenerator<Inquiry | Rejection>): AsyncGenerator<Inquiry | Rejection> {
    yield* this.#left;
    yield* entries;
  }

  /** Takes note of an input that is to be asked, or has its outcomes in the same turn of the event loop. */
  take(entry: Inquiry | Rejection): void {
    if (entry.index < this.#taken) return;
    this.#note(entry);
    if (entry.kind === 'inquiry') this.#open.set(entry.index, new Set(entry.type));
  }

  /** Takes note of an outcome whose text has been given to the output. */
  settle(index: number, type: RecordType): void {
    const types = this.#open.get(index);
    types?.delete(type);
    if (types?.size === 0) this.#open.delete(index);
  }

  /** How far the run is now. The caller makes sure that the output is on the disk before it is written. */
  snapshot(standing: Standing): Checkpoint {
    return {
      plan: this.#plan,
      taken: this.#taken,
      digest: this.#digest.copy().digest('hex'),
      open: [...this.#open].map(([index, types]) => [index, [...types]]),
      ...standing,
    };
  }

  /** Writes a checkpoint over the last one. Throws {@link CommandError} with exit code 74. */
  write(checkpoint: Checkpoint): Promise<void> {
    return writeCheckpoint(this.#path, checkpoint);
  }

  /** Removes the checkpoint of a run that is complete. */
  remove(): Promise<void> {
    return removeCheckpoint(this.#path);
  }

  #note({ text, row = '' }: Inquiry | Rejection): void {
    this.#taken += 1;
    this.#digest.update(`${text}\0${row}\n`);
  }
}

/** Puts back the counts of what is finished; what is open counts again when it is taken again. */
export function restoreTally(tally: Tally, { taken, open, elapsed, counts }: Checkpoint): void {
  tally.inputs = taken - open.length;
  tally.in = counts.out;
  tally.add(counts);
  tally.continueFrom(elapsed);
}

function changed(how: string): Error {
  return usageError(`cannot resume: the input has changed: ${how}`);
}
