import { type DnsError, type DnsErrorCode, isDnsError } from '../errors.js';
import { attemptsError } from './attempt-error.js';
import { tellLaunch } from './attempt-events.js';
import { noteFailure, noteLate, noteResponse } from './attempt-notes.js';
import { type AttemptHistory, AttemptPlan, type PlannedAttempt } from './attempt-plan.js';
import type { AttemptServices } from './attempt-services.js';
import { attemptTimeout, patience } from './attempt-timeout.js';
import { inconclusive } from './definite.js';
import type { Attempt, DnsResponse, Exchange, Query, Server, ServerQuery } from './exchange.js';
import { type AttemptOwner, LiveAttempt } from './live-attempt.js';
import type { Turn } from './server-pace.js';
import { type Run, runQuery, type SingleObserver } from './single.js';
import { systemCode } from './system-code.js';

const none: readonly LiveAttempt[] = [];

/** The attempts of one query, from the first to the last: the procedure that {@link attempts} describes. */
export class AttemptRun implements Run, AttemptHistory, AttemptOwner {
  readonly #query: Query;
  readonly #next: Exchange<ServerQuery>;
  readonly #services: AttemptServices;
  readonly #observer: SingleObserver<DnsResponse>;
  #plan: AttemptPlan | undefined;
  #startedAt = 0;
  /** Mostly one, so that an array does better than a Set. */
  #live: readonly LiveAttempt[] = none;
  /** The place in line of the next attempt, while its server is not to be asked faster. */
  #turn: Turn | undefined;
  #made = 0;
  /** The server asked last. */
  #latest: string | undefined;
  #response: DnsResponse | undefined;
  #error: DnsError | undefined;
  #advancing = false;
  #again = false;
  #ended = false;

  constructor(
    query: Query,
    next: Exchange<ServerQuery>,
    services: AttemptServices,
    observer: SingleObserver<DnsResponse>,
  ) {
    this.#query = query;
    this.#next = next;
    this.#services = services;
    this.#observer = observer;
  }

