import type { Completions, FailureKind, PacingState } from './pacing-state.js';
import { doubtAfter } from './usual-share.js';

/** Milliseconds that an answer is held back at most, until silence would show. */
const longestLag = 1000;
/** Milliseconds of questions that are counted together. */
const span = 25;
/** Spans that are held back. */
const spans = 64;
/** What of the lag is left after a judgement without silence, and the least that matters. */
const decay = { idle: 0.9, least: 10 };
/** Weight of a silence that shows sooner than those before. */
const newestWeight = 1 / 32;

/** What an attempt came to, as far as it tells how fast a server may be asked. */
export type PacedOutcome = 'answered' | 'silent' | FailureKind;

const columns: readonly ('answered' | FailureKind)[] = ['answered', 'failed', 'refused'];

/**
 * What came back since the last judgement.
 *
 * An answer is there at once, silence shows later: until it does, all answers together look like a server that loses
 * nothing. So where there is silence, each outcome counts when it would have shown for silence.
 */
export class Tally implements Completions {
  elapsed = 0;
  answered = 0;
  failed = 0;
  refused = 0;
  waited = false;
  readonly doubt = { failed: 0, refused: 0 };
  readonly again = { answered: 0, failed: 0 };
  #lag = 0;
  #wasSilent = false;
  #forgotten = 0;
  /** Outcomes held back, a row for each span of time in which they were asked. */
  #held: Uint32Array | undefined;
  /** The first span that is held back. */
  #first = 0;

  /** Until when what was asked is counted, in milliseconds. */
  horizon(now: number): number {
    return now - this.#lag;
  }

  get isLate(): boolean {
    return this.#lag > 0;
  }

  /** Milliseconds of what was asked that are left out. */
  get forgotten(): number {
    return this.#forgotten;
  }

  /** Leaves out what was asked at about that time: this machine was late, and that tells nothing of a server. */
  forget(sentAt: number): void {
    const slot = Math.floor(sentAt / span);
    if (this.#held === undefined || slot < this.#first) return;
    const row = (slot % spans) * columns.length;
    if (this.#held.subarray(row, row + columns.length).every((count) => count === 0)) return;
    this.#held.fill(0, row, row + columns.length);
    this.#forgotten += span;
  }

  /** Takes note of what was said to a question that had been failed before. */
  noteAgain(outcome: PacedOutcome): void {
    this.again[outcome === 'answered' ? 'answered' : 'failed'] += 1;
  }

  /** Takes note of one outcome, with the time of its question in milliseconds. */
  note(outcome: PacedOutcome, sentAt: number, now: number, usual: PacingState['usual']): void {
    if (outcome === 'silent') this.#noteSilence(sentAt, now);
    else this.#noteDoubt(outcome, usual);
    const column = outcome === 'silent' ? 'failed' : outcome;
    const slot = Math.floor(sentAt / span);
    if (this.#held === undefined || slot < this.#first) {
      this[column] += 1;
      return;
    }
    const index = (slot % spans) * columns.length + columns.indexOf(column);
    this.#held[index] = (this.#held[index] ?? 0) + 1;
  }

  /** Counts what was held back long enough. */
  advance(now: number): void {
    if (this.#held === undefined) return;
    this.#release(Math.floor(this.horizon(now) / span));
  }

  /** Begins anew after a judgement; `since` in milliseconds, where only what is sent after it counts. */
  clear(waited: boolean, since?: number): void {
    this.elapsed = 0;
    this.answered = 0;
    this.failed = 0;
    this.refused = 0;
    this.waited = waited;
    this.#forgotten = 0;
    this.doubt.failed = 0;
    this.doubt.refused = 0;
    this.again.answered = 0;
    this.again.failed = 0;
    if (!this.#wasSilent) this.#lag *= decay.idle;
    this.#wasSilent = false;
    if (since !== undefined && this.#held !== undefined) {
      this.#held.fill(0);
      this.#first = Math.floor(since / span);
    }
    if (this.#lag < decay.least) this.#holdNone();
  }

  #noteSilence(sentAt: number, now: number): void {
    const lag = now - sentAt;
    this.#wasSilent = true;
    // One that shows so late says nothing of the others.
    if (lag > longestLag) return;
    this.#lag = Math.max(lag, this.#lag + (lag - this.#lag) * newestWeight);
    if (this.#held !== undefined) return;
    this.#held = new Uint32Array(spans * columns.length);
    this.#first = Math.floor(sentAt / span) + 1;
  }

  /** Silence is noticed in heaps, which say nothing; what a server says comes in order. */
  #noteDoubt(outcome: 'answered' | FailureKind, usual: PacingState['usual']): void {
    const { doubt } = this;
    if (outcome === 'failed' || doubt.failed > 0)
      doubt.failed = doubtAfter(doubt.failed, usual.failed, outcome === 'failed');
    if (outcome === 'refused' || doubt.refused > 0)
      doubt.refused = doubtAfter(doubt.refused, usual.refused, outcome === 'refused');
  }

  /** Counts the spans before `end`. */
  #release(end: number): void {
    const held = this.#held;
    if (held === undefined || end <= this.#first) return;
    for (let slot = Math.max(this.#first, end - spans); slot < end; slot += 1) {
      const row = (slot % spans) * columns.length;
      for (const [n, column] of columns.entries()) {
        this[column] += held[row + n] ?? 0;
        held[row + n] = 0;
      }
    }
    this.#first = end;
  }

  #holdNone(): void {
    this.#lag = 0;
    this.#release(this.#first + spans);
    this.#held = undefined;
  }
}
