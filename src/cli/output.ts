import type { Writable } from 'node:stream';

/** How texts reach a stream without piling up. */
export interface OutputOptions {
  /** Milliseconds that texts may wait for company; 0 for as soon as the event loop turns. */
  readonly delay?: () => number;
  /** Called around each write, as when a progress line on the same terminal has to make way. */
  readonly around?: (write: () => void) => void;
  /** Octets that the stream has from an earlier run (0). */
  readonly written?: number;
  /** Called once when the stream fails. */
  readonly failed: (error: Error) => void;
}

/** Collects texts into large writes, and says when the reader is behind. */
export class Output {
  readonly #stream: Writable;
  readonly #options: OutputOptions;
  #text = '';
  #cancel: (() => void) | undefined;
  #behind = false;
  #broken = false;
  #length: number;
  #waiting: (() => void)[] = [];

  constructor(stream: Writable, options: OutputOptions) {
    this.#stream = stream;
    this.#options = options;
    this.#length = options.written ?? 0;
    stream.on('drain', () => this.#release());
    stream.on('error', (error) => {
      if (!this.#broken) {
        this.#broken = true;
        options.failed(error);
      }
      // After EPIPE the drain event never comes.
      this.#release();
    });
  }

  /** Octets that the stream has once everything is written that was taken so far. */
  get length(): number {
    return this.#length + Buffer.byteLength(this.#text);
  }

  /** Whether the stream has failed. */
  get broken(): boolean {
    return this.#broken;
  }

  /** Takes a text to write; dropped where the stream has failed. */
  write(text: string): void {
    if (this.#broken || text === '') return;
    this.#text += text;
    if (this.#text.length >= chunkLength && !this.#behind) this.#flush();
    else this.#cancel ??= this.#schedule();
  }

  /** Undefined while the reader keeps up; else what resolves once it has caught up, or the stream failed. */
  ready(): Promise<void> | undefined {
    if (!this.#behind || this.#broken) return undefined;
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** Resolves once everything is written, or the stream failed. */
  async end(): Promise<void> {
    this.#flush();
    if (this.#broken) return;
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
      this.#stream.write('', () => resolve());
    });
  }

  #schedule(): () => void {
    const delay = this.#options.delay?.() ?? 0;
    if (delay > 0) {
      const timer = setTimeout(() => this.#flush(), delay);
      return () => clearTimeout(timer);
    }
    const immediate = setImmediate(() => this.#flush());
    return () => clearImmediate(immediate);
  }

  #flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const text = this.#text;
    if (text === '' || this.#broken) return;
    this.#text = '';
    this.#length += Buffer.byteLength(text);
    const write = (): void => {
      this.#behind = !this.#stream.write(text);
    };
    if (this.#options.around === undefined) write();
    else this.#options.around(write);
  }

  #release(): void {
    this.#behind = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

/** Characters: large enough that system calls do not count, small enough to flow. */
const chunkLength = 32_768;
