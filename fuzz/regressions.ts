/** An input that once broke something. */
export interface Regression {
  readonly target: string;
  /** What was wrong. */
  readonly what: string;
  readonly hex: string;
}

/** Inputs that the fuzzer found: the tests run each, and it must do no harm any more. */
export const regressions: readonly Regression[] = [];
