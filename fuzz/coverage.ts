import { type Profiler, Session } from 'node:inspector';

/**
 * Which parts of our code ran, as V8 counts them; code in node_modules is left out.
 *
 * One for a thread at a time: V8 has one set of counters, which reading resets.
 */
export class Coverage {
  readonly #session = new Session();
  /** For each function, 1 for each character of its text that ran. */
  readonly #known = new Map<string, Uint8Array>();

  constructor() {
    this.#session.connect();
    this.#session.post('Profiler.enable');
    // Never stopped in between: code compiled by then would only be counted by whole functions afterwards.
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** Characters of code that ran since the last call, and not before the last that was to learn. */
  take({ learn }: { readonly learn: boolean }): number {
    let fresh = 0;
    for (const { url, scriptId, functions } of this.#read()) {
      if (!isOurs(url)) continue;
      for (const { ranges } of functions) fresh += this.#compare(scriptId, ranges, learn);
    }
    return fresh;
  }

  /** Begins anew: nothing has run yet. */
  forget(): void {
    this.#known.clear();
    this.#read();
  }

  stop(): void {
    this.#session.disconnect();
  }

  #read(): readonly Profiler.ScriptCoverage[] {
    let scripts: readonly Profiler.ScriptCoverage[] = [];
    // Within one thread the answer is there before `post` returns.
    this.#session.post('Profiler.takePreciseCoverage', (error, answer) => {
      if (error !== null) throw error;
      scripts = answer.result;
    });
    return scripts;
  }

  /** The first range is the whole function; V8 leaves out blocks that ran as often as what is around them. */
  #compare(scriptId: string, ranges: readonly Profiler.CoverageRange[], learn: boolean): number {
    const [whole] = ranges;
    if (whole === undefined || whole.count === 0) return 0;
    const ran = new Uint8Array(whole.endOffset - whole.startOffset);
    for (const { count, startOffset, endOffset } of ranges) {
      ran.fill(count > 0 ? 1 : 0, startOffset - whole.startOffset, endOffset - whole.startOffset);
    }
    const key = `${scriptId}:${whole.startOffset}:${whole.endOffset}`;
    const known = this.#known.get(key) ?? new Uint8Array(ran.length);
    let fresh = 0;
    for (let at = 0; at < ran.length; at += 1) {
      if (ran[at] !== 1 || known[at] === 1) continue;
      fresh += 1;
      if (learn) known[at] = 1;
    }
    if (learn) this.#known.set(key, known);
    return fresh;
  }
}

function isOurs(url: string): boolean {
  return /\/(?:src|fuzz)\/[^?]*\.ts$/.test(url) && !url.includes('/node_modules/');
}
