import type { Finding } from './fuzz.js';

/** Milliseconds that shrinking takes at most. */
const maxTime = 3000;

/**
 * Makes the input of a finding shorter and simpler as long as it breaks in the same way: leaves out pieces,
 * large ones first, then makes zeros of octets.
 */
export function shrink(finding: Finding, findFault: (input: Uint8Array) => Finding | undefined): Finding {
  // Time differs from run to run: a slow input stays as it is.
  if (kindOf(findFault(finding.input)?.error) !== kindOf(finding.error)) return finding;
  let best = finding;
  const end = performance.now() + maxTime;
  const accept = (input: Uint8Array): boolean => {
    const found = performance.now() > end ? undefined : findFault(input);
    if (found === undefined || kindOf(found.error) !== kindOf(finding.error)) return false;
    best = found;
    return true;
  };
  for (let size = best.input.length; size >= 1; size >>= 1) {
    for (let at = 0; at < best.input.length; ) {
      const shorter = [...best.input.subarray(0, at), ...best.input.subarray(at + size)];
      if (!accept(Uint8Array.from(shorter))) at += size;
    }
  }
  for (let at = 0; at < best.input.length; at += 1) {
    if (best.input[at] !== 0) accept(best.input.with(at, 0));
  }
  return best;
}

/** Two errors are of one kind when they differ in numbers alone. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.name}: ${error.message.replaceAll(/".*"|\d+/g, '')}`;
}
