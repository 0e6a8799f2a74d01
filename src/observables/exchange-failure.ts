import type { DnsErrorCode } from '../errors.js';
import { systemCode } from './system-code.js';

/**
 * The code for an HTTP exchange that brought no DNS message, or was cut off: what a name server that refuses, fails
 * or does not understand would answer. `undefined` for causes that are about the connection.
 */
export function exchangeFailure(cause: unknown): DnsErrorCode | undefined {
  const code = systemCode(cause);
  if (code === undefined) return undefined;
  if (code === 'EOF') return 'EOF';
  if (!code.startsWith('HTTP_')) return undefined;
  const status = Number(code.slice('HTTP_'.length));
  if (refusals.has(status)) return 'EREFUSED';
  if (unlike.has(status)) return 'ENOTIMP';
  if (status >= 500 && status <= 599) return 'ESERVFAIL';
  return status >= 400 && status <= 499 ? 'EFORMERR' : 'EBADRESP';
}

/** Not for us, or not now (RFC 9110 section 15.5, RFC 6585 section 4). */
const refusals: ReadonlySet<number> = new Set([401, 403, 407, 429, 451]);
/** No DNS over HTTPS here, or not this way. */
const unlike: ReadonlySet<number> = new Set([404, 405, 406, 410, 415, 501, 505]);
