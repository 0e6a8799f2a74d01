import { WireError } from '../../src/records/wire-error.js';

/** What goes wrong: the code and message of a WireError, or that there was none. */
export function failure(act: () => unknown): string {
  try {
    return `no error: ${JSON.stringify(act())}`;
  } catch (error) {
    return error instanceof WireError ? `${error.code} ${error.message}` : `not a WireError: ${error}`;
  }
}
