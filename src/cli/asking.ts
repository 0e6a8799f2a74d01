import type { Observable } from 'rxjs';
import type { RecordType } from '../index.js';
import type { Inquiry } from './inquiry.js';
import type { Report } from './report.js';
import type { Counts } from './tally.js';

/**
 * Asks inquiries as slots become free, and takes the next one only then: in this thread or in several.
 *
 * Completes once every question has been delivered. Errors with what the inquiries throw, and with
 * {@link CommandError} where nobody is left to ask.
 */
export type Ask = (inquiries: AsyncIterable<Inquiry>) => Observable<Delivery>;

/** One type of an inquiry. */
export interface Question {
  readonly inquiry: Inquiry;
  readonly type: RecordType;
}

/** What comes of asking: each question is in one report or in one parcel. */
export type Delivery =
  /** The outcome of one question. */
  | { readonly kind: 'report'; readonly question: Question; readonly report: Report }
  /** The outcomes of several, printed and counted. */
  | {
      readonly kind: 'parcel';
      readonly questions: readonly Question[];
      readonly text: string;
      readonly counts: Counts;
    }
  /** What a person should know about the run. */
  | { readonly kind: 'notice'; readonly text: string };
