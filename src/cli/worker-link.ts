import { Worker } from 'node:worker_threads';
import type { Delivery, Question } from './asking.js';
import type { Inquiry } from './inquiry.js';
import { type Assignment, parcelLength, type WorkerMessage, type WorkerPlan } from './worker-messages.js';

/** Who hears from a worker. */
export interface WorkerListener {
  /** The worker has started, and may be given inquiries. */
  ready(): void;
  /** Outcomes came, and with them room for more. */
  delivered(delivery: Delivery): void;
  /** The worker is gone, for this reason; what it {@link WorkerLink.left | left} is for others to do. */
  ended(link: WorkerLink, reason: string): void;
}

/** A worker thread, as the main thread sees it: what it has been given, and what it may be given yet. */
export class WorkerLink {
  readonly #worker: Worker;
  readonly #window: number;
  readonly #underWay = new Map<number, Question>();
  #next = 0;
  #reason: string | undefined;
  #ready: boolean;

  /** Starts the thread; it may be given inquiries at once, unless they come at a rate: then when it is ready. */
  constructor(plan: WorkerPlan, listener: WorkerListener) {
    // What waits while the thread starts, up to a second, begins all at once.
    this.#ready = !plan.paced;
    // Beyond what it has out, enough for the time until it hears of more.
    this.#window = plan.concurrency + (plan.paced ? 0 : 2 * parcelLength(plan.concurrency));
    this.#worker = new Worker(new URL('./worker-thread.js', import.meta.url), { workerData: plan });
    this.#worker.on('message', (message: WorkerMessage) => {
      if (message === 'ready') {
        this.#ready = true;
        listener.ready();
        return;
      }
      const { settled, text, counts } = message;
      listener.delivered({ kind: 'parcel', questions: this.#settle(settled), text, counts });
    });
    this.#worker.on('error', (error: unknown) => {
      this.#reason = error instanceof Error ? error.message : String(error);
    });
    this.#worker.on('exit', (code) => listener.ended(this, this.#reason ?? `exit code ${code}`));
  }

  /** How many questions it can be given now; below 0 where an inquiry had more than there was room for. */
  get room(): number {
    return this.#ready ? this.#window - this.#underWay.size : 0;
  }

  /** Whether all that it was given has been delivered. */
  get idle(): boolean {
    return this.#underWay.size === 0;
  }

  /** What it was given and has not delivered. */
  get left(): Iterable<Question> {
    return this.#underWay.values();
  }

  /** Hands inquiries over. */
  assign(inquiries: readonly Inquiry[]): void {
    const assignment: Assignment = { first: this.#next, inquiries };
    for (const inquiry of inquiries) {
      for (const type of inquiry.type) {
        this.#underWay.set(this.#next, { inquiry, type });
        this.#next += 1;
      }
    }
    this.#worker.postMessage(assignment);
  }

  /** Ends the thread, whatever it has. */
  close(): void {
    this.#worker.removeAllListeners('message').removeAllListeners('exit');
    void this.#worker.terminate();
  }

  #settle(settled: readonly number[]): readonly Question[] {
    return settled.map((number) => {
      const question = this.#underWay.get(number);
      if (question === undefined) throw new Error(`a worker settled a question that it has not: ${number}`);
      this.#underWay.delete(number);
      return question;
    });
  }
}
