import type { QueryOutcome, RecordType } from '../index.js';
import { createFormat, type Format, renderReport } from './formats.js';
import type { Inquiry } from './inquiry.js';
import { reportOutcome } from './report.js';
import { Tally } from './tally.js';
import { type Parcel, parcelLength, type WorkerPlan } from './worker-messages.js';

/** An inquiry in a worker thread. */
export interface NumberedInquiry extends Inquiry {
  /** The number of its first question. */
  readonly first: number;
}

/** Prints and counts outcomes, and sends them off in parcels. */
export class Collector {
  readonly #statuses: ReadonlySet<string> | undefined;
  readonly #format: Format;
  readonly #length: number;
  readonly #send: (parcel: Parcel) => void;
  #expected = 0;
  #settled: number[] = [];
  #text = '';
  #tally = new Tally();
  #timer: NodeJS.Timeout | undefined;

  constructor({ format, statuses, concurrency }: WorkerPlan, send: (parcel: Parcel) => void) {
    this.#format = createFormat(format);
    this.#statuses = statuses;
    this.#length = parcelLength(concurrency);
    this.#send = send;
  }

  /** Takes note of an inquiry whose outcomes will come. */
  expect({ type }: Inquiry): void {
    this.#expected += type.length;
  }

  /** Takes an outcome; the parcel goes when it is full, when no other outcome is to come, or soon. */
  take(outcome: QueryOutcome<RecordType, NumberedInquiry>): void {
    const { first, type } = outcome.input;
    this.#expected -= 1;
    this.#settled.push(first + type.indexOf(outcome.type));
    this.#text += renderReport(reportOutcome(outcome), this.#format, this.#statuses);
    this.#tally.count(outcome);
    if (this.#expected === 0 || this.#settled.length >= this.#length) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), patience);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const parcel = { settled: this.#settled, text: this.#text, counts: this.#tally.counts() };
    this.#settled = [];
    this.#text = '';
    this.#tally = new Tally();
    this.#send(parcel);
  }
}

/** Milliseconds that an outcome waits for company. */
const patience = 2;
