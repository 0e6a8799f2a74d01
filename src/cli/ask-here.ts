import { map } from 'rxjs';
import { queryEach, type RecordType, type Resolver } from '../index.js';
import type { Ask } from './asking.js';
import type { Inquiry } from './inquiry.js';
import { reportOutcome } from './report.js';

/** Asks in this thread, so many questions at a time. */
export function askHere(resolver: Resolver, concurrency: number): Ask {
  return (inquiries) =>
    queryEach.from<RecordType, Inquiry>(resolver, inquiries, 'A', { concurrency }).pipe(
      map((outcome) => ({
        kind: 'report',
        question: { inquiry: outcome.input, type: outcome.type },
        report: reportOutcome(outcome),
      })),
    );
}
