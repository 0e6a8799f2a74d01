import type { SchedulerLike } from 'rxjs';
import { isDnsError } from '../../src/errors.js';
import type { DnsResponse } from '../../src/observables/exchange.js';
import type { QueryOptions } from '../../src/options.js';
import type { RecordType } from '../../src/records/record-map.js';
import type { Resolver } from '../../src/resolver.js';
import type { FakeNetwork } from '../../src/testing/fake-network.js';

/** A question to ask at a time. */
export interface TimedQuestion extends QueryOptions {
  readonly type?: RecordType;
  /** When to unsubscribe. */
  readonly until?: number;
}

/** Asks a resolver at given times, and notes what comes: `time name: what`, or the code of the error. */
export class TimedQuestions {
  readonly heard: string[] = [];
  readonly #scheduler: SchedulerLike;
  readonly #resolver: Resolver;
  readonly #describe: (response: DnsResponse) => string;

  constructor(scheduler: SchedulerLike, resolver: Resolver, describe = describeTtls) {
    this.#scheduler = scheduler;
    this.#resolver = resolver;
    this.#describe = describe;
  }

  /** Asks at a time in the scheduler's milliseconds. */
  ask(at: number, name: string, { type = 'A', until, ...options }: TimedQuestion = {}): this {
    this.#scheduler.schedule(() => {
      const note = (what: string) => this.heard.push(`${this.#scheduler.now()} ${name}: ${what}`);
      const asked = this.#resolver.response$(name, type, options).subscribe({
        next: (response) => note(this.#describe(response)),
        error: (error: unknown) => note(isDnsError(error) ? error.code : String(error)),
      });
      if (until !== undefined) this.#scheduler.schedule(() => asked.unsubscribe(), until - at);
    }, at);
    return this;
  }
}

/** The rcode, the TTLs of the answer section, and whether it came from the cache. */
export function describeTtls({ rcode, answers, cached }: DnsResponse): string {
  return [rcode, ...answers.map(({ ttl }) => ttl), ...(cached ? ['cached'] : [])].join(' ');
}

/** The last digit of the server that answered. */
export function describeServer({ server }: DnsResponse): string {
  return server.at(-1) ?? '';
}

/** When each query was sent, for what name and type. */
export function sentQuestions({ sent }: FakeNetwork): readonly string[] {
  return sent.map(({ time, message: { questions } }) => {
    const asked = questions.map(({ name, type }) => `${name} ${type}`);
    return `${time} ${asked.join()}`;
  });
}

/** When each query was sent, to which server (its last digit). */
export function sentTo({ sent }: FakeNetwork): readonly string[] {
  return sent.map(({ time, endpoint }) => `${time} ${endpoint.address.at(-1)}`);
}
