import type { DnsError, DnsErrorCode } from './errors.js';
import { type Continuation, continueChain } from './observables/chain.js';
import type { DnsResponse, Exchange, Query } from './observables/exchange.js';
import type { Lookup, Started } from './observables/pending.js';
import { type Run, runQuery, type SingleObserver } from './observables/single.js';
import type { QueryOptions } from './options.js';
import type { Question } from './records/message.js';
import type { RecordType } from './records/record-map.js';

/** What makes queries and answers them: the engine of a resolver. */
export interface QuerySource {
  readonly exchange: Exchange;
  query(name: string, type: RecordType, options: QueryOptions | undefined): Query;
}

/** What a lookup makes of the response; one object for all lookups that make the same of it. */
export interface Reading<T extends RecordType, Out> {
  /** Whether a chain that the server cut short is followed to its end. */
  readonly wholeChain: boolean;
  project(type: T, question: Question, response: DnsResponse): Out;
  /** The value of a failure; without this, failures are errors. */
  readonly recover?: (type: T, name: string, error: DnsError) => Out;
}

/** A name and a type to ask for, as often as somebody subscribes. */
export class QueryLookup<T extends RecordType, Out> implements Lookup<DnsResponse, Out> {
  readonly signal: AbortSignal | undefined;
  readonly #source: QuerySource;
  readonly #name: string;
  readonly #type: T;
  readonly #options: QueryOptions | undefined;
  readonly #reading: Reading<T, Out>;

  constructor(
    source: QuerySource,
    name: string,
    type: T,
    options: QueryOptions | undefined,
    reading: Reading<T, Out>,
  ) {
    this.signal = options?.signal;
    this.#source = source;
    this.#name = name;
    this.#type = type;
    this.#options = options;
    this.#reading = reading;
  }

  start(): Started<DnsResponse, Out> {
    const query = this.#source.query(this.#name, this.#type, this.#options);
    return new StartedQuery(this.#source.exchange, query, this.#type, this.#reading);
  }

  recover(error: DnsError): Out | undefined {
    return ends.has(error.code) ? undefined : this.#reading.recover?.(this.#type, this.#name, error);
  }
}

/** A query under way. A class, and no closures: ten thousand of them may wait for their turn. */
class StartedQuery<T extends RecordType, Out> implements Started<DnsResponse, Out> {
  readonly #exchange: Exchange;
  readonly #query: Query;
  readonly #type: T;
  readonly #reading: Reading<T, Out>;
  #continue: Continuation | undefined;

  constructor(exchange: Exchange, query: Query, type: T, reading: Reading<T, Out>) {
    this.#exchange = exchange;
    this.#query = query;
    this.#type = type;
    this.#reading = reading;
  }

  run(observer: SingleObserver<DnsResponse>): Run {
    return runQuery(this.#exchange, this.#query, observer);
  }

  continue(response: DnsResponse) {
    if (!this.#reading.wholeChain || !response.answers.some(isAlias)) return undefined;
    this.#continue ??= continueChain(this.#exchange, this.#query, this.#type);
    return this.#continue(response);
  }

  project(response: DnsResponse): Out {
    return this.#reading.project(this.#type, this.#query.question, response);
  }
}

function isAlias({ type }: { readonly type: string }): boolean {
  return type === 'CNAME';
}

/** Failures that are about the resolver, not about the question. */
const ends: ReadonlySet<DnsErrorCode> = new Set(['ECANCELLED', 'EDESTRUCTION']);
