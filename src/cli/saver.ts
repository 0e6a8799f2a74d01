import { ioError } from './command-error.js';
import type { Output } from './output.js';
import type { Course } from './resume.js';
import type { Tally } from './tally.js';

/** Writes the checkpoint of a run again and again; does nothing where the run keeps none. */
export class Saver {
  readonly #course: Course;
  readonly #output: Output;
  readonly #tally: Tally;
  readonly #failed: (error: unknown) => void;
  readonly #timer: NodeJS.Timeout | undefined;
  #saving: Promise<void> | undefined;

  /** Begins; `failed` is called with what kept a checkpoint from being written. */
  constructor(course: Course, output: Output, tally: Tally, failed: (error: unknown) => void) {
    this.#course = course;
    this.#output = output;
    this.#tally = tally;
    this.#failed = failed;
    if (course.journal !== undefined) this.#timer = setInterval(() => this.#begin(), interval);
  }

  /** Writes the last checkpoint, or removes it where the run is complete by then. */
  async end(isComplete: () => boolean): Promise<void> {
    clearInterval(this.#timer);
    await this.#saving;
    this.#begin();
    await this.#saving;
    if (isComplete()) await this.#course.journal?.remove();
  }

  #begin(): void {
    // One at a time: a slow disk gets fewer of them.
    this.#saving ??= this.#save()
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#saving = undefined;
      });
  }

  async #save(): Promise<void> {
    const { journal, target } = this.#course;
    // All of one moment, and before the first wait.
    const { length } = this.#output;
    const { elapsed } = this.#tally;
    const checkpoint = journal?.snapshot({ length, elapsed, counts: this.#tally.counts() });
    await this.#output.end();
    if (checkpoint === undefined || this.#output.broken) return;
    await target.sync().catch((error: unknown) => {
      throw ioError(`cannot write to ${target.label}`, error);
    });
    await journal?.write(checkpoint);
  }
}

/** Milliseconds. */
const interval = 500;
