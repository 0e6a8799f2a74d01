import { of, type SchedulerLike, throwError } from 'rxjs';
import { DnsError } from '../errors.js';
import { formatBase64, parseBase64 } from '../records/base-encoding.js';
import { decodeMessage, encodeMessage, type Question } from '../records/message.js';
import { formatName, parseName } from '../records/name.js';
import { age, cacheTime, isFailure } from './cache-time.js';
import type { EventSource } from './events.js';
import type { DnsResponse, Query, Stage } from './exchange.js';
import { type Linked, LinkedList } from './linked-list.js';

/** Options of the cache. */
export interface CacheOptions {
  /** Seconds that anything is kept at most, 0 to 2,147,483,647. @default 3600 */
  readonly maxTtl?: number | undefined;
  /** Responses kept at most, 1 or more; the least recently used goes first. @default 10000 */
  readonly maxEntries?: number | undefined;
}

/** A response in the cache. */
export interface CacheEntry {
  readonly question: Question;
  readonly response: DnsResponse;
  /** Seconds it will be kept from now. */
  readonly ttl: number;
}

/** A response in a form that JSON can hold; see {@link Cache.snapshot}. */
export interface CacheSnapshotEntry {
  readonly key: string;
  readonly question: Question;
  /** The message in wire form, as Base64. */
  readonly message: string;
  readonly server: string;
  readonly transport: DnsResponse['transport'];
  /** Milliseconds since it was stored. */
  readonly age: number;
  /** Milliseconds for which it may still be kept. */
  readonly left: number;
}

/** What is kept under one key. Times are the scheduler's milliseconds. */
interface Kept extends Linked<Kept> {
  readonly key: string;
  readonly question: Question;
  readonly response: DnsResponse;
  readonly storedAt: number;
  readonly expiresAt: number;
  /** Failures in a row, this one included; 0 for an answer. */
  readonly failures: number;
  /** Whether it holds for every type. */
  readonly forName: boolean;
}

/**
 * Responses by question, as long as their TTLs allow.
 *
 * The key is the name without case, the type, the class and the bits that change an answer (RD, CD, DO);
 * NXDOMAIN is kept for the name, whatever the type (RFC 2308 section 5).
 */
export class Cache {
  readonly #scheduler: SchedulerLike;
  readonly #maxTtl: number;
  readonly #maxEntries: number;
  readonly #kept = new Map<string, Kept>();
  /** In order of use. The Map could keep that too, but to delete and insert for each use costs it ten times more. */
  #byUse = new LinkedList<Kept>();
  /** How many hold for every type: mostly none, and then one look is enough. */
  #forNames = 0;
  #flushes = 0;

  constructor(scheduler: SchedulerLike, { maxTtl = 3600, maxEntries = 10_000 }: CacheOptions = {}) {
    this.#scheduler = scheduler;
    this.#maxTtl = maxTtl;
    this.#maxEntries = maxEntries;
  }

  /**
   * The response to a query with its TTLs counted down, if it is kept.
   *
   * @internal
   */
  find(query: Query): DnsResponse | undefined {
    const now = this.#scheduler.now();
    const forType = this.#use(query.key, now);
    const kept = forType === undefined && this.#forNames > 0 ? this.#use(query.nameKey, now) : forType;
    if (kept === undefined) return undefined;
    const seconds = Math.floor((now - kept.storedAt) / 1000);
    const questions = [query.question];
    return { ...age(kept.response, seconds), questions, cached: true, elapsed: 0, attempts: [] };
  }

  /**
   * Keeps a response, for as long as it says, in place of what was kept for its question. A failure does not
   * take the place of an answer that still holds.
   *
   * @internal
   */
  store(query: Query, response: DnsResponse): void {
    const { key, nameKey, question } = query;
    const now = this.#scheduler.now();
    const failed = isFailure(response);
    const known = this.#kept.get(key);
    const earlier = known?.failures ?? 0;
    if (failed) {
      const held = this.find(query);
      if (held !== undefined && !isFailure(held)) return;
    } else {
      this.#remove(known);
      if (this.#forNames > 0) this.#remove(this.#kept.get(nameKey));
    }
    const seconds = Math.min(this.#maxTtl, cacheTime(response, earlier));
    if (seconds === 0) return;
    const expiresAt = now + seconds * 1000;
    // A CNAME exists even if what it leads to does not.
    const forName = response.rcode === 'NXDOMAIN' && response.answers.length === 0;
    const failures = failed ? earlier + 1 : 0;
    this.#put({
      key: forName ? nameKey : key,
      question,
      response,
      storedAt: now,
      expiresAt,
      failures,
      forName,
      before: undefined,
      after: undefined,
    });
  }

