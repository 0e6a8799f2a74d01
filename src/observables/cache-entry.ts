import type { Question } from '../records/message.js';
import type { DnsResponse } from './exchange.js';

/** A response in the cache. */
export interface CacheEntry {
  readonly question: Question;
  readonly response: DnsResponse;
  /** Seconds it will be kept from now. */
  readonly ttl: number;
}

/** A response in a form that JSON can hold; see `Cache.snapshot`. */
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
