import type { Subscriber, Subscription } from 'rxjs';
import { type DnsError, type DnsErrorCode, isDnsError } from '../errors.js';
import { attemptsError } from './attempt-error.js';
import { type PlannedAttempt, planAttempts } from './attempt-plan.js';
import { attemptTimeout, patience } from './attempt-timeout.js';
import type { Deadline } from './deadlines.js';
import type { Attempt, DnsResponse, Exchange, Query, Server, ServerQuery } from './exchange.js';
import { toServer } from './make-query.js';
import type { ProbeServices, Probes } from './probes.js';
import { systemCode } from './system-code.js';

/** Responses after which another server is asked: it may know better. */
const inconclusive: ReadonlySet<string> = new Set(['SERVFAIL', 'NOTIMP', 'REFUSED']);

export interface AttemptServices extends ProbeServices {
  readonly probes: Probes;
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
  readonly #trail: Attempt[];
  /** Queries that fallbacks made beside the attempts, by server: they count against the limit of three. */
  #extra: Map<Server, number> | undefined;
  /** Servers that a fallback asked over TCP. */
  readonly #overTcp = new Set<Server>();
  #made = 0;
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
    const { servers, rotate } = query.settings;
    const ordered = services.states.order(servers, rotate ? services.random : undefined);
    services.probes.send(query, ordered[0], next);
    // A failure of the last resort leaves no error: silence said more.
    this.#plan = planAttempts(
      query,
      ordered,
      () => !this.#response && !this.#error,
      (server) => this.#overTcp.has(server),
    );
    this.#startedAt = services.scheduler.now();
    this.#trail = query.trail;
  }

  /** Starts the next attempt, or ends the run when none is left and none is under way. */
  advance(): void {
    this.#again = true;
    // A connection can fail inside subscribe(): a loop, so that many of those do not grow the stack.
    if (this.#advancing) return;
    this.#advancing = true;
    while (this.#again && !this.#subscriber.closed) {
      this.#again = false;
      const planned = this.#nextPlanned();
      if (planned !== undefined) this.#launch(planned);
      else if (this.#live.size === 0) this.#finish();
    }
    this.#advancing = false;
  }

  /** Ends what is under way; whoever stopped it finds those attempts in the trail. */
  stop(): void {
    for (const attempt of this.#live) {
      this.#end(attempt);
      this.#record(attempt, 'ECANCELLED');
    }
  }

  /** A server that did not take EDNS in this run is not asked with it again. */
  #nextPlanned(): PlannedAttempt | undefined {
    for (let planned = this.#plan.next(); planned.done !== true; planned = this.#plan.next()) {
      const { query, round, lastResort } = planned.value;
      const extra = this.#extra?.get(query.server) ?? 0;
      if (extra === 0) return planned.value;
      if (lastResort || round + extra < query.settings.tries)
        return { ...planned.value, query: toServer(query, query.server, query.transport, false) };
    }
    return undefined;
  }

  #launch(planned: PlannedAttempt): void {
    this.#made += 1;
    const sentAt = this.#services.scheduler.now();
    const state = { sentAt, subscription: undefined, timer: undefined, overtaken: false };
    // Nobody else has the plan of this attempt. A spread takes 0.8 µs.
    const attempt: LiveAttempt = Object.assign(planned, state);
    this.#live.add(attempt);
    attempt.subscription = this.#next(planned.query).subscribe({
      next: (response) => this.#onResponse(attempt, response),
      error: (error: unknown) => this.#onError(attempt, error),
    });
    if (this.#live.has(attempt)) this.#arm(attempt);
  }

  #arm(attempt: LiveAttempt): void {
    const { deadlines, random, states } = this.#services;
    const timeout = attemptTimeout(attempt.query.settings, attempt.round, random);
    const early = patience(attempt, states.get(attempt.query.server)) ?? timeout;
    if (early === 0) {
      attempt.overtaken = true;
      attempt.timer = deadlines.after(timeout, () => this.#onTimeout(attempt));
      this.advance();
      return;
    }
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
      this.#countExtra(server, response);
      states.failed(server, scheduler.now());
      this.#onEnded(attempt);
      return;
    }
    // A round trip over TCP has the handshake in it.
    const roundTrip = response.transport === 'udp' ? response.elapsed : undefined;
    states.answered(server, roundTrip);
    for (const late of this.#live) this.#recordLate(late, server);
    if (this.#made === 1) this.#settle(response);
    else this.#settle(this.#withTrail(response, response.attempts));
  }

  #countExtra(server: Server, { attempts, transport }: DnsResponse): void {
    const sameWay = attempts.filter((attempt) => attempt.transport === transport).length;
    if (sameWay < 2) return;
    this.#extra ??= new Map();
    this.#extra.set(server, (this.#extra.get(server) ?? 0) + sameWay - 1);
  }

  /** The server of a late attempt that another server had to answer for is a failed one. */
  #recordLate(late: LiveAttempt, answered: Server): void {
    const { states, scheduler } = this.#services;
    const { server } = late.query;
    // Where several are asked at a time on purpose, the second is no failure.
    const meant = this.#query.settings.strategy !== 'sequential';
    this.#record(late, meant ? 'ECANCELLED' : 'ETIMEOUT');
    if (!meant && late.overtaken && server !== answered) states.failed(server, scheduler.now());
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
    states.failed(server, scheduler.now());
    this.#onEnded(attempt);
  }

  #onEnded(attempt: LiveAttempt): void {
    // A race has no next server: its next round waits for all that were asked in this one.
    const waits = attempt.overtaken || this.#query.settings.strategy === 'race';
    if (!waits || this.#live.size === 0) this.advance();
  }

  #end(attempt: LiveAttempt): void {
    this.#live.delete(attempt);
    attempt.timer?.cancel();
    attempt.subscription?.unsubscribe();
  }

  #record({ query, sentAt }: LiveAttempt, outcome: string): void {
    const elapsed = this.#services.scheduler.now() - sentAt;
    const { server, transport, latest } = query;
    if (latest.transport !== transport) this.#overTcp.add(server);
    const attempt = { server: server.text, transport: latest.transport, elapsed, outcome };
    this.#trail.push(attempt);
    this.#services.events.emit(() => ({ type: 'attempt', question: query.question, attempt }));
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
    for (const late of this.#live) this.#end(late);
    this.#subscriber.next(response);
    this.#subscriber.complete();
  }

  #fail(code: DnsErrorCode): void {
    const { question } = this.#query;
    const elapsed = this.#services.scheduler.now() - this.#startedAt;
    const details = { question, attempts: [...this.#trail], elapsed, cause: this.#error?.cause };
    this.#subscriber.error(attemptsError(code, this.#made, details));
  }
}
