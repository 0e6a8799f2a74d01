import type { Mutation } from './octets.js';
import type { Source } from './script.js';

/** A message that no resolver may take for the answer, nor for an end of waiting. */
export interface Forgery {
  readonly what: string;
  readonly message: Mutation;
  /** @default the server asked */
  readonly from?: Source;
}
