import { DnsError, type DnsErrorCode, type DnsErrorDetails } from '../errors.js';
import type { Question } from '../records/message.js';

/** The error of a query whose attempts are used up. */
export function attemptsError(
  code: DnsErrorCode,
  made: number,
  details: DnsErrorDetails & { readonly question: Question },
): DnsError {
  const { name, type } = details.question;
  const attempts = made === 1 ? '1 attempt' : `${made} attempts`;
  return new DnsError(code, `${type} ${name}: ${meaning(code)} (${attempts})`, details);
}

function meaning(code: DnsErrorCode): string {
  switch (code) {
    case 'ENOSERVER':
      return 'no servers are configured';
    case 'ETIMEOUT':
      return 'no server answered in time';
    case 'EBADRESP':
      return 'the servers sent malformed responses';
    case 'EFORMERR':
    case 'ENOTIMP':
    case 'EREFUSED':
    case 'ESERVFAIL':
      return 'the servers answered with HTTP errors';
    case 'EOF':
      return 'the servers closed the connection';
    default:
      return 'no server could be reached';
  }
}
