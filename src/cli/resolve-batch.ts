import { writeFile } from 'node:fs/promises';
import { Subject, takeUntil } from 'rxjs';
import { DnsError, type RecordType } from '../index.js';
import { chooseDisplay, chooseFormat, isPlain } from './appearance.js';
import type { Batch } from './arguments.js';
import type { Ask, Delivery, Question } from './asking.js';
import { chooseAsk, createResolver, resolverOptions } from './choose-ask.js';
import { CommandError, exitCodes, ioError } from './command-error.js';
import { startDemo } from './demo.js';
import { type Display, noDisplay } from './display.js';
import { createFormat, createPaint, type Format, renderReport } from './formats.js';
import { type Input, openInput, readServers } from './input.js';
import type { Inquiry } from './inquiry.js';
import { Output } from './output.js';
import { Gauge } from './progress.js';
import { type Report, reportAbandoned, reportRejection } from './report.js';
import { listenForSignals, type Signal } from './signals.js';
import { summarize, summaryText } from './summary.js';
import { Tally } from './tally.js';

/**
 * Resolves a batch from its input to standard output, and sums it up; resolves to the exit code.
 *
 * Rejects with {@link CommandError} where it cannot begin.
 */
export async function resolveBatch(batch: Batch): Promise<number> {
  const input = await openInput(batch);
  try {
    if (batch.summaryFile !== undefined) await writeSummary(batch.summaryFile, '');
    const servers = await readServers(batch.servers);
    const demo = batch.demo ? await startDemo() : undefined;
    const options = resolverOptions(batch, demo === undefined ? servers : [demo.address]);
    // Also where others ask: it finds the mistakes in the options.
    const resolver = createResolver(options);
    try {
      return await new BatchRun(batch, input, chooseAsk(batch, resolver, options)).finish();
    } finally {
      await resolver.close();
      await demo?.close();
    }
  } finally {
    input.close();
  }
}

/** One run: its counts, and the ways in which it ends early. */
class BatchRun {
  readonly #batch: Batch;
  readonly #input: Input;
  readonly #ask: Ask;
  readonly #tally = new Tally();
  /** Asked, without an outcome so far, by the index of the input. */
  readonly #underWay = new Map<number, { readonly inquiry: Inquiry; readonly types: Set<RecordType> }>();
  readonly #stop = new AbortController();
  readonly #abandon = new Subject<void>();
  readonly #display: Display;
  readonly #output: Output;
  readonly #format: Format;
  #header: string;
  #drain: NodeJS.Timeout | undefined;
  #signal: Signal | undefined;
  #failure: CommandError | undefined;
  #pipeClosed = false;

  constructor(batch: Batch, input: Input, ask: Ask) {
    this.#batch = batch;
    this.#input = input;
    this.#ask = ask;
    this.#format = createFormat(chooseFormat(batch));
    this.#header = this.#format.header;
    this.#display = chooseDisplay(batch, new Gauge(this.#tally, () => input.portion()));
    const shared = process.stdout.isTTY === true ? this.#display : noDisplay;
    this.#output = new Output(process.stdout, {
      around: (write) => shared.around(write),
      delay: () => shared.delay(),
      failed: (error) => this.#outputFailed(error),
    });
  }

  /** Runs to the end and resolves to the exit code. */
  async finish(): Promise<number> {
    const unlisten = listenForSignals(
      (signal) => this.#interrupt(signal),
      () => this.#display.stop(),
    );
    try {
      await this.#askAll();
      this.#giveUp();
      await this.#output.end();
    } finally {
      // Also ends a read that waits for more input.
      this.#stop.abort();
      clearTimeout(this.#drain);
      unlisten();
      this.#display.stop();
    }
    return this.#sumUp();
  }

  async #askAll(): Promise<void> {
    try {
      const deliveries$ = this.#ask(this.#inquiries()).pipe(takeUntil(this.#abandon));
      await deliveries$.forEach((delivery) => {
        this.#receive(delivery);
      });
    } catch (error) {
      // Nobody is left to ask, so nothing more is to be read.
      if (!(error instanceof CommandError)) throw error;
      this.#failure ??= error;
      this.#stop.abort();
    }
  }

  /** The lines that can be asked, as fast as the reader of the output takes what they come to. */
  async *#inquiries(): AsyncGenerator<Inquiry> {
    try {
      for await (const entry of this.#input.read(this.#stop.signal)) {
        await this.#output.ready();
        if (this.#stop.signal.aborted) return;
        if (entry.kind === 'inquiry') {
          this.#tally.ask(entry.type.length);
          this.#underWay.set(entry.index, { inquiry: entry, types: new Set(entry.type) });
          yield entry;
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
  }

  /** Nothing that was asked goes without an outcome. */
  #giveUp(): void {
    const error = new DnsError('ECANCELLED', 'stopped before an answer came');
    for (const { inquiry, types } of this.#underWay.values()) {
      for (const type of types) this.#take(reportAbandoned(inquiry, type, error));
    }
  }

  #take(report: Report): void {
    this.#tally.count(report.outcome);
    this.#print(renderReport(report, this.#format, this.#batch.statuses));
  }

  #print(text: string): void {
    if (text === '') return;
    this.#output.write(this.#header + text);
    this.#header = '';
  }

  #interrupt(signal: Signal): void {
    this.#signal = signal;
    this.#stop.abort();
    this.#drain = setTimeout(() => this.#abandon.next(), this.#batch.timeout ?? defaultTimeout);
  }

  #outputFailed(error: Error): void {
    if ('code' in error && error.code === 'EPIPE') this.#pipeClosed = true;
    else this.#failure ??= ioError('cannot write to standard output', error);
    this.#stop.abort();
    this.#abandon.next();
  }

  async #sumUp(): Promise<number> {
    const { summaryFile, quiet, progress } = this.#batch;
    const summary = summarize(this.#tally, this.#exitCode(), this.#signal);
    if (summaryFile !== undefined)
      await writeSummary(summaryFile, `${JSON.stringify(summary, undefined, 2)}\n`);
    if (this.#failure !== undefined) process.stderr.write(`rxdns: ${this.#failure.message}\n`);
    if (quiet || this.#pipeClosed) return summary.exitCode;
    if (progress === 'json') process.stderr.write(`${JSON.stringify({ summary })}\n`);
    else process.stderr.write(summaryText(summary, createPaint(isPlain(process.stderr))));
    return summary.exitCode;
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

async function writeSummary(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((error: unknown) => {
    throw ioError(`cannot write the summary to ${path}`, error);
  });
}
