import type { SchedulerLike, Subscriber, Subscription } from 'rxjs';
import { DnsError, type DnsErrorCode, isDnsError } from '../errors.js';
import { type PlannedAttempt, planAttempts } from './attempt-plan.js';
import { attemptTimeout, backoff } from './attempt-timeout.js';
import type { Deadline, Deadlines } from './deadlines.js';
import type { Attempt, DnsResponse, Exchange, Query, Server, ServerQuery } from './exchange.js';
import type { Random } from './random.js';
import { afterAnswer, afterFailure, retransmitAfter, type ServerStates } from './servers.js';

/** Responses after which another server is asked: it may know better. */
const inconclusive: ReadonlySet<string> = new Set(['SERVFAIL', 'NOTIMP', 'REFUSED']);

export interface AttemptServices {
  readonly deadlines: Deadlines;
  readonly random: Random;
  readonly scheduler: SchedulerLike;
  readonly states: ServerStates;
}

/** An attempt that waits for its response. */
interface LiveAttempt extends PlannedAttempt {
  readonly sentAt: number;
  subscription: Subscription | undefined;
  timer: Deadline | undefined;
  /** The next attempt has started already; this one only has to end. */
  overtaken: boolean;
}

/** The attempts of one query, from the first to the last: the procedure that {@link attempts} describes. */
export class AttemptRun {
  readonly #query: Query;
  readonly #next: Exchange<ServerQuery>;
  readonly #services: AttemptServices;
  readonly #subscriber: Subscriber<DnsResponse>;
  readonly #plan: Iterator<PlannedAttempt, undefined>;
  readonly #startedAt: number;
  readonly #live = new Set<LiveAttempt>();
  readonly #trail: Attempt[] = [];
  #made = 0;
  readonly #deadline: Deadline | undefined;
  #response: DnsResponse | undefined;
  #error: DnsError | undefined;
  #advancing = false;
  #again = false;

  constructor(
    query: Query,
    next: Exchange<ServerQuery>,
    services: AttemptServices,
    subscriber: Subscriber<DnsResponse>,
  ) {
    this.#query = query;
    this.#next = next;
    this.#services = services;
    this.#subscriber = subscriber;
    const servers = services.states.order(query.servers);
    // A failure of the last resort leaves no error: silence said more.
    this.#plan = planAttempts(query, servers, () => !this.#response && !this.#error);
    this.#startedAt = services.scheduler.now();
    if (query.deadline !== Number.POSITIVE_INFINITY) {
      this.#deadline = services.deadlines.after(query.deadline, () => this.#fail('ETIMEOUT'));
    }
  }

