import type { PlannedAttempt } from './attempt-plan.js';
import type { Deadline } from './deadlines.js';
import type { DnsResponse, ServerQuery } from './exchange.js';
import type { Run, SingleObserver } from './single.js';

/** Who makes attempts, and hears what becomes of each. */
export interface AttemptOwner {
  onResponse(attempt: LiveAttempt, response: DnsResponse): void;
  onError(attempt: LiveAttempt, error: unknown): void;
}

/** An attempt that waits for its response. */
export class LiveAttempt implements SingleObserver<DnsResponse> {
  readonly planned: PlannedAttempt;
  readonly query: ServerQuery;
  readonly sentAt: number;
  /** A server failed this question before. */
  readonly isAgain: boolean;
  readonly #owner: AttemptOwner;
  wire: Run | undefined;
  timer: Deadline | undefined;
  /** The next attempt has started already; this one only has to end. */
  overtaken = false;

  constructor(planned: PlannedAttempt, sentAt: number, isAgain: boolean, owner: AttemptOwner) {
    this.planned = planned;
    this.query = planned.query;
    this.sentAt = sentAt;
    this.isAgain = isAgain;
    this.#owner = owner;
  }

  next(response: DnsResponse): void {
    this.#owner.onResponse(this, response);
  }

  error(error: unknown): void {
    this.#owner.onError(this, error);
  }
}
