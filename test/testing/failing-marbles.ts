import { type MarbleContext, marbles } from '../../src/testing/marbles.js';

/** The message with which a marble test fails; fails where it does not. */
export function failureOf(test: (m: MarbleContext) => void): string {
  try {
    marbles(test)();
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('the marbles differ')) return error.message;
    throw error;
  }
  throw new Error('the marble test passed, and should not');
}
