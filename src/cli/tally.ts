import { Latencies } from './latencies.js';
import { definiteStatuses, type ReportedOutcome } from './report.js';

/** What was sent to a server and what came back. */
export interface ServerCount {
  /** Attempts made. */
  sent: number;
  /** Attempts that a message answered, whatever its rcode. */
  answered: number;
  readonly latencies: Latencies;
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
  readonly #started = performance.now();

  /** Milliseconds since the run began. */
  get elapsed(): number {
    return performance.now() - this.#started;
  }

  /** Takes note of an input and of how many questions it makes. */
  ask(questions: number): void {
    this.inputs += 1;
    this.in += questions;
  }

  /** Takes note of an outcome. */
  count({ status, attempts }: ReportedOutcome): void {
    this.out += 1;
    if (definiteStatuses.has(status)) this.definite += 1;
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    for (const { server, elapsed, outcome } of attempts) {
      const count = this.#serverCount(server);
      count.sent += 1;
      // An attempt that no message ended has the code of an error for its outcome.
      if (isErrorCode(outcome)) continue;
      count.answered += 1;
      count.latencies.add(elapsed);
    }
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
