import type { Observable } from 'rxjs';
import type { EdnsOption, ExtendedError } from '../records/edns.js';
import type { Message, Question } from '../records/message.js';
import type { Endpoint, Transport } from '../socket/connect.js';

/** A server to ask. */
export interface Server extends Endpoint {
  /** The server as `Resolver.servers` writes it. */
  readonly text: string;
}

/** A question, and how to ask it: what the options came to for this one query. */
export interface Query {
  readonly question: Question;
  /** The question in wire form: what is sent, and what a response has to repeat. */
  readonly octets: Uint8Array;
  /** In configured order. */
  readonly servers: readonly Server[];
  /** Milliseconds for the first attempt at each server. */
  readonly timeout: number;
  /** Milliseconds an attempt may take at most, however often the timeout was doubled. */
  readonly maxTimeout: number;
  /** Attempts at each server. */
  readonly tries: number;
  /** Milliseconds for the whole query; `Infinity` for no bound of its own. */
  readonly deadline: number;
  /** Ask over TCP from the start. */
  readonly useTcp: boolean;
  /** Take a truncated response as it is. */
  readonly ignoreTruncation: boolean;
  /** The RD bit. */
  readonly recurse: boolean;
  /** The CD bit (RFC 4035 section 3.2.2). */
  readonly checkingDisabled: boolean;
  /** The DO bit (RFC 3225); needs EDNS. */
  readonly dnssec: boolean;
  readonly edns: { readonly payloadSize: number } | false;
  readonly ednsOptions: readonly EdnsOption[];
}

/** A query on its way to one server. */
export interface ServerQuery extends Query {
  readonly server: Server;
  readonly transport: Transport;
}

/** What became of one attempt: an rcode, or the code of the failure that ended it. */
export interface Attempt {
  /** The server asked, as `Resolver.servers` writes it. */
  readonly server: string;
  readonly transport: Transport;
  /** Milliseconds from sending to this outcome. */
  readonly elapsed: number;
  /** An rcode such as `SERVFAIL`, or a code such as `ETIMEOUT`. */
  readonly outcome: string;
}

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

/**
 * A query in, an Observable of its response out.
 *
 * Cold: each subscription asks anew. One response, then complete; never inside `subscribe()`. An rcode is
 * data: only time and transport use the error channel. Unsubscribing frees everything at once.
 */
export type Exchange<Q extends Query = Query> = (query: Q) => Observable<DnsResponse>;

/** An Exchange in, an Exchange with one policy more out. */
export type Stage<Upper extends Query = Query, Lower extends Query = Upper> = (
  next: Exchange<Lower>,
) => Exchange<Upper>;
