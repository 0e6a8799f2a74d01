import type { Outcome } from 'rxdns';

/** What happened, in words for a person. */
export interface Explanation {
  /** What to look for in styles and tests. */
  readonly kind:
    | 'answer'
    | 'no-such-name'
    | 'no-data'
    | 'server-failure'
    | 'time-out'
    | 'refused'
    | 'no-connection'
    | 'bad-name'
    | 'other';
  readonly title: string;
  readonly advice: string;
}

// #region explain
/** What a lookup came to, told apart by its status. */
export function explain({ status, name, type }: Outcome): Explanation {
  switch (status) {
    case 'NOERROR':
      return { kind: 'answer', title: 'Found', advice: '' };
    case 'NXDOMAIN':
      return { kind: 'no-such-name', title: 'No such name', advice: `Nothing is called ${name}.` };
    case 'NODATA':
      return {
        kind: 'no-data',
        title: `No ${type} records`,
        advice: 'The name is there, without any of these.',
      };
    case 'SERVFAIL':
      return {
        kind: 'server-failure',
        title: 'The server failed',
        advice: 'It could not find out. Try later.',
      };
    case 'TIMEOUT':
      return {
        kind: 'time-out',
        title: 'No answer in time',
        advice: 'The server, or the way to it, is slow.',
      };
    case 'REFUSED':
      return {
        kind: 'refused',
        title: 'The server refused',
        advice: 'It does not answer this, or not to you.',
      };
    case 'CONNREFUSED':
      return { kind: 'no-connection', title: 'No connection', advice: 'Is the address of the server right?' };
    case 'BADNAME':
      return {
        kind: 'bad-name',
        title: 'Not a name',
        advice: 'Labels of 1 to 63 letters, with dots between them.',
      };
    default:
      return { kind: 'other', title: 'No answer', advice: `The server said ${status}.` };
  }
}
// #endregion
