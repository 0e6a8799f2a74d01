import type { Coverage } from './coverage.js';
import { mutate } from './mutate.js';
import { SeededRandom } from './seeded-random.js';
import { shrink } from './shrink.js';
import type { Target } from './target.js';

/** How to fuzz one target. */
export interface FuzzOptions {
  readonly seed: number;
  /** Without it, inputs come from the seeds alone, and the same ones for the same `seed`. */
  readonly coverage?: Coverage | undefined;
  /** Tells, after each batch, whether to go on. */
  readonly goOn: (executions: number) => boolean;
  /** Told of each input before it runs: the one that runs for ever is the last. */
  readonly onInput?: ((input: Uint8Array) => void) | undefined;
}

/** What came of fuzzing one target. */
export interface FuzzResult {
  readonly executions: number;
  /** Inputs kept: the seeds, and those that reached code that no other did. */
  readonly corpus: number;
  /** Characters of code reached; 0 without coverage. */
  readonly reached: number;
  readonly finding?: Finding;
}

/** An input for which something does not hold. */
export interface Finding {
  readonly input: Uint8Array;
  readonly error: unknown;
}

/** Inputs between two looks at the coverage, each of which takes milliseconds. */
const batchSize = 256;
/** Milliseconds that a batch may take before its end, so that slow inputs do not hold up the rest. */
const batchTime = 50;

/** Code takes up to twice as long while V8 counts. */
const counterCost = 2;

/** Runs a target on its seeds, then on mutations of what was kept, until told to stop or something breaks. */
export function fuzz(target: Target, options: FuzzOptions): FuzzResult {
  return new Run(target, options).run();
}

/** What breaks for one input; `undefined` where all holds. */
export function findFault(target: Target, input: Uint8Array): Finding | undefined {
  try {
    target.run(Uint8Array.from(input));
    return undefined;
  } catch (error) {
    return { input, error };
  }
}

class Run {
  readonly #target: Target;
  readonly #options: FuzzOptions;
  readonly #random: SeededRandom;
  readonly #corpus: Uint8Array[] = [];
  #executions = 0;
  #reached = 0;
  #finding: Finding | undefined;

  constructor(target: Target, options: FuzzOptions) {
    this.#target = target;
    this.#options = options;
    this.#random = new SeededRandom(options.seed);
  }

  run(): FuzzResult {
    const { seeds } = this.#target;
    // What others reached before says nothing about this target.
    this.#options.coverage?.forget();
    this.#explore(seeds);
    this.#corpus.splice(0, this.#corpus.length, ...seeds);
    while (this.#finding === undefined && this.#options.goOn(this.#executions)) {
      this.#explore(Array.from({ length: batchSize }, () => this.#nextInput()));
    }
    const counts = { executions: this.#executions, corpus: this.#corpus.length, reached: this.#reached };
    if (this.#finding === undefined) return counts;
    return { ...counts, finding: shrink(this.#finding, (input) => this.#findFault(input)) };
  }

  #nextInput(): Uint8Array {
    const { tokens, maxLength } = this.#target;
    const newest = Math.max(0, this.#corpus.length - 16);
    // Every other time one of the newest, which have been tried the least.
    const from = this.#random.below(2) === 0 ? newest : 0;
    const input = this.#corpus[from + this.#random.below(this.#corpus.length - from)] ?? new Uint8Array(0);
    return mutate(input, { random: this.#random, corpus: this.#corpus, tokens, maxLength });
  }

  /** Runs inputs, and keeps those that reach new code: found by halves, since reading the counters is slow. */
  #explore(inputs: readonly Uint8Array[]): void {
    const { coverage } = this.#options;
    const ran = this.#execute(inputs);
    if (coverage === undefined || this.#finding !== undefined || inputs.length === 0) return;
    const fresh = coverage.take({ learn: ran === 1 });
    if (fresh === 0) return;
    if (ran === 1) {
      this.#reached += fresh;
      this.#corpus.push(...inputs.slice(0, 1));
      return;
    }
    const middle = ran >> 1;
    this.#explore(inputs.slice(0, middle));
    this.#explore(inputs.slice(middle, ran));
  }

  /** Runs inputs until one breaks or time is up; returns how many ran, at least one. */
  #execute(inputs: readonly Uint8Array[]): number {
    // Without coverage, the same seed has to give the same inputs, however busy the machine is.
    const maxTime = this.#options.coverage === undefined ? Number.POSITIVE_INFINITY : batchTime;
    const begin = performance.now();
    let before = begin;
    for (const [index, input] of inputs.entries()) {
      this.#executions += 1;
      this.#finding = this.#findFault(input);
      const now = performance.now();
      if (now - before > this.#target.limit) this.#finding ??= this.#findSlowness(input);
      if (this.#finding !== undefined || now - begin > maxTime) return index + 1;
      before = now;
    }
    return inputs.length;
  }

  #findFault(input: Uint8Array): Finding | undefined {
    this.#options.onInput?.(input);
    return findFault(this.#target, input);
  }

  /** Runs a slow input again, by processor time: other programs made most of them slow. */
  #findSlowness(input: Uint8Array): Finding | undefined {
    const limit = this.#target.limit * (this.#options.coverage === undefined ? 1 : counterCost);
    const time = leastTime(this.#target, input);
    if (time <= limit) return undefined;
    return { input, error: new RangeError(`took ${time.toFixed(0)} ms; the limit is ${limit}`) };
  }
}

/** The least of five runs, in milliseconds of processor time; the first ones compile. */
function leastTime(target: Target, input: Uint8Array): number {
  const times = Array.from({ length: 5 }, () => {
    const start = process.cpuUsage();
    findFault(target, input);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}
