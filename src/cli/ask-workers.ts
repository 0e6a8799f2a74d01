import { Observable, type Subscriber } from 'rxjs';
import { DnsError } from '../index.js';
import type { Ask, Delivery } from './asking.js';
import { CommandError, exitCodes } from './command-error.js';
import type { Inquiry } from './inquiry.js';
import { reportAbandoned } from './report.js';
import { WorkerLink } from './worker-link.js';
import type { WorkerPlan } from './worker-messages.js';

/**
 * Asks in so many worker threads, which share the concurrency; each has one at least.
 *
 * Inquiries go to the worker with the most room, and none is taken from the input while there is no room: memory
 * is bounded by the concurrency. What a worker had when it died is asked once more by the others; what dies with
 * two of them is cancelled. Unsubscribing ends the threads.
 */
export function askWorkers(workers: number, plan: WorkerPlan): Ask {
  return (inquiries) => new Observable((subscriber) => new Pool(workers, plan, subscriber).feed(inquiries));
}

/** Questions in one message at most: with more it is no cheaper, and the last ones wait for the first. */
const maxAssignment = 128;
/** Fewer are not worth a message to each worker. */
const minAssignment = 32;

/** The workers of one run, and the inquiries that none of them has. */
class Pool {
  readonly #subscriber: Subscriber<Delivery>;
  /** Those that live. */
  readonly #links = new Set<WorkerLink>();
  readonly #askedAgain = new WeakSet<Inquiry>();
  readonly #waiting: Inquiry[] = [];
  /** Questions of the inquiries that wait. */
  #questions = 0;
  #flushing: NodeJS.Immediate | undefined;
  #resume: (() => void) | undefined;
  #fed = false;

  constructor(workers: number, plan: WorkerPlan, subscriber: Subscriber<Delivery>) {
    this.#subscriber = subscriber;
    subscriber.add(() => this.#close());
    const listener = {
      ready: () => this.#advance(),
      delivered: (delivery: Delivery) => {
        subscriber.next(delivery);
        this.#advance();
      },
      ended: (link: WorkerLink, reason: string) => this.#onDeath(link, reason),
    };
    for (let n = 0; n < workers; n += 1) {
      const concurrency = Math.max(1, Math.floor((plan.concurrency + n) / workers));
      this.#links.add(new WorkerLink({ ...plan, concurrency }, listener));
    }
  }

  /** Takes inquiries as there is room for them. */
  feed(inquiries: AsyncIterable<Inquiry>): void {
    this.#takeAll(inquiries).then(
      () => {
        this.#fed = true;
        this.#advance();
      },
      (error: unknown) => this.#subscriber.error(error),
    );
  }

  async #takeAll(inquiries: AsyncIterable<Inquiry>): Promise<void> {
    for await (const inquiry of inquiries) {
      this.#wait(inquiry);
      if (this.#questions >= maxAssignment) this.#flush();
      // What else the input has ready comes before the event loop turns, and goes into the same message.
      else this.#flushing ??= setImmediate(() => this.#flush());
      if (this.#room <= 0) {
        await new Promise<void>((resolve) => {
          this.#resume = resolve;
        });
      }
      if (this.#subscriber.closed) return;
    }
  }

  get #room(): number {
    let room = -this.#questions;
    for (const link of this.#links) room += link.room;
    return room;
  }

  #wait(inquiry: Inquiry): void {
    this.#waiting.push(inquiry);
    this.#questions += inquiry.type.length;
  }

  /** Gives what waits to the workers that have room. */
  #flush(): void {
    clearImmediate(this.#flushing);
    this.#flushing = undefined;
    const share = Math.max(minAssignment, Math.ceil(this.#questions / this.#links.size));
    const most = Math.min(share, maxAssignment);
    while (this.#waiting.length > 0) {
      const link = mostRoom(this.#links);
      if (link === undefined || link.room <= 0) return;
      link.assign(this.#take(Math.min(link.room, most)));
    }
  }

  /** Takes inquiries with so many questions from the front, and one in any case. */
  #take(limit: number): readonly Inquiry[] {
    let taken = 0;
    let questions = 0;
    for (const { type } of this.#waiting) {
      if (taken > 0 && questions + type.length > limit) break;
      taken += 1;
      questions += type.length;
    }
    this.#questions -= questions;
    return this.#waiting.splice(0, taken);
  }

  /** Goes on after something has changed: the input, the workers, or what they have. */
  #advance(): void {
    if (this.#subscriber.closed) return;
    // Inquiries that wait for an immediate are about to have company.
    if (this.#flushing === undefined) this.#flush();
    if (this.#room > 0) this.#resume?.();
    const idle = this.#waiting.length === 0 && [...this.#links].every((link) => link.idle);
    if (this.#fed && idle) this.#subscriber.complete();
  }

  #onDeath(link: WorkerLink, reason: string): void {
    this.#links.delete(link);
    const left = [...link.left];
    const rest =
      this.#links.size === 0 ? 'none is left' : `${left.length} questions go to the ${this.#links.size} left`;
    const text = `a worker thread died (${reason}): ${rest}`;
    this.#subscriber.next({ kind: 'notice', text });
    if (this.#links.size === 0) {
      this.#subscriber.error(new CommandError(exitCodes.internal, 'every worker thread died'));
      return;
    }
    for (const question of left) {
      const { inquiry, type } = question;
      if (this.#askedAgain.has(inquiry)) {
        const error = new DnsError('ECANCELLED', 'two worker threads died that had this question');
        const report = reportAbandoned(inquiry, type, error);
        this.#subscriber.next({ kind: 'report', question, report });
      } else {
        const again = { ...inquiry, type: [type] };
        this.#askedAgain.add(again);
        this.#wait(again);
      }
    }
    this.#advance();
  }

  #close(): void {
    clearImmediate(this.#flushing);
    for (const link of this.#links) link.close();
    // Lets go of the input.
    this.#resume?.();
  }
}

function mostRoom(links: Iterable<WorkerLink>): WorkerLink | undefined {
  let best: WorkerLink | undefined;
  for (const link of links) {
    if (best === undefined || link.room > best.room) best = link;
  }
  return best;
}
