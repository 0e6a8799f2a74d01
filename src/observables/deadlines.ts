import { asyncScheduler, type SchedulerLike, type Subscription } from 'rxjs';
import { type Linked, LinkedList } from './linked-list.js';

/** Something due at a time; `cancel` takes it out of the queue at once. */
export interface Deadline {
  cancel(): void;
}

/**
 * One timer for all deadlines of the same duration.
 *
 * Deadlines of one duration fall due in the order they were set, so that a linked list keeps them sorted:
 * setting and cancelling take constant time however many are outstanding. A timer for each query costs more
 * than the query's own work.
 */
export class Deadlines {
  readonly #queues = new Map<number, Queue>();
  readonly #scheduler: SchedulerLike;

  constructor(scheduler: SchedulerLike = asyncScheduler) {
    this.#scheduler = scheduler;
  }

  /** Calls `onDue` once, `duration` milliseconds from now (rounded up), unless it is cancelled. */
  after(duration: number, onDue: () => void): Deadline {
    const key = Math.max(0, Math.ceil(duration));
    let queue = this.#queues.get(key);
    if (queue === undefined) {
      queue = new Queue(key, this.#scheduler, () => this.#queues.delete(key));
      this.#queues.set(key, queue);
    }
    return queue.append(onDue);
  }
}

/** The deadlines of one duration, the earliest first; gone as soon as it is empty. */
class Queue {
  readonly #duration: number;
  readonly #scheduler: SchedulerLike;
  readonly #onEmpty: () => void;
  readonly #entries = new LinkedList<Entry>();
  #timer: Subscription | undefined;

  constructor(duration: number, scheduler: SchedulerLike, onEmpty: () => void) {
    this.#duration = duration;
    this.#scheduler = scheduler;
    this.#onEmpty = onEmpty;
  }

  append(onDue: () => void): Entry {
    const entry = new Entry(this, this.#scheduler.now() + this.#duration, onDue);
    this.#entries.append(entry);
    this.#timer ??= this.#scheduler.schedule(() => this.#fire(), this.#duration);
    return entry;
  }

  remove(entry: Entry): void {
    this.#entries.remove(entry);
    if (this.#entries.first !== undefined) return;
    // An armed timer would keep the process alive with nothing to wait for.
    this.#timer?.unsubscribe();
    this.#timer = undefined;
    this.#onEmpty();
  }

  #fire(): void {
    const now = this.#scheduler.now();
    let entry = this.#entries.first;
    for (; entry !== undefined && entry.due <= now; entry = this.#entries.first) entry.settle();
    if (entry === undefined) return;
    this.#timer = this.#scheduler.schedule(() => this.#fire(), entry.due - now);
  }
}

class Entry implements Deadline, Linked<Entry> {
  readonly due: number;
  readonly #queue: Queue;
  readonly #onDue: () => void;
  #waiting = true;
  before: Entry | undefined;
  after: Entry | undefined;

  constructor(queue: Queue, due: number, onDue: () => void) {
    this.#queue = queue;
    this.due = due;
    this.#onDue = onDue;
  }

  settle(): void {
    this.cancel();
    this.#onDue();
  }

  cancel(): void {
    if (!this.#waiting) return;
    this.#waiting = false;
    this.#queue.remove(this);
  }
}
