import type { Deadline, Deadlines } from './deadlines.js';
import { type Linked, LinkedList } from './linked-list.js';
import { isDue, nextPacing } from './pacing.js';
import { type PacingState, unpaced } from './pacing-state.js';
import { Presence } from './presence.js';
import { type PacedOutcome, Tally } from './tally.js';

/** Milliseconds for which turns that a late timer missed are made up for. */
const slack = 50;
/** Questions under way at a server that has said nothing so far, where another one can be asked. */
const maxUnproven = 16;

/** Fixed limits for each server, beside what it shows itself. */
export interface ServerLimits {
  /** Questions under way at one server at a time. */
  readonly concurrency: number;
  /** Questions sent to one server in a second. */
  readonly rate: number;
  /** Whether a server is asked less once it does not answer all it is asked. */
  readonly adaptive: boolean;
}

/** What a {@link ServerPace} stands on. */
export interface ServerPaceServices {
  readonly deadlines: Deadlines;
  readonly limits: ServerLimits;
  now(): number;
  /** Hears when it speaks after it did not, and when it is gone. */
  onSpeaks(speaks: boolean): void;
  /** Hears of every change of the rate, in questions a second. */
  onRate(rate: number, before: number): void;
}

/** A place in line; `cancel` leaves it. */
export interface Turn {
  cancel(): void;
}

/** The questions for one server: how fast they may go, and those that wait. */
export class ServerPace {
  readonly presence: Presence;
  readonly #services: ServerPaceServices;
  readonly #line = new LinkedList<Place>();
  readonly #tally = new Tally();
  #state: PacingState;
  #from: number;
  /** When the next one may go. */
  #due = 0;
  #underWay = 0;
  #timer: Deadline | undefined;
  #filling = false;

  constructor(services: ServerPaceServices) {
    this.#services = services;
    this.presence = new Presence((speaks) => services.onSpeaks(speaks));
    this.#from = services.now();
    this.#state = unpaced(this.#from);
  }

  get state(): PacingState {
    return this.#state;
  }

  /** Questions a second; `Infinity` for no limit. */
  get rate(): number {
    return Math.min(this.#state.rate, this.#services.limits.rate);
  }

  /** Whether it never said anything, and enough questions try whether it will. */
  get isUnproven(): boolean {
    return !this.presence.wasHeard && this.#underWay >= maxUnproven;
  }

  /** Whether others are to be asked before it. */
  get isDoubtful(): boolean {
    return this.presence.isGone || this.isUnproven;
  }

  /** Milliseconds that a question would have to wait now; 0 for none. */
  get wait(): number {
    const waiting = this.#line.size;
    const { rate } = this;
    const full = this.#underWay >= this.#services.limits.concurrency;
    if (rate === Number.POSITIVE_INFINITY) return full ? 1 + waiting : 0;
    const due = this.#left(rate, this.#services.now()) + (waiting * 1000) / rate;
    return full ? due + 1 : due;
  }

  /** Takes a turn if there is one now. It has to be followed by {@link ServerPace.release}. */
  claim(): boolean {
    if (this.#underWay >= this.#services.limits.concurrency) return false;
    const { rate } = this;
    if (rate < Number.POSITIVE_INFINITY) {
      const now = this.#services.now();
      if (this.#line.size > 0 || this.#left(rate, now) > 0) return false;
      this.#pass(rate, now);
    }
    this.#underWay += 1;
    return true;
  }

  /** Calls `start` at its turn, as after a {@link ServerPace.claim}. */
  line(start: () => void): Turn {
    const place = new Place(start);
    this.#line.append(place);
    this.wanted();
    this.#armForNext();
    return { cancel: () => this.#leave(place) };
  }

  /** Gives a turn back: what it was for is over. */
  release(): void {
    this.#underWay -= 1;
    if (this.#line.size > 0) this.#fill();
  }

  /** Takes note of what was sent and came back, both in milliseconds; `isAgain` where the question was failed before. */
  note(outcome: PacedOutcome, sentAt: number, now: number, isAgain = false): void {
    const { since, usual } = this.#state;
    if (!this.#services.limits.adaptive || sentAt <= since) return;
    if (isAgain && outcome !== 'silent') this.#tally.noteAgain(outcome);
    this.#tally.note(outcome, sentAt, now, usual);
    this.#judge(now);
  }

  /** Leaves out what was sent at about that time, where this machine was late; in milliseconds. */
  forget(sentAt: number): void {
    this.#tally.forget(sentAt);
  }

  /** Takes note that it would be asked more, if it could be: that is when its rate may rise. */
  wanted(): void {
    this.#tally.waited = true;
  }

  #judge(now: number): void {
    const tally = this.#tally;
    tally.advance(now);
    tally.elapsed = tally.horizon(now) - this.#from - tally.forgotten;
    const before = this.#state;
    if (!isDue(before, tally, now)) return;
    this.#state = nextPacing(before, tally, now);
    const { rate, since } = this.#state;
    const isAnew = since !== before.since;
    this.#from = isAnew ? since : tally.horizon(now);
    tally.clear(this.#line.size > 0, isAnew ? since : undefined);
    if (rate === before.rate) return;
    // What was let through at the old rate is not held against the new one.
    this.#due = rate < before.rate ? now + 1000 / rate : Math.min(this.#due, now + 1000 / rate);
    this.#services.onRate(this.rate, Math.min(before.rate, this.#services.limits.rate));
    this.#rearm();
  }

  /** Milliseconds until the next turn. */
  #left(rate: number, now: number): number {
    // A clock that was set back must not stop the turns.
    this.#due = Math.min(this.#due, now + 1000 / rate);
    return Math.max(0, this.#due - now);
  }

  #pass(rate: number, now: number): void {
    this.#due = Math.max(this.#due, now - slack) + 1000 / rate;
  }

  #leave(place: Place): void {
    if (!place.waits) return;
    place.waits = false;
    this.#line.remove(place);
    if (this.#line.size === 0) this.#disarm();
  }

  #rearm(): void {
    this.#disarm();
    if (!this.#filling) this.#armForNext();
  }

  #disarm(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** Never inside a call from outside, which is in the middle of something of its own. */
  #arm(): void {
    const { rate } = this;
    const left = rate === Number.POSITIVE_INFINITY ? 0 : this.#left(rate, this.#services.now());
    this.#timer ??= this.#services.deadlines.after(left, () => {
      this.#timer = undefined;
      this.#judge(this.#services.now());
      this.#fill();
    });
  }

  #fill(): void {
    // What starts may fail at once and release: a loop, so that many of those do not grow the stack.
    if (this.#filling) return;
    this.#filling = true;
    for (let place = this.#next(); place !== undefined; place = this.#next()) {
      this.#leave(place);
      this.#underWay += 1;
      place.start();
    }
    this.#filling = false;
    this.#armForNext();
  }

  /** Whoever ends makes room for the next one, where that is what it waits for. */
  #armForNext(): void {
    if (this.#line.size > 0 && this.#underWay < this.#services.limits.concurrency) this.#arm();
  }

  #next(): Place | undefined {
    const place = this.#line.first;
    if (place === undefined || this.#underWay >= this.#services.limits.concurrency) return undefined;
    const { rate } = this;
    if (rate === Number.POSITIVE_INFINITY) return place;
    const now = this.#services.now();
    if (this.#left(rate, now) > 0) return undefined;
    this.#pass(rate, now);
    return place;
  }
}

/** One who waits. */
class Place implements Linked<Place> {
  readonly start: () => void;
  waits = true;
  before: Place | undefined;
  after: Place | undefined;

  constructor(start: () => void) {
    this.start = start;
  }
}
