import { lookAt } from './system-read.js';

/** Milliseconds from one look at a file to the next. */
export const lookEvery = 1000;

/** What happened to a file of this machine. */
export type SystemNotice =
  /** Its content is another. */
  | { readonly type: 'configuration'; readonly path: string }
  /** It cannot be used; told once until it can be again, or cannot for another reason. */
  | { readonly type: 'configuration-warning'; readonly path: string; readonly reason: string };

/** What to make of a file. */
export interface FileReading<T> {
  readonly path: string;
  /** Must take any text. */
  readonly parse: (text: string) => T;
  /** The value where there is no content. */
  readonly absent: T;
  /** Whether a file that does not exist is worth no notice. */
  readonly optional?: boolean;
  /** Whether changes count; otherwise the file is read once. */
  readonly follow: boolean;
  readonly report: (notice: SystemNotice) => void;
}

/**
 * A file and what was made of its content, read when it is asked for.
 *
 * State: the value; the text it was made of; the stamp of the file when that was read.
 *
 * Each time the value is asked for, a second or more after the last look, the file is looked at; another stamp
 * means that it is read; another text, that there is another value. Nothing is watched, so nothing has to be
 * closed, and it does not matter how the file was changed.
 */
export class FollowedFile<T> {
  readonly #reading: FileReading<T>;
  #value: T;
  #text: string | undefined;
  #stamp: string | undefined;
  #lookedAt: number | undefined;
  #warned: string | undefined;

  constructor(reading: FileReading<T>) {
    this.#reading = reading;
    this.#value = reading.absent;
  }

  /** The value; the same object while nothing changed. `now` in milliseconds. */
  read(now: number): T {
    const lookedAt = this.#lookedAt;
    if (lookedAt === undefined) return this.readNow(now);
    const since = now - lookedAt;
    // A clock that was set back says nothing about when the last look was.
    const recent = since >= 0 && since < lookEvery;
    return recent || !this.#reading.follow ? this.#value : this.readNow(now);
  }

  /** As {@link FollowedFile.read}, but looks at the file in any case. */
  readNow(now: number): T {
    const first = this.#lookedAt === undefined;
    const { path, parse, absent, optional = false, report } = this.#reading;
    this.#lookedAt = now;
    const look = lookAt(path, this.#stamp);
    if (look.kind === 'content') {
      this.#stamp = look.stamp;
      this.#warned = undefined;
      if (look.text === this.#text) return this.#value;
      this.#text = look.text;
      this.#value = parse(look.text);
      if (!first) report({ type: 'configuration', path });
    } else if (look.kind === 'failure') {
      this.#stamp = undefined;
      if (!look.passing) {
        this.#text = undefined;
        this.#value = absent;
      }
      if (!(look.missing && optional)) this.#warn(look.reason);
    }
    return this.#value;
  }

  #warn(reason: string): void {
    if (reason === this.#warned) return;
    this.#warned = reason;
    const { path, report } = this.#reading;
    report({ type: 'configuration-warning', path, reason });
  }
}
