import type { DnsClass } from './codes.js';

/** What every record has before its RDATA. */
export interface RecordHead<Type extends string> {
  /** The owner name in presentation form, without a trailing dot; the root is `.`. */
  readonly name: string;
  readonly type: Type;
  readonly class: DnsClass;
  /** Seconds, 0 to 2,147,483,647 (RFC 2181 section 8). */
  readonly ttl: number;
}
