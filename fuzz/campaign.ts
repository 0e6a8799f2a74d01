import { Coverage } from './coverage.js';
import { fuzz } from './fuzz.js';
import { toHex } from './input.js';
import { findTarget, targets } from './targets.js';

/** What `npm run fuzz` is told to do. */
export interface Campaign {
  /** For all targets together. */
  readonly seconds: number;
  readonly seed: number;
  /** Names of targets; none for all. */
  readonly names: readonly string[];
  /** Holds the input that runs: a count of all so far and its length, 32 bits each, then its octets. */
  readonly running: SharedArrayBuffer;
}

/** What a campaign tells about each target as it goes. */
export type Report =
  | { readonly kind: 'unknown'; readonly target: string }
  | { readonly kind: 'begin'; readonly target: string }
  | {
      readonly kind: 'end';
      readonly target: string;
      readonly executions: number;
      readonly corpus: number;
      readonly reached: number;
      readonly finding?: { readonly hex: string; readonly what: string; readonly stack: string };
    };

/** Fuzzes targets in turn, each for its share of the time and with coverage of its own. */
export function runCampaign(
  { seconds, seed, names, running }: Campaign,
  report: (report: Report) => void,
): void {
  const chosen = names.length === 0 ? targets.map(({ name }) => name) : names;
  const coverage = new Coverage();
  const onInput = recorder(running);
  for (const name of chosen) {
    const target = findTarget(name);
    if (target === undefined) {
      report({ kind: 'unknown', target: name });
      continue;
    }
    report({ kind: 'begin', target: name });
    const end = performance.now() + (seconds * 1000) / chosen.length;
    const { finding, ...counts } = fuzz(target, {
      seed,
      coverage,
      onInput,
      goOn: () => performance.now() < end,
    });
    const found = finding === undefined ? {} : { finding: describe(finding.input, finding.error) };
    report({ kind: 'end', target: name, ...counts, ...found });
  }
  coverage.stop();
}

/** Writes down each input before it runs: the thread that waits reads it there when one never ends. */
function recorder(running: SharedArrayBuffer): (input: Uint8Array) => void {
  const numbers = new Int32Array(running, 0, 2);
  const octets = new Uint8Array(running, 8);
  return (input) => {
    octets.set(input);
    numbers[1] = input.length;
    Atomics.add(numbers, 0, 1);
  };
}

function describe(input: Uint8Array, error: unknown) {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  return { hex: toHex(input), what: message, stack };
}
