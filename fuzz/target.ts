/** Code under fuzzing, and what is to hold for it. */
export interface Target {
  readonly name: string;
  /** Inputs to begin with: the more of the code they reach, the better. */
  readonly seeds: readonly Uint8Array[];
  /** Octets that mean something to the code and that chance would not hit upon. */
  readonly tokens: readonly Uint8Array[];
  /** Octets that an input has at most. */
  readonly maxLength: number;
  /** Milliseconds of processor time that one input may take. */
  readonly limit: number;
  /** Throws where something does not hold. Has to do the same for the same input. */
  run(input: Uint8Array): void;
}

/** What a target throws where the code gave a result, and a wrong one. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

/** Throws {@link Broken} unless `holds`; `what` is said in words. */
export function check(holds: boolean, what: string): void {
  if (!holds) throw new Broken(what);
}
