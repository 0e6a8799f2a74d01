import { DnsError } from '../errors.js';
import { WireError } from '../records/wire-error.js';

/** The same failure as users are to see it: the errors of the codec become {@link DnsError}s of their code. */
export function asDnsError(error: unknown): unknown {
  return error instanceof WireError ? new DnsError(error.code, error.message, { cause: error }) : error;
}
