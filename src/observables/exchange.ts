import type { Attempt } from '../errors.js';
import type { ExtendedError } from '../records/edns.js';
import type { Message } from '../records/message.js';
import type { Transport } from '../socket/connect.js';

/** What a server answered, and how it came. */
export interface DnsResponse extends Message {
  /** The server that answered, as `Resolver.servers` writes it. */
  readonly server: string;
  readonly transport: Transport;
  /** Milliseconds from the first attempt to this response. */
  readonly elapsed: number;
  /** Octets of the message. */
  readonly size: number;
  /** Whether it came from the cache. */
  readonly cached: boolean;
  /** Extended errors (RFC 8914); absent where there are none. */
  readonly extendedErrors?: readonly ExtendedError[];
  /** The trail: every attempt made for the question, this response's own last. */
  readonly attempts: readonly Attempt[];
}
