import { Subject, takeUntil } from 'rxjs';
import { DnsError, type RecordType } from '../index.js';
import { chooseDisplay, chooseFormat } from './appearance.js';
import type { Batch } from './arguments.js';
import type { Ask, Delivery, Question } from './asking.js';
import { CommandError, exitCodes, ioError } from './command-error.js';
import { type Display, noDisplay } from './display.js';
import { createFormat, csvFormat, type Format, renderReport } from './formats.js';
import type { Input } from './input.js';
import type { Inquiry } from './inquiry.js';
import { restoreTally } from './journal.js';
import { Output } from './output.js';
import { Pace } from './pace.js';
import { Gauge } from './progress.js';
import { type Report, reportAbandoned, reportRejection } from './report.js';
import type { Course } from './resume.js';
import { Saver } from './saver.js';
import { listenForSignals, type Signal } from './signals.js';
import { type Summary, summarize } from './summary.js';
import { Tally } from './tally.js';

/** What a run came to, for those who are to be told. */
export interface Ending {
  readonly summary: Summary;
  readonly failure: CommandError | undefined;
  /** The reader of standard output went away. */
  readonly pipeClosed: boolean;
  /** The run stopped early, and its checkpoint says where. */
  readonly unfinished: boolean;
}

/** One run: its counts, and the ways in which it ends early. */
export class BatchRun {
  readonly #batch: Batch;
  readonly #ask: Ask;
  readonly #course: Course;
  readonly #tally = new Tally();
  /** Asked, without an outcome so far, by the index of the input. */
  readonly #underWay = new Map<number, { readonly inquiry: Inquiry; readonly types: Set<RecordType> }>();
  readonly #stop: AbortController;
  readonly #abandon = new Subject<void>();
  readonly #display: Display;
  readonly #output: Output;
  readonly #format: Format;
  readonly #pace: Pace | undefined;
  readonly #saver: Saver;
  /** Whether the header is yet to be written. */
  #bare: boolean;
  readonly #input: Input;
  #drain: NodeJS.Timeout | undefined;
  #signal: Signal | undefined;
  #failure: CommandError | undefined;
  #pipeClosed = false;