  /** Starts the next attempt, or ends the run when none is left and none is under way. */
  advance(): void {
    this.#again = true;
    // A connection can fail inside subscribe(): a loop, so that many of those do not grow the stack.
    if (this.#advancing) return;
    this.#advancing = true;
    while (this.#again && !this.#subscriber.closed) {
      this.#again = false;
      const planned = this.#plan.next();
      if (planned.done !== true) this.#launch(planned.value);
      else if (this.#live.size === 0) this.#finish();
    }
    this.#advancing = false;
  }

  stop(): void {
    this.#deadline?.cancel();
    for (const attempt of this.#live) this.#end(attempt);
  }

  #launch(planned: PlannedAttempt): void {
    this.#made += 1;
    const attempt: LiveAttempt = {
      ...planned,
      sentAt: this.#services.scheduler.now(),
      subscription: undefined,
      timer: undefined,
      overtaken: false,
    };
    this.#live.add(attempt);
    attempt.subscription = this.#next(planned.query).subscribe({
      next: (response) => this.#onResponse(attempt, response),
      error: (error: unknown) => this.#onError(attempt, error),
    });
    if (this.#live.has(attempt)) this.#arm(attempt);
  }

  #arm(attempt: LiveAttempt): void {
    const { deadlines, random, states } = this.#services;
    const { round, query } = attempt;
    const { server, transport } = query;
    const timeout = attemptTimeout(query, round, random);
    const usual = transport === 'udp' ? retransmitAfter(states.get(server)) : undefined;
    const early = usual === undefined ? timeout : usual * backoff ** round;
    if (early >= timeout) {
      attempt.timer = deadlines.after(timeout, () => this.#onTimeout(attempt));
      return;
    }
    attempt.timer = deadlines.after(early, () => {
      attempt.overtaken = true;
      attempt.timer = deadlines.after(timeout - early, () => this.#onTimeout(attempt));
      this.advance();
    });
  }

  #onResponse(attempt: LiveAttempt, response: DnsResponse): void {
    const { states, scheduler } = this.#services;
    const { server } = attempt.query;
    this.#end(attempt);
    if (inconclusive.has(response.rcode)) {
      this.#trail.push(...response.attempts);
      this.#response = response;
      states.set(server, afterFailure(states.get(server), scheduler.now()));
      this.#onEnded(attempt);
      return;
    }
    // A round trip over TCP has the handshake in it.
    const roundTrip = response.transport === 'udp' ? response.elapsed : undefined;
    states.set(server, afterAnswer(states.get(server), roundTrip));
    for (const late of this.#live) this.#recordLate(late, server);
    if (this.#made === 1) this.#settle(response);
    else this.#settle(this.#withTrail(response, response.attempts));
  }

  /** The server of a late attempt that another server had to answer for is a failed one. */
  #recordLate(late: LiveAttempt, answered: Server): void {
    const { states, scheduler } = this.#services;
    const { server } = late.query;
    this.#record(late, 'ETIMEOUT');
    if (late.overtaken && server !== answered)
      states.set(server, afterFailure(states.get(server), scheduler.now()));
  }

  #onError(attempt: LiveAttempt, error: unknown): void {
    if (!isDnsError(error)) {
      this.#subscriber.error(error);
      return;
    }
    if (!attempt.lastResort) this.#error = error;
    this.#onFailure(attempt, systemCode(error.cause) ?? error.code);
  }

  #onTimeout(attempt: LiveAttempt): void {
    this.#onFailure(attempt, 'ETIMEOUT');
  }

  #onFailure(attempt: LiveAttempt, outcome: string): void {
    const { states, scheduler } = this.#services;
    const { server } = attempt.query;
    this.#end(attempt);
    this.#record(attempt, outcome);
    states.set(server, afterFailure(states.get(server), scheduler.now()));
    this.#onEnded(attempt);
  }

  #onEnded(attempt: LiveAttempt): void {
    if (!attempt.overtaken || this.#live.size === 0) this.advance();
  }

  #end(attempt: LiveAttempt): void {
    this.#live.delete(attempt);
    attempt.timer?.cancel();
    attempt.subscription?.unsubscribe();
  }

  #record({ query, sentAt }: LiveAttempt, outcome: string): void {
    const elapsed = this.#services.scheduler.now() - sentAt;
    this.#trail.push({ server: query.server.text, transport: query.transport, elapsed, outcome });
  }

  #finish(): void {
    if (this.#response !== undefined) this.#settle(this.#withTrail(this.#response, []));
    else if (this.#made === 0) this.#fail('ENOSERVER');
    else this.#fail(this.#error?.code ?? 'ETIMEOUT');
  }

  #withTrail(response: DnsResponse, own: readonly Attempt[]): DnsResponse {
    const elapsed = this.#services.scheduler.now() - this.#startedAt;
    return { ...response, elapsed, attempts: [...this.#trail, ...own] };
  }

  #settle(response: DnsResponse): void {
    this.stop();
    this.#subscriber.next(response);
    this.#subscriber.complete();
  }

  #fail(code: DnsErrorCode): void {
    for (const late of this.#live) this.#record(late, 'ETIMEOUT');
    const { name, type } = this.#query.question;
    const message = `${type} ${name}: ${describe(code)} (${this.#made} attempts)`;
    const details = {
      question: this.#query.question,
      attempts: this.#trail,
      elapsed: this.#services.scheduler.now() - this.#startedAt,
      cause: this.#error?.cause,
    };
    this.stop();
    this.#subscriber.error(new DnsError(code, message, details));
  }
}

function describe(code: DnsErrorCode): string {
  if (code === 'ENOSERVER') return 'no servers are configured';
  if (code === 'ETIMEOUT') return 'no server answered in time';
  if (code === 'EBADRESP') return 'the servers sent malformed responses';
  if (code === 'EOF') return 'the servers closed the connection';
  return 'no server could be reached';
}

/** The operating system's name for a failure, which says more than ours. */
function systemCode(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !('code' in cause)) return undefined;
  return typeof cause.code === 'string' ? cause.code : undefined;
}
