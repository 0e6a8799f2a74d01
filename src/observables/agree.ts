import {
  defer,
  distinctUntilChanged,
  map,
  merge,
  type Observable,
  repeat,
  type SchedulerLike,
  scan,
  takeWhile,
  timer,
} from 'rxjs';
import { DnsError } from '../errors.js';
import type { Question } from '../records/message.js';
import type { RecordMap, RecordType } from '../records/record-map.js';
import { isDefinite } from './definite.js';
import type { Attempt, Server } from './exchange.js';
import type { Outcome } from './outcome.js';
import { sameSet } from './record-set.js';

/** How servers are polled until they agree. */
export interface AgreePace {
  /** Servers that have to agree, 1 to the number of servers. @default all of them */
  readonly quorum?: number | undefined;
  /** Milliseconds from an answer of a server to the next question to it, 1 to 2,147,483,647. @default 2000 */
  readonly every?: number | undefined;
}

/** What one of several servers says. */
export interface ServerAgreement<T extends RecordType = RecordType> {
  /** The server, as `Resolver.servers` writes it. */
  readonly server: string;
  /** Whether its latest answer has what is wanted. */
  readonly agrees: boolean;
  /** What the latest question to it came to, a failure included; `undefined` before the first. */
  readonly outcome: Outcome<T> | undefined;
}

/** How far several servers agree. */
export interface Agreement<T extends RecordType = RecordType> {
  /** Whether as many servers as wanted have what is wanted. */
  readonly agreed: boolean;
  /** Servers that have it. */
  readonly agreeing: number;
  /** Servers that have to have it. */
  readonly quorum: number;
  /** Every server, in the order given. */
  readonly servers: readonly ServerAgreement<T>[];
}

/** What is polled for, where, and how. */
export interface AgreePlan<T extends RecordType> {
  readonly question: Question;
  /** One at least. */
  readonly servers: readonly Server[];
  readonly quorum: number;
  readonly every: number;
  /** Milliseconds for all of it; `undefined` for no bound. */
  readonly deadline: number | undefined;
  readonly scheduler: SchedulerLike;
  /** Tells whether these records of a definite answer are what is wanted. */
  readonly matches: (records: readonly RecordMap[T][]) => boolean;
  /** Asks one server, past the cache; its failure is a value. */
  ask(server: Server): Observable<Outcome<T>>;
}

/**
 * Polls each server until as many as wanted agree at the same time: those that did are still asked.
 *
 * Emits when what a server says is different from before, and completes with the value that says `agreed`. Errors
 * with `ETIMEOUT` on the deadline; its trail has the latest attempts at each server.
 */
export function agree<T extends RecordType>(plan: AgreePlan<T>): Observable<Agreement<T>> {
  return defer(() => {
    const polls = plan.servers.map((server, at) => poll(plan, server, at));
    const late = plan.deadline === undefined ? [] : [timer(plan.deadline, plan.scheduler)];
    return merge(...polls, ...late.map((late$) => late$.pipe(map(() => undefined)))).pipe(
      scan<Poll<T> | undefined, readonly ServerAgreement<T>[]>((states, answer) => {
        if (answer === undefined) throw lateError(plan, states);
        return states.map((state, at) => (at === answer.at ? answer.state : state));
      }, unasked(plan)),
      distinctUntilChanged((left, right) => left.every((state, at) => isSame(state, right[at]))),
      map((servers) => count(servers, plan.quorum)),
      takeWhile(({ agreed }) => !agreed, true),
    );
  });
}

/** What a server said, and which one of them. */
interface Poll<T extends RecordType> {
  readonly at: number;
  readonly state: ServerAgreement<T>;
}

function poll<T extends RecordType>(plan: AgreePlan<T>, server: Server, at: number): Observable<Poll<T>> {
  const { every, scheduler, matches } = plan;
  return defer(() => plan.ask(server)).pipe(
    map((outcome) => {
      const agrees = isDefinite(outcome.status) && matches(outcome.records);
      return { at, state: { server: server.text, agrees, outcome } };
    }),
    repeat({ delay: () => timer(every, scheduler) }),
  );
}

function unasked<T extends RecordType>({ servers }: AgreePlan<T>): readonly ServerAgreement<T>[] {
  return servers.map(({ text }) => ({ server: text, agrees: false, outcome: undefined }));
}

function count<T extends RecordType>(servers: readonly ServerAgreement<T>[], quorum: number): Agreement<T> {
  const agreeing = servers.filter(({ agrees }) => agrees).length;
  return { agreed: agreeing >= quorum, agreeing, quorum, servers };
}

function isSame(left: ServerAgreement, right: ServerAgreement | undefined): boolean {
  return (
    left.agrees === right?.agrees &&
    left.outcome?.status === right.outcome?.status &&
    sameSet(left.outcome?.records ?? [], right.outcome?.records ?? [])
  );
}

function lateError<T extends RecordType>(
  { question, servers, deadline = 0, quorum }: AgreePlan<T>,
  states: readonly ServerAgreement<T>[],
): DnsError {
  const { agreeing } = count(states, quorum);
  const said = states.map(({ server, agrees, outcome }) => {
    const status = outcome?.status ?? 'no answer yet';
    return `${server} ${agrees ? 'agrees' : status === 'NOERROR' ? 'has other records' : status}`;
  });
  const wanted = `${agreeing} of ${states.length} servers agree after ${deadline} ms, ${quorum} have to`;
  const message = `${question.type} ${question.name}: ${wanted} (${said.join(', ')})`;
  const attempts = states.flatMap(
    ({ outcome }, at) => outcome?.attempts ?? unanswered(servers[at], deadline),
  );
  return new DnsError('ETIMEOUT', message, { question, attempts, elapsed: deadline });
}

/** A server that was asked, and has not answered so far. */
function unanswered(server: Server | undefined, elapsed: number): readonly Attempt[] {
  if (server === undefined) return [];
  return [{ server: server.text, transport: server.transport, elapsed, outcome: 'ETIMEOUT' }];
}