  /** Everything kept, the least recently used first. */
  entries(): readonly CacheEntry[] {
    const now = this.#scheduler.now();
    return this.#byUse
      .toArray()
      .filter((kept) => kept.expiresAt > now)
      .map(({ question, response, expiresAt }) => ({ question, response, ttl: (expiresAt - now) / 1000 }));
  }

  /** Everything kept, for a file or another process, the least recently used first. */
  snapshot(): readonly CacheSnapshotEntry[] {
    const now = this.#scheduler.now();
    return this.#byUse
      .toArray()
      .filter(({ expiresAt }) => expiresAt > now)
      .map(({ key, question, response, storedAt, expiresAt }) => ({
        key,
        question,
        message: formatBase64(encodeMessage(response)),
        server: response.server,
        transport: response.transport,
        age: now - storedAt,
        left: expiresAt - now,
      }));
  }

  /**
   * Puts back what {@link Cache.snapshot} gave. Time in between does not count: take it off `left` and add it to
   * `age` before, where it matters. Throws {@link WireError} for a message that cannot be read.
   */
  restore(entries: readonly CacheSnapshotEntry[]): void {
    const now = this.#scheduler.now();
    for (const { key, question, message, server, transport, age: past, left } of entries) {
      const octets = parseBase64(message);
      const decoded = decodeMessage(octets);
      const how = { server, transport, elapsed: 0, size: octets.length, cached: false, attempts: [] };
      const response = { ...decoded, ...how };
      const forName = nameKeyPattern.test(key);
      const times = { storedAt: now - past, expiresAt: now + left };
      const place = { before: undefined, after: undefined };
      this.#put({ key, question, response, ...times, failures: 0, forName, ...place });
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
      this.#kept.clear();
      this.#byUse = new LinkedList();
      this.#forNames = 0;
      return;
    }
    const wanted = formatName(parseName(name)).toLowerCase();
    for (const kept of this.#byUse.toArray()) {
      if (kept.question.name.toLowerCase() === wanted) this.#remove(kept);
    }
  }

  #use(key: string, now: number): Kept | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    // What expired stays until it is replaced, so that failures in a row are counted.
    if (kept.expiresAt <= now) return undefined;
    this.#byUse.remove(kept);
    this.#byUse.append(kept);
    return kept;
  }

  #put(kept: Kept): void {
    this.#remove(this.#kept.get(kept.key));
    this.#kept.set(kept.key, kept);
    this.#byUse.append(kept);
    if (kept.forName) this.#forNames += 1;
    if (this.#kept.size > this.#maxEntries) this.#remove(this.#byUse.first);
  }

  #remove(kept: Kept | undefined): void {
    if (kept === undefined) return;
    this.#kept.delete(kept.key);
    this.#byUse.remove(kept);
    if (kept.forName) this.#forNames -= 1;
  }
}

/** The key of what holds for every type: name, class and bits, without a type. */
const nameKeyPattern = /^\S+ \S+ \S+$/;

/**
 * Answers from the cache what is in it. What comes from below is put there by whoever shares it out, once for
 * each wire query.
 */
export function cached(cache: Cache, events: EventSource): Stage {
  return (next) => (query) => {
    const mode = query.settings.cache;
    if (mode === 'bypass' || mode === 'refresh') return next(query);
    const response = cache.find(query);
    if (response !== undefined) {
      events.emit(() => ({ type: 'cache-hit', question: query.question }));
      return of(response);
    }
    if (mode === 'use') return next(query);
    const { question } = query;
    const message = `${question.type} ${question.name}: not in the cache`;
    return throwError(() => new DnsError('ENODATA', message, { question }));
  };
}
