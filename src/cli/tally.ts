import { Latencies, type LatencyCounts } from './latencies.js';
import { definiteStatuses, type ReportedOutcome } from './report.js';

/** What was sent to a server and what came back. */
export interface ServerCount {
  /** Attempts made. */
  sent: number;
  /** Attempts that a message answered, whatever its rcode. */
  answered: number;
  readonly latencies: Latencies;
}

/** Counts of outcomes as plain data, which another thread can send. */
export interface Counts {
  readonly out: number;
  readonly definite: number;
  readonly statuses: ReadonlyMap<string, number>;
  readonly servers: ReadonlyMap<
    string,
    { readonly sent: number; readonly answered: number; readonly latencies: LatencyCounts }
  >;
}

/** The counts of a run; one owner, {@link Tally.ask | ask} before each question and {@link Tally.count | count} after. */
export class Tally {
  /** Lines with a name. */
  inputs = 0;
  /** Questions: inputs times their types. */
  in = 0;
  /** Outcomes. */
  out = 0;
  /** Outcomes that are answers. */
  definite = 0;
  readonly statuses = new Map<string, number>();
  readonly servers = new Map<string, ServerCount>();
  #started = performance.now();

  /** Milliseconds since the run began. */
  get elapsed(): number {
    return performance.now() - this.#started;
  }

  /** Counts these milliseconds of an earlier run in. */
  continueFrom(elapsed: number): void {
    this.#started -= elapsed;
  }

  /** Takes back an input that is to be asked another time: so many questions, and the input where none has an outcome. */
  withdraw(questions: number, whole: boolean): void {
    if (whole) this.inputs -= 1;
    this.in -= questions;
  }

  /** Takes note of an input and of how many questions it makes. */
  ask(questions: number): void {
    this.inputs += 1;
    this.in += questions;
  }

  /** Takes note of an outcome. */
  count({ status, attempts }: Pick<ReportedOutcome, 'status' | 'attempts'>): void {
    this.out += 1;
    if (definiteStatuses.has(status)) this.definite += 1;
    this.#addStatus(status, 1);
    for (const { server, elapsed, outcome } of attempts) {
      const count = this.#serverCount(server);
      count.sent += 1;
      // An attempt that no message ended has the code of an error for its outcome.
      if (isErrorCode(outcome)) continue;
      count.answered += 1;
      count.latencies.add(elapsed);
    }
  }

  /** The outcomes counted so far. */
  counts(): Counts {
    const servers = [...this.servers].map(
      ([server, { sent, answered, latencies }]) =>
        [server, { sent, answered, latencies: latencies.counts }] as const,
    );
    return {
      out: this.out,
      definite: this.definite,
      statuses: new Map(this.statuses),
      servers: new Map(servers),
    };
  }

  /** Takes note of outcomes that were counted elsewhere. */
  add({ out, definite, statuses, servers }: Counts): void {
    this.out += out;
    this.definite += definite;
    for (const [status, count] of statuses) this.#addStatus(status, count);
    for (const [server, { sent, answered, latencies }] of servers) {
      const count = this.#serverCount(server);
      count.sent += sent;
      count.answered += answered;
      count.latencies.addCounts(latencies);
    }
  }

  #addStatus(status: string, count: number): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + count);
  }

  #serverCount(server: string): ServerCount {
    // Each line may name a server of its own: memory must not grow with the list.
    const key = this.servers.has(server) || this.servers.size < maxServers ? server : 'others';
    const known = this.servers.get(key);
    if (known !== undefined) return known;
    const count = { sent: 0, answered: 0, latencies: new Latencies() };
    this.servers.set(key, count);
    return count;
  }
}

const maxServers = 1000;

function isErrorCode(outcome: string): boolean {
  return outcome.startsWith('E');
}
