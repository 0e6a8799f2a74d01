import type { SchedulerLike } from 'rxjs';
import { DnsError, isDnsError } from '../errors.js';
import type { Message } from '../records/message.js';
import { encodeQuery } from '../records/query.js';
import { accept, type DropReason } from './accept.js';
import type { Channel, Outstanding } from './channel.js';
import type { ChannelPool } from './channel-pool.js';
import { badFrame, connectionEnded } from './connection-end.js';
import type { CookieJar } from './cookies.js';
import type { EventSource } from './events.js';
import type { DnsResponse, ServerQuery } from './exchange.js';
import { exchangeFailure } from './exchange-failure.js';
import { makeResponse } from './make-response.js';
import { mixCase, restoreCase } from './mix-case.js';
import type { OptSource, SentOpt } from './opt-source.js';
import type { Random } from './random.js';
import type { Run, SingleObserver } from './single.js';

/** Messages that do not fit, after which a query over UDP is given up: somebody forges. */
const maxDropped = 16;
/** What ended a query that somebody answered with forged messages. */
const flooded = Symbol('flooded');

export interface WireServices {
  readonly cookies: CookieJar;
  readonly opts: OptSource;
  readonly events: EventSource;
  readonly random: Random;
  readonly scheduler: SchedulerLike;
}

/** Has the connections for each query. */
export interface PoolSource {
  poolFor(query: ServerQuery): ChannelPool;
}

/** A query on the wire, and who waits for its response. */
export class WireQuery implements Outstanding, Run {
  channel: Channel | undefined;
  id = 0;
  order = 0;
  readonly #query: ServerQuery;
  readonly #pools: PoolSource;
  readonly #services: WireServices;
  readonly #observer: SingleObserver<DnsResponse>;
  #pool: ChannelPool | undefined;
  #sentAt = 0;
  #settled = false;
  #encoded = false;
  #question: Uint8Array;
  #opt: SentOpt | undefined;
  #dropped = 0;

  constructor(
    query: ServerQuery,
    pools: PoolSource,
    services: WireServices,
    observer: SingleObserver<DnsResponse>,
  ) {
    this.#query = query;
    this.#pools = pools;
    this.#services = services;
    this.#observer = observer;
    this.#question = query.octets;
  }

  begin(): void {
    this.#sentAt = this.#services.scheduler.now();
    this.#pool = this.#pools.poolFor(this.#query);
    this.#pool.send(this);
  }

  unsubscribe(): void {
    if (!this.#settled) this.#leave();
  }

  encode(id: number, localAddress: string | undefined): Uint8Array {
    const { transport, settings } = this.#query;
    const { recurse, checkingDisabled, dns0x20 } = settings;
    if (dns0x20 && transport === 'udp') this.#question = mixCase(this.#question, this.#services.random);
    this.#encoded = true;
    this.#opt = this.#services.opts.opt(this.#query, localAddress, this.#services.scheduler.now());
    const edns = this.#opt?.edns;
    return encodeQuery({ id, question: this.#question, recurse, checkingDisabled, edns });
  }

  accept(octets: Uint8Array): Message | DropReason {
    // Nobody but a forger answers what was not sent yet, and the secrets to tell them apart are drawn when it is.
    if (!this.#encoded) return 'unknown-id';
    const { transport, settings } = this.#query;
    const mixed = settings.dns0x20 && transport === 'udp';
    const name = mixed ? undefined : this.#query.question.name;
    const verdict = accept(octets, this.#question, mixed, name);
    if (typeof verdict === 'string') return verdict;
    const message = mixed ? restoreCase(verdict, this.#query.question) : verdict;
    const opt = this.#opt;
    if (opt?.cookie === undefined) return message;
    const { cookies, scheduler } = this.#services;
    const ours = cookies.accept(opt.cookieKey, opt.cookie, message.edns, scheduler.now());
    return ours ? message : 'cookie';
  }

  onResponse(message: Message, octets: Uint8Array): void {
    const { server, transport, question } = this.#query;
    const elapsed = this.#services.scheduler.now() - this.#sentAt;
    const attempt = { server: server.text, transport, elapsed, outcome: message.rcode };
    this.#services.events.attempt(question, attempt);
    // Whoever heard of it may have cancelled.
    if (this.#settled) return;
    this.#settled = true;
    this.#observer.next(makeResponse(message, octets, attempt, [attempt]));
  }

  onFailure(cause: unknown): void {
    if (this.#settled) return;
    this.#settled = true;
    const elapsed = this.#services.scheduler.now() - this.#sentAt;
    this.#observer.error(connectionError(cause, this.#query, elapsed));
  }

  onDrop(reason: DropReason): void {
    const { server, transport, question } = this.#query;
    this.#services.events.dropped(reason, server.text, transport, question);
    this.#dropped += 1;
    if (this.#dropped <= maxDropped || this.#settled) return;
    this.#pool?.cancel(this);
    this.onFailure(flooded);
  }

  #leave(): void {
    this.#settled = true;
    this.#pool?.cancel(this);
  }
}

/** What ended a connection, by the code c-ares gives it; the operating system's own error is the cause. */
function connectionError(cause: unknown, { server }: ServerQuery, elapsed: number): DnsError {
  if (isDnsError(cause)) return cause;
  if (cause === badFrame) return new DnsError('EBADRESP', `${server.text} sent a malformed response`);
  if (cause === flooded)
    return new DnsError('EBADRESP', `too many wrong messages as if from ${server.text}`, { elapsed });
  if (cause === connectionEnded) return new DnsError('EOF', `${server.text} closed the connection`);
  const reason = cause instanceof Error ? cause.message : String(cause);
  const code = exchangeFailure(cause);
  if (code !== undefined) return new DnsError(code, `${server.text}: ${reason}`, { cause });
  return new DnsError('ECONNREFUSED', `no connection to ${server.text}: ${reason}`, { cause });
}
