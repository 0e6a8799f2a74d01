import { defer, type Observable } from 'rxjs';
import type { RecordType } from '../records/record-map.js';
import { readAnswer } from './answer.js';
import type { Ask, Reply } from './reply.js';
import { type SearchList, type SearchVerdict, searchCandidates, searchNames } from './search.js';

/** Asks for a name through the search list: one reply, which is that of the candidate that decided. */
export function searchReplies(name: string, type: RecordType, list: SearchList, ask: Ask): Observable<Reply> {
  const judge = (replies: readonly Reply[]) => judgeReply(type, replies);
  return defer(() =>
    searchNames(searchCandidates(name, list), { ask: (candidate) => ask(candidate, type), judge }),
  );
}

/** A failure without a response is an error of the stream, and ends the search by itself. */
function judgeReply(type: RecordType, [reply]: readonly Reply[]): SearchVerdict {
  if (reply === undefined) return 'failed';
  switch (readAnswer(type, reply.question, reply.response).status) {
    case 'NOERROR':
      return 'found';
    case 'NXDOMAIN':
      return 'absent';
    case 'NODATA':
      return 'nodata';
    case 'SERVFAIL':
    case 'REFUSED':
      return 'refused';
    default:
      return 'failed';
  }
}