  /** `stop` is what ends the entries of the course. */
  constructor(batch: Batch, input: Input, ask: Ask, course: Course, stop: AbortController) {
    this.#batch = batch;
    this.#input = input;
    this.#ask = ask;
    this.#course = course;
    this.#stop = stop;
    this.#pace = batch.rate === undefined ? undefined : new Pace(batch.rate);
    this.#format = createFormat(chooseFormat(batch));
    this.#display = chooseDisplay(batch, new Gauge(this.#tally, () => input.portion()));
    const { target, checkpoint } = course;
    if (checkpoint !== undefined) restoreTally(this.#tally, checkpoint);
    const written = checkpoint?.length ?? 0;
    this.#bare = written === 0;
    const terminal = 'isTTY' in target.stream && target.stream.isTTY === true;
    const shared = terminal ? this.#display : noDisplay;
    this.#output = new Output(target.stream, {
      written,
      around: (write) => shared.around(write),
      delay: () => shared.delay(),
      failed: (error) => this.#outputFailed(error),
    });
    this.#saver = new Saver(course, this.#output, this.#tally, (error) => this.#fail(error));
  }

  /** Runs to the end. */
  async finish(): Promise<Ending> {
    const unlisten = listenForSignals(
      (signal) => this.#interrupt(signal),
      () => this.#display.stop(),
    );
    try {
      await this.#askAll();
      this.#giveUp();
      // Who reads CSV takes an empty file for a fault. What goes on another time has its header then.
      if (this.#format === csvFormat && !this.#stoppedEarly) this.#writeHeader();
      await this.#output.end();
      await this.#saver.end(() => !this.#stoppedEarly);
    } finally {
      // Also ends a read that waits for more input.
      this.#stop.abort();
      clearTimeout(this.#drain);
      unlisten();
      this.#display.stop();
    }
    return {
      summary: summarize(this.#tally, this.#exitCode(), this.#signal),
      failure: this.#failure,
      pipeClosed: this.#pipeClosed,
      unfinished: this.#course.journal !== undefined && this.#stoppedEarly,
    };
  }

  async #askAll(): Promise<void> {
    try {
      const deliveries$ = this.#ask(this.#inquiries()).pipe(takeUntil(this.#abandon));
      await deliveries$.forEach((delivery) => {
        this.#receive(delivery);
      });
    } catch (error) {
      // Nobody is left to ask, so nothing more is to be read.
      this.#fail(error);
    }
  }

  /** The lines that can be asked, as fast as the reader of the output takes what they come to. */
  async *#inquiries(): AsyncGenerator<Inquiry> {
    try {
      for await (const entry of this.#course.entries) {
        await this.#output.ready();
        if (entry.kind === 'inquiry') await this.#pace?.turn(this.#stop.signal);
        if (this.#stop.signal.aborted) return;
        this.#course.journal?.take(entry);
        if (entry.kind === 'inquiry') {
          this.#tally.ask(entry.type.length);
          this.#underWay.set(entry.index, { inquiry: entry, types: new Set(entry.type) });
          if (this.#pace === undefined) yield entry;
          else yield* this.#spread(entry, this.#pace);
        } else {
          this.#tally.ask(entry.types.length);
          for (const report of reportRejection(entry)) this.#take(report);
        }
      }
    } catch (error) {
      // What was asked before the input failed still has its outcomes to come.
      if (!(error instanceof CommandError)) throw error;
      this.#failure ??= error;
    }
  }

  /** The questions of an inquiry, each in its turn; the first has had its own. */
  async *#spread(inquiry: Inquiry, pace: Pace): AsyncGenerator<Inquiry> {
    for (const [at, type] of inquiry.type.entries()) {
      if (at > 0) await pace.turn(this.#stop.signal);
      if (this.#stop.signal.aborted) return;
      yield { ...inquiry, type: [type] };
    }
  }

  #receive(delivery: Delivery): void {
    switch (delivery.kind) {
      case 'report':
        this.#settle(delivery.question);
        this.#take(delivery.report);
        break;
      case 'parcel':
        for (const question of delivery.questions) this.#settle(question);
        this.#tally.add(delivery.counts);
        this.#print(delivery.text);
        break;
      case 'notice':
        this.#display.around(() => process.stderr.write(`rxdns: ${delivery.text}\n`));
    }
  }

  #settle({ inquiry, type }: Question): void {
    const types = this.#underWay.get(inquiry.index)?.types;
    types?.delete(type);
    if (types?.size === 0) this.#underWay.delete(inquiry.index);
    this.#course.journal?.settle(inquiry.index, type);
  }

  /** Nothing that was asked goes without an outcome, unless it is to be asked another time. */
  #giveUp(): void {
    const error = new DnsError('ECANCELLED', 'stopped before an answer came');
    for (const { inquiry, types } of this.#underWay.values()) {
      if (this.#course.journal !== undefined) {
        this.#tally.withdraw(types.size, types.size === inquiry.type.length);
        continue;
      }
      for (const type of types) this.#take(reportAbandoned(inquiry, type, error));
    }
  }

  #take(report: Report): void {
    this.#tally.count(report.outcome);
    this.#print(renderReport(report, this.#format, this.#batch.statuses));
  }

  #print(text: string): void {
    if (text === '') return;
    this.#writeHeader();
    this.#output.write(text);
  }

  #writeHeader(): void {
    if (this.#bare) this.#output.write(this.#format.header(this.#input.columns()));
    this.#bare = false;
  }

  get #stoppedEarly(): boolean {
    return this.#signal !== undefined || this.#failure !== undefined || this.#pipeClosed;
  }

  #interrupt(signal: Signal): void {
    this.#signal = signal;
    this.#stop.abort();
    this.#drain = setTimeout(() => this.#abandon.next(), this.#batch.timeout ?? defaultTimeout);
  }

  #outputFailed(error: Error): void {
    if ('code' in error && error.code === 'EPIPE') this.#pipeClosed = true;
    else this.#failure ??= ioError(`cannot write to ${this.#course.target.label}`, error);
    this.#stop.abort();
    this.#abandon.next();
  }

  /** Nothing more is to be read; what is in flight still counts. */
  #fail(error: unknown): void {
    if (!(error instanceof CommandError)) throw error;
    this.#failure ??= error;
    this.#stop.abort();
  }

  #exitCode(): number {
    const { out, definite } = this.#tally;
    if (this.#failure !== undefined) return this.#failure.exitCode;
    // Whoever closes the pipe, as `head` does, has what it wanted.
    if (this.#pipeClosed) return exitCodes.ok;
    if (this.#signal !== undefined) return exitCodes[this.#signal];
    if (definite === out) return exitCodes.ok;
    return definite === 0 ? exitCodes.none : exitCodes.some;
  }
}

/** Milliseconds; the resolver's own default for an attempt. */
const defaultTimeout = 2000;
