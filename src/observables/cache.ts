import type { SchedulerLike } from 'rxjs';
import { formatBase64, parseBase64 } from '../records/base-encoding.js';
import { classCode, typeCode } from '../records/codes.js';
import { decodeMessage } from '../records/message.js';
import { formatName, parseName } from '../records/name.js';
import { encodeQuestion } from '../records/query.js';
import type { CacheEntry, CacheSnapshotEntry } from './cache-entry.js';
import { age, cacheTime, isFailure } from './cache-time.js';
import type { DnsResponse, Query } from './exchange.js';
import { HashTable } from './hash-table.js';
import { type Keeping, KeptResponse } from './kept-response.js';
import { LinkedList } from './linked-list.js';
import { makeResponse } from './make-response.js';
import { type QuestionKey, questionKey, sameName, sameQuestion } from './question-key.js';
import { asStale, recheckAfter, type StaleOptions, stalePlan } from './stale.js';

/** Options of the cache. */
export interface CacheOptions {
  /** Seconds that anything is kept at most, 0 to 2,147,483,647. @default 3600 */
  readonly maxTtl?: number | undefined;
  /** Responses kept at most, 1 or more; the least recently used goes first. @default 10000 */
  readonly maxEntries?: number | undefined;
  /** Give what expired while servers fail (RFC 8767). @default false */
  readonly serveStale?: boolean | StaleOptions | undefined;
}

/**
 * Responses by question, as long as their TTLs allow.
 *
 * A question is its name without case, the type, the class and the bits that change an answer (RD, CD, DO);
 * NXDOMAIN is kept for the name, whatever the type (RFC 2308 section 5).
 */
export class Cache {
  readonly #scheduler: SchedulerLike;
  readonly #maxTtl: number;
  readonly #maxEntries: number;
  #table = new HashTable<KeptResponse>();
  /** In order of use. */
  #byUse = new LinkedList<KeptResponse>();
  /** How many hold for every type: mostly none, and then one look is enough. */
  #forNames = 0;
  #flushes = 0;
  /** Milliseconds for which what expired may still be given; 0 for not at all. */
  readonly #maxStale: number;

  constructor(scheduler: SchedulerLike, options: CacheOptions = {}) {
    const { maxTtl = 3600, maxEntries = 10_000, serveStale } = options;
    this.#scheduler = scheduler;
    this.#maxTtl = maxTtl;
    this.#maxEntries = maxEntries;
    this.#maxStale = stalePlan(serveStale).maxStale * 1000;
  }

  /**
   * The response to a query with its TTLs counted down, if it is kept.
   *
   * @internal
   */
  find(query: Query): DnsResponse | undefined {
    const now = this.#scheduler.now();
    const kept = this.#findValid(query.key, now);
    if (kept === undefined) return undefined;
    this.#byUse.remove(kept);
    this.#byUse.append(kept);
    const seconds = Math.floor((now - kept.storedAt) / 1000);
    return age(kept.read(query.question), seconds);
  }

