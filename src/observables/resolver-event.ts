import type { Question } from '../records/message.js';
import type { Transport } from '../socket/connect.js';
import type { DropReason } from './accept.js';
import type { Attempt } from './exchange.js';

/**
 * Something that happened on the way to an answer, told apart by its literal `type`.
 *
 * All events of one query have the same object for a `question`: compare by identity to put them together. Queries
 * that share a wire query have the attempts of the one that came first. Servers are written as `Resolver.servers`
 * writes them, durations are milliseconds.
 */
export type ResolverEvent =
  | QueryEvent
  | AttemptEvent
  | SocketEvent
  /** A message was dropped: it does not answer the question it came for, or any. */
  | {
      readonly type: 'drop';
      readonly reason: DropReason;
      readonly server: string;
      readonly transport: Transport;
      /** The question it may have been meant for. */
      readonly question: Question | undefined;
    }
  /** A failed server was asked beside the others, to see whether it is back. */
  | { readonly type: 'probe'; readonly server: string; readonly answered: boolean }
  /** A server answers for the first time or again (`up`), or fails for the first time since it did (`down`). */
  | { readonly type: 'server-state'; readonly server: string; readonly state: 'up' | 'down' }
  /** How many wire queries may be under way at a time has changed, by the pace at which servers answer. */
  | { readonly type: 'pacing'; readonly window: number }
  /** The configuration changed. */
  | {
      readonly type: 'configuration';
      /** The file whose content is another; absent where a property was set. */
      readonly path?: string;
    }
  /** A file cannot be used as it is; without it, defaults count. */
  | { readonly type: 'configuration-warning'; readonly path: string; readonly reason: string };

/** What is told of a query as a whole. A lookup can take several: one for each family, name of a search, chain. */
export type QueryEvent =
  /** A query started. What is no name and no type never becomes one. */
  | { readonly type: 'query-start'; readonly question: Question }
  /** A query ended that was told to have started. */
  | {
      readonly type: 'query-end';
      readonly question: Question;
      /** As that of an outcome: `NOERROR`, `NODATA`, another rcode, `TIMEOUT`, `CONNREFUSED`, `CANCELLED` ... */
      readonly status: string;
      /** Milliseconds since it started, also where the answer was older. */
      readonly elapsed: number;
      /** Whether the answer came from the cache. */
      readonly cached: boolean;
      /** The server that answered, `local` where none had to be asked, `undefined` where none did. */
      readonly server: string | undefined;
    }
  /** A question was answered from the cache. */
  | { readonly type: 'cache-hit'; readonly question: Question }
  /** A question was answered with what had expired, as servers failed or took too long (RFC 8767). */
  | { readonly type: 'stale'; readonly question: Question }
  /** A question shares the wire query of an equal one. */
  | { readonly type: 'coalesced'; readonly question: Question };

/** What is told of the attempts of a query. */
export type AttemptEvent =
  /** An attempt ended, with a response or without. */
  | { readonly type: 'attempt'; readonly question: Question; readonly attempt: Attempt }
  /** A server was silent until its attempt was given up; the `attempt` itself follows. */
  | {
      readonly type: 'timeout';
      readonly question: Question;
      readonly server: string;
      readonly transport: Transport;
      readonly elapsed: number;
    }
  /** A server that was asked before is asked again. */
  | {
      readonly type: 'retry';
      readonly question: Question;
      readonly server: string;
      readonly transport: Transport;
      /** Whether the attempt before may still be answered: it is late, and not yet given up. */
      readonly early: boolean;
    }
  /** Another server is asked, after one that failed or is late. */
  | {
      readonly type: 'failover';
      readonly question: Question;
      readonly server: string;
      readonly transport: Transport;
      /** The server asked before. */
      readonly from: string;
      readonly early: boolean;
    }
  /** The same server is asked again in another way: over TCP, without EDNS, with its cookie. */
  | {
      readonly type: 'fallback';
      readonly question: Question;
      readonly server: string;
      /** What came first: `TRUNCATED`, `BADCOOKIE`, a rcode that refuses EDNS, or `EBADRESP` (wrong messages). */
      readonly reason: string;
    };

/** What is told of sockets: one is open, or was closed. Of one that opened before anyone listened, nothing. */
export interface SocketEvent {
  readonly type: 'socket-open' | 'socket-close';
  readonly server: string;
  readonly transport: Transport;
  /** Our side, where it is known. */
  readonly localAddress: string | undefined;
  readonly localPort: number | undefined;
}