  begin(): void {
    const { states, random, paces, probes, scheduler } = this.#services;
    const { servers, rotate } = this.#query.settings;
    const ordered = states.order(servers, rotate ? random : undefined);
    probes.send(this.#query, ordered[0], this.#next);
    this.#plan = new AttemptPlan(this.#query, ordered, this, paces);
    this.#startedAt = scheduler.now();
    this.#advance();
  }

  /** Ends what is under way; whoever ended it finds those attempts in the trail. */
  unsubscribe(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#turn?.cancel();
    for (const attempt of this.#live) {
      this.#end(attempt);
      this.#record(attempt, 'ECANCELLED');
    }
  }

  /** A failure of the last resort leaves no error: silence said more. */
  get isSilent(): boolean {
    return this.#response === undefined && this.#error === undefined;
  }

  get hasResponse(): boolean {
    return this.#response !== undefined;
  }

  onResponse(attempt: LiveAttempt, response: DnsResponse): void {
    const { paces, states, scheduler } = this.#services;
    const { server } = attempt.query;
    this.#end(attempt);
    noteResponse(paces, attempt, response, scheduler.now());
    if (inconclusive.has(response.rcode)) {
      this.#query.trail.push(...response.attempts);
      this.#response = response;
      this.#plan?.countExtra(server, response);
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

  onError(attempt: LiveAttempt, error: unknown): void {
    if (!isDnsError(error)) {
      this.unsubscribe();
      this.#observer.error(error);
      return;
    }
    if (!attempt.planned.lastResort) this.#error = error;
    this.#onFailure(attempt, systemCode(error.cause) ?? error.code);
  }

  /** Starts the next attempt, or ends the run when none is left and none is under way. */
  #advance(): void {
    this.#again = true;
    // A connection can fail inside begin(): a loop, so that many of those do not grow the stack.
    if (this.#advancing) return;
    this.#advancing = true;
    while (this.#again && !this.#ended && this.#turn === undefined) {
      this.#again = false;
      const planned = this.#plan?.next();
      if (planned !== undefined) this.#launchInTurn(planned);
      else if (this.#live.length === 0) this.#finish();
    }
    this.#advancing = false;
  }

  /** The wait for a turn comes before the attempt, and does not count against its timeout. */
  #launchInTurn(planned: PlannedAttempt): void {
    const pace = this.#services.paces.of(planned.query.server);
    if (pace.claim()) {
      this.#launch(planned);
      return;
    }
    this.#turn = pace.line(() => {
      this.#turn = undefined;
      this.#launch(planned);
    });
  }

  #launch(planned: PlannedAttempt): void {
    this.#made += 1;
    this.#latest = tellLaunch(this.#services.events, planned, this.#latest, this.#live.length > 0);
    // Whoever heard of it may have cancelled.
    if (this.#ended) {
      this.#services.paces.of(planned.query.server).release();
      return;
    }
    const attempt = new LiveAttempt(planned, this.#services.scheduler.now(), this.hasResponse, this);
    this.#live = this.#live.length === 0 ? [attempt] : [...this.#live, attempt];
    attempt.wire = runQuery(this.#next, planned.query, attempt);
    attempt.wire.begin();
    if (this.#live.includes(attempt)) this.#arm(attempt);
  }

  #arm(attempt: LiveAttempt): void {
    const { deadlines, paces, random, scheduler, states } = this.#services;
    const { planned, query } = attempt;
    const timeout = attemptTimeout(query.settings, planned.round, random);
    const early = patience(planned, states.get(query.server)) ?? timeout;
    if (early === 0 || early >= timeout) {
      attempt.overtaken = early === 0;
      this.#wait(attempt, timeout);
      if (attempt.overtaken) this.#advance();
      return;
    }
    attempt.timer = deadlines.after(early, () => {
      attempt.overtaken = true;
      noteLate(paces, attempt, early, scheduler.now());
      this.#wait(attempt, timeout - early);
      this.#advance();
    });
  }

  #wait(attempt: LiveAttempt, duration: number): void {
    attempt.timer = this.#services.deadlines.after(duration, () => this.#onFailure(attempt, 'ETIMEOUT'));
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

  #onFailure(attempt: LiveAttempt, outcome: string): void {
    const { paces, states, scheduler } = this.#services;
    const now = scheduler.now();
    this.#end(attempt);
    noteFailure(paces, attempt, outcome, now);
    this.#record(attempt, outcome);
    states.failed(attempt.query.server, now);
    this.#onEnded(attempt);
  }

  #onEnded(attempt: LiveAttempt): void {
    // A race has no next server: its next round waits for all that were asked in this one.
    const waits = attempt.overtaken || this.#query.settings.strategy === 'race';
    if (!waits || this.#live.length === 0) this.#advance();
  }

  #end(attempt: LiveAttempt): void {
    this.#live =
      this.#live.length === 1 && this.#live[0] === attempt
        ? none
        : this.#live.filter((other) => other !== attempt);
    attempt.timer?.cancel();
    attempt.wire?.unsubscribe();
    this.#services.paces.of(attempt.query.server).release();
  }

  #record({ query, sentAt }: LiveAttempt, outcome: string): void {
    const elapsed = this.#services.scheduler.now() - sentAt;
    const { server, transport, latest } = query;
    if (latest.transport !== transport) this.#plan?.noteTcp(server);
    const attempt = { server: server.text, transport: latest.transport, elapsed, outcome };
    this.#query.trail.push(attempt);
    this.#services.events.attempt(query.question, attempt);
  }

  #finish(): void {
    if (this.#response !== undefined) this.#settle(this.#withTrail(this.#response, []));
    else if (this.#made === 0) this.#fail('ENOSERVER');
    else this.#fail(this.#error?.code ?? 'ETIMEOUT');
  }

  #withTrail(response: DnsResponse, own: readonly Attempt[]): DnsResponse {
    const elapsed = this.#services.scheduler.now() - this.#startedAt;
    return { ...response, elapsed, attempts: [...this.#query.trail, ...own] };
  }

  #settle(response: DnsResponse): void {
    this.#turn?.cancel();
    for (const late of this.#live) this.#end(late);
    if (this.#ended) return;
    this.#ended = true;
    this.#observer.next(response);
  }

  #fail(code: DnsErrorCode): void {
    this.#ended = true;
    const { question, trail } = this.#query;
    const elapsed = this.#services.scheduler.now() - this.#startedAt;
    const details = { question, attempts: [...trail], elapsed, cause: this.#error?.cause };
    this.#observer.error(attemptsError(code, this.#made, details));
  }
}