  /**
   * What expired, for a query that servers fail on: to be given at once (`isHeld`), as they failed a moment ago, or
   * only if they do.
   *
   * @internal
   */
  findStale({
    key,
    question,
  }: Query): { readonly response: DnsResponse; readonly isHeld: boolean } | undefined {
    if (this.#maxStale === 0) return undefined;
    const now = this.#scheduler.now();
    const kept = this.#findExpired(key, now);
    return kept && { response: asStale(kept.read(question)), isHeld: kept.heldUntil > now };
  }

  /**
   * Takes note that servers failed on a query: what expired is given without asking them for a while.
   *
   * @internal
   */
  hold({ key }: Query): void {
    const now = this.#scheduler.now();
    const kept = this.#findExpired(key, now);
    if (kept !== undefined) kept.heldUntil = now + recheckAfter;
  }

  /**
   * Keeps a response, for as long as it says, in place of what was kept for its question. A failure does not
   * take the place of an answer that still holds, or may be given all the same.
   *
   * @internal
   */
  store({ key }: Query, response: DnsResponse): void {
    const now = this.#scheduler.now();
    const failed = isFailure(response);
    const known = this.#find(key);
    const earlier = known?.failures ?? 0;
    if (failed) {
      const answer = this.#findValid(key, now) ?? this.#findExpired(key, now);
      if (answer !== undefined && answer.failures === 0) return;
    }
    const seconds = Math.min(this.#maxTtl, cacheTime(response, earlier));
    if (!failed || seconds > 0) this.#remove(known);
    if (!failed && this.#forNames > 0) this.#remove(this.#findName(key));
    if (seconds === 0) return;
    // A CNAME exists even if what it leads to does not.
    const forName = response.rcode === 'NXDOMAIN' && response.answers.length === 0;
    this.#put(key, response, {
      storedAt: now,
      expiresAt: now + seconds * 1000,
      failures: failed ? earlier + 1 : 0,
      forName,
    });
  }

  /** Responses kept, those that have expired and were not yet replaced included. */
  get size(): number {
    return this.#table.size;
  }

  /** Everything kept, the least recently used first. */
  entries(): readonly CacheEntry[] {
    const now = this.#scheduler.now();
    return this.#valid(now).map((kept) => {
      const { question } = kept;
      return { question, response: kept.read(question), ttl: (kept.expiresAt - now) / 1000 };
    });
  }

  /** Everything kept, for a file or another process, the least recently used first. */
  snapshot(): readonly CacheSnapshotEntry[] {
    const now = this.#scheduler.now();
    return this.#valid(now).map((kept) => {
      const { question, bits, message, server, transport, storedAt, expiresAt } = kept;
      const name = `${question.name.toLowerCase()} ${question.class} ${bits}`;
      return {
        key: kept.forName ? name : `${name} ${question.type}`,
        question,
        message: formatBase64(message),
        server,
        transport,
        age: now - storedAt,
        left: expiresAt - now,
      };
    });
  }

  /**
   * Puts back what {@link Cache.snapshot} gave. Time in between does not count: take it off `left` and add it to
   * `age` before, where it matters. Throws {@link WireError} for a message that cannot be read.
   */
  restore(entries: readonly CacheSnapshotEntry[]): void {
    const now = this.#scheduler.now();
    for (const { key, question, message, server, transport, age: past, left } of entries) {
      const octets = parseBase64(message);
      const response = makeResponse(decodeMessage(octets), octets, { server, transport, elapsed: 0 }, []);
      const [, , bits, type] = key.split(' ');
      const forName = type === undefined;
      const wire = encodeQuestion(question.name, typeCode(question.type), classCode(question.class));
      const kept = questionKey(wire, Number(bits));
      this.#remove(forName ? this.#findName(kept) : this.#find(kept));
      this.#put(kept, response, { storedAt: now - past, expiresAt: now + left, failures: 0, forName });
    }
  }

  /**
   * How often something was flushed: what was asked before is not stored afterwards.
   *
   * @internal
   */
  get flushes(): number {
    return this.#flushes;
  }

  /** Forgets what is kept for a name, or everything. Throws {@link WireError} `EBADNAME`. */
  flush(name?: string): void {
    this.#flushes += 1;
    if (name === undefined) {
      this.#table = new HashTable();
      this.#byUse = new LinkedList();
      this.#forNames = 0;
      return;
    }
    const wanted = formatName(parseName(name)).toLowerCase();
    for (const kept of this.#byUse.toArray()) {
      if (kept.question.name.toLowerCase() === wanted) this.#remove(kept);
    }
  }

  /** What is kept for a question of its own, expired or not: failures in a row are counted. */
  #find(key: QuestionKey): KeptResponse | undefined {
    for (let kept = this.#table.chain(key.hash); kept !== undefined; kept = kept.behind)
      if (kept.hash === key.hash && !kept.forName && sameQuestion(kept, key)) return kept;
    return undefined;
  }

  /** What is kept for a name, whatever the type. */
  #findName(key: QuestionKey): KeptResponse | undefined {
    for (let kept = this.#table.chain(key.nameHash); kept !== undefined; kept = kept.behind)
      if (kept.hash === key.nameHash && kept.forName && sameName(kept, key)) return kept;
    return undefined;
  }

  #findValid(key: QuestionKey, now: number): KeptResponse | undefined {
    const kept = this.#find(key);
    if (kept !== undefined && kept.expiresAt > now) return kept;
    const forName = this.#forNames > 0 ? this.#findName(key) : undefined;
    return forName !== undefined && forName.expiresAt > now ? forName : undefined;
  }

  /** An answer that expired and may be given all the same. */
  #findExpired(key: QuestionKey, now: number): KeptResponse | undefined {
    const own = this.#find(key);
    const kept = own === undefined || own.failures > 0 ? this.#findName(key) : own;
    const isStale = kept !== undefined && kept.expiresAt <= now && now < kept.expiresAt + this.#maxStale;
    return isStale ? kept : undefined;
  }

  #valid(now: number): readonly KeptResponse[] {
    return this.#byUse.toArray().filter(({ expiresAt }) => expiresAt > now);
  }

  /** Keeps a response to a question for which nothing is kept. The one used least recently makes room for it. */
  #put(key: QuestionKey, response: DnsResponse, times: Keeping): void {
    const oldest = this.#table.size >= this.#maxEntries ? this.#byUse.first : undefined;
    this.#remove(oldest);
    const kept = oldest ?? new KeptResponse();
    kept.write(key, response, times);
    this.#table.add(kept);
    this.#byUse.append(kept);
    if (kept.forName) this.#forNames += 1;
  }

  #remove(kept: KeptResponse | undefined): void {
    if (kept === undefined || !this.#table.delete(kept)) return;
    this.#byUse.remove(kept);
    if (kept.forName) this.#forNames -= 1;
  }
}
