import type { AfterArrivals } from '../socket/arrivals.js';
import type { Deadline, Deadlines } from './deadlines.js';

/** Under way at a time at first: fewer than the 270 queries that fit in the default receive buffer of a server. */
const firstWindow = 256;
/** Milliseconds within which all that is under way has to make room, or more is let in. */
const turnover = 50;
/** Started in one turn of the event loop at most. */
const perTurn = 64;
/** Started in one turn without a look at when it ends: one that comes by itself need not pay for that. */
const unnoticed = 4;

/** What waits for a slot: one object and no function, as ten thousand may wait. */
export interface Starter {
  start(): void;
}

/** What tells how fast slots become free. */
export interface Pace {
  readonly afterArrivals: AfterArrivals;
  readonly deadlines: Deadlines;
  /** Hears how much may be under way from now on. */
  onWindow?(window: number): void;
}

/**
 * Bounds how much is under way at a time; the rest waits for its turn in the order it came.
 *
 * Without a bound, a burst costs a socket buffer's worth of lost messages, and its retries more of them.
 *
 * With a pace, a turn of the event loop starts 64 and then takes what has arrived, and 256 may be under way: enough
 * for a server that answers faster than this process asks. Where there is a line and those under way do not change
 * within 50 ms, the server takes its time, and twice as many may be, until they change faster again or all of them
 * have ended.
 */
export class Slots {
  readonly #max: number;
  readonly #pace: Pace | undefined;
  #window: number;
  #check: Deadline | undefined;
  #started = 0;
  #taken = 0;
  #waiting: Starter[] = [];
  #head = 0;
  #filling = false;
  #startedInTurn = 0;
  readonly #onTurn = () => {
    this.#startedInTurn = 0;
    this.#fill();
  };

  /** Without a pace there is the bound alone, as in virtual time. */
  constructor(max: number, pace?: Pace) {
    this.#max = max;
    this.#pace = pace;
    this.#window = this.#narrowest;
  }

  /** How much is under way. */
  get taken(): number {
    return this.#taken;
  }

  /** How much waits for its turn, what was given up meanwhile included. */
  get waiting(): number {
    return this.#waiting.length - this.#head;
  }

  /** Starts something when there is a slot: now, or later. It has to be followed by {@link Slots.release}. */
  take(starter: Starter): void {
    // With nobody before it, it need not stand in line.
    if (this.#filling || !this.#isFree || this.#waiting.length > 0) {
      this.#waiting.push(starter);
      this.#fill();
      this.#watchLine();
      return;
    }
    this.#filling = true;
    this.#count();
    starter.start();
    this.#filling = false;
    if (this.#waiting.length > 0) this.#fill();
  }

  /** Gives a slot back, to the one that has waited longest. */
  release(): void {
    this.#taken -= 1;
    if (this.#taken > 0 || this.#waiting.length > 0) this.#fill();
    else this.#rest();
  }

  get #narrowest(): number {
    return this.#pace === undefined ? this.#max : Math.min(this.#max, firstWindow);
  }

  get #isFree(): boolean {
    return this.#taken < this.#window && this.#startedInTurn < perTurn;
  }

  #count(): void {
    this.#taken += 1;
    if (this.#pace === undefined) return;
    this.#started += 1;
    this.#startedInTurn += 1;
    if (this.#startedInTurn === unnoticed) this.#pace.afterArrivals(this.#onTurn);
  }

  /** An armed timer would keep the process alive, and what the servers could take then says nothing about later. */
  #rest(): void {
    this.#check?.cancel();
    this.#check = undefined;
    if (this.#window === this.#narrowest) return;
    this.#window = this.#narrowest;
    this.#pace?.onWindow?.(this.#window);
  }

  /** Lets more in where those under way do not make room, for as long as somebody waits. */
  #watchLine(): void {
    if (this.#pace === undefined || this.#check !== undefined) return;
    const before = this.#started;
    this.#check = this.#pace.deadlines.after(turnover, () => {
      this.#check = undefined;
      if (this.#waiting.length === 0) {
        this.#resize(Number.POSITIVE_INFINITY);
        return;
      }
      this.#resize(this.#started - before);
      this.#watchLine();
      this.#fill();
    });
  }

  /** Between the two bounds it stays as it is, so that it does not swing. */
  #resize(started: number): void {
    const window = this.#window;
    if (started < window) this.#window = Math.min(this.#max, window * 2);
    else if (started > window * 1.5) this.#window = Math.max(this.#narrowest, window / 2);
    if (this.#window !== window) this.#pace?.onWindow?.(this.#window);
  }

  #fill(): void {
    // What starts may fail at once and release: a loop, so that many of those do not grow the stack.
    if (this.#filling || this.#waiting.length === 0) return;
    this.#filling = true;
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      this.#count();
      next.start();
    }
    this.#filling = false;
  }

  #next(): Starter | undefined {
    const next = this.#isFree ? this.#waiting[this.#head] : undefined;
    if (next === undefined) return undefined;
    this.#head += 1;
    // Taking one at a time from the front of an array is linear in its length.
    if (this.#head * 2 > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#head);
      this.#head = 0;
    }
    return next;
  }
}
