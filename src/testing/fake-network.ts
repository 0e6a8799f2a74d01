import { asyncScheduler, Observable, type SchedulerLike, Subject, type Subscriber } from 'rxjs';
import { decodeMessage } from '../records/message.js';
import type { Connect, Connection, Endpoint } from '../socket/connect.js';
import { encodeReply, type ScriptedReply, type SentQuery } from './fake-reply.js';
import { matchEndpoint, matchQuery, parseScripts, type QueryPattern, type Rule, Rules } from './rules.js';
import { parseScript, play, type Step } from './script.js';

/** What became of one connection. Times are milliseconds on the scheduler's clock: the frame in marbles. */
export interface ConnectionRecord {
  readonly endpoint: Endpoint;
  readonly requested: number;
  /** Absent where it never opened. */
  readonly opened?: number;
  /** When it was unsubscribed, failed or was ended by the peer; absent while it is open. */
  readonly closed?: number;
  /** Whether its last `setIdle` said so. */
  readonly idle: boolean;
}

/**
 * A network of scripted servers, made by {@link fakeNetwork}.
 *
 * Scripts are marble diagrams. Where there are several, the first is for the first time the pattern matches,
 * and so on; the last stays. The pattern given last wins. An empty script is silence. Bad diagrams, letters
 * without a reply and bad names throw at once.
 */
export interface FakeNetwork {
  /** What `ResolverOptions.connect` takes. */
  readonly connect: Connect;
  /** Every query sent so far, those sent on a closed connection included. */
  readonly sent: readonly SentQuery[];
  /** Every connection so far, as it stands now. */
  readonly connections: readonly ConnectionRecord[];
  /**
   * Says what comes back when a query is sent.
   *
   * A letter is the reply of that name; `#` the failure of the connection, with `error` (default: an Error
   * with the code ECONNREFUSED); `|` the peer's end of it. A query without any script fails the connection,
   * with an Error that names the query.
   */
  answer(
    pattern: QueryPattern,
    script: string | readonly string[],
    replies?: Readonly<Record<string, ScriptedReply>>,
    error?: unknown,
  ): FakeNetwork;
  /**
   * Says how connections open: `o` opens (default: in the frame it was asked for), `#` fails with `error`
   * (default as in `answer`), before or after it opened; `|` is the peer's end of it.
   */
  accept(pattern: Partial<Endpoint>, script: string | readonly string[], error?: unknown): FakeNetwork;
}

/** Options of {@link fakeNetwork}. */
export interface FakeNetworkOptions {
  /** @default asyncScheduler, which is virtual inside `TestScheduler.run` and `marbles` */
  readonly scheduler?: SchedulerLike;
  /**
   * The address of ours that a connection to an endpoint uses, told when it opens.
   *
   * @default none: addresses then stay in the order in which they are given, as RFC 6724 cannot tell them apart
   */
  readonly localAddress?: (endpoint: Endpoint) => string | undefined;
}

/**
 * Makes a network without sockets, whose servers do what marbles say, in virtual time.
 *
 * ```ts
 * const network = fakeNetwork()
 *   .accept({ transport: 'tcp' }, '30ms o')
 *   .answer({ name: 'example.com', type: 'A' }, ['', '20ms r'], {
 *     r: { answers: [{ type: 'A', address: '192.0.2.7' }] },
 *   });
 * const resolver = new Resolver({ servers: ['192.0.2.1'], connect: network.connect });
 * ```
 *
 * The first attempt is lost, the second answered after 20 ms. `network.sent` and `network.connections` tell
 * what the resolver did.
 */
export function fakeNetwork(options: FakeNetworkOptions = {}): FakeNetwork {
  return new ScriptedNetwork(options);
}

/** A rule for queries. */
interface QueryRule extends Rule<SentQuery> {
  readonly replies: Readonly<Record<string, ScriptedReply>>;
}

/** A connection from the inside. */
interface Link {
  readonly index: number;
  readonly endpoint: Endpoint;
  readonly subscriber: Subscriber<Connection>;
  readonly messages: Subject<Uint8Array>;
  record: ConnectionRecord;
}

class ScriptedNetwork implements FakeNetwork {
  readonly sent: SentQuery[] = [];
  readonly #scheduler: SchedulerLike;
  readonly #localAddress: (endpoint: Endpoint) => string | undefined;
  readonly #links: Link[] = [];
  readonly #queryRules = new Rules<SentQuery, QueryRule>();
  readonly #openingRules = new Rules<Endpoint>();

  constructor({ scheduler = asyncScheduler, localAddress = () => undefined }: FakeNetworkOptions) {
    this.#scheduler = scheduler;
    this.#localAddress = localAddress;
    this.accept({}, 'o');
  }

  get connections(): readonly ConnectionRecord[] {
    return this.#links.map(({ record }) => record);
  }

  answer(
    pattern: QueryPattern,
    script: string | readonly string[],
    replies: Readonly<Record<string, ScriptedReply>> = {},
    error?: unknown,
  ): FakeNetwork {
    const scripts = parseScripts(script, Object.keys(replies));
    this.#queryRules.add({ scripts, replies, error, matches: matchQuery(pattern) });
    return this;
  }

  accept(pattern: Partial<Endpoint>, script: string | readonly string[], error?: unknown): FakeNetwork {
    this.#openingRules.add({ scripts: parseScripts(script, ['o']), error, matches: matchEndpoint(pattern) });
    return this;
  }

  readonly connect: Connect = ({ transport, address, port }) =>
    new Observable<Connection>((subscriber) => {
      const endpoint: Endpoint = { transport, address, port };
      const record = { endpoint, requested: this.#scheduler.now(), idle: false };
      const link = {
        index: this.#links.length,
        endpoint,
        subscriber,
        messages: new Subject<Uint8Array>(),
        record,
      };
      this.#links.push(link);
      subscriber.add(() => this.#logClose(link));
      const opening = this.#openingRules.next(endpoint);
      this.#play(link, opening?.script ?? [], opening?.rule.error, () => this.#open(link));
    });

  #open(link: Link): void {
    if (link.record.opened !== undefined) return;
    link.record = { ...link.record, opened: this.#scheduler.now() };
    const localAddress = this.#localAddress(link.endpoint);
    link.subscriber.next({
      ...(localAddress === undefined ? {} : { localAddress }),
      messages$: link.messages.asObservable(),
      send: (octets) => this.#receive(link, octets),
      setIdle: (idle) => {
        link.record = { ...link.record, idle };
      },
    });
  }

  #receive(link: Link, octets: Uint8Array): void {
    const { index: connection, endpoint } = link;
    // The sender may use its buffer again.
    const copy = octets.slice();
    const query = {
      time: this.#scheduler.now(),
      endpoint,
      connection,
      octets: copy,
      message: decodeMessage(copy),
    };
    this.sent.push(query);
    if (link.record.closed !== undefined) return;
    const { rule, script } = this.#queryRules.next(query) ?? failUnscripted(query);
    this.#play(link, script, rule.error, (letter) => {
      const reply = rule.replies[letter];
      if (reply !== undefined) link.messages.next(encodeReply(reply, query));
    });
  }

  #play(link: Link, script: readonly Step[], error: unknown, onLetter: (letter: string) => void): void {
    const playing = play(script, this.#scheduler, (notification) => {
      if (link.record.closed !== undefined) return;
      if (notification.kind === 'N') onLetter(notification.value);
      else if (notification.kind === 'C') this.#end(link);
      else this.#fail(link, error ?? refusal(link.endpoint));
    });
    link.subscriber.add(playing);
  }

  #end(link: Link): void {
    this.#logClose(link);
    link.messages.complete();
  }

  /** As a socket does it: whoever opened the connection hears it, and whoever listens. */
  #fail(link: Link, error: unknown): void {
    this.#logClose(link);
    link.subscriber.error(error);
    link.messages.error(error);
  }

  #logClose(link: Link): void {
    if (link.record.closed === undefined) link.record = { ...link.record, closed: this.#scheduler.now() };
  }
}

function refusal({ address, port }: Endpoint): Error {
  return Object.assign(new Error(`connect ECONNREFUSED ${address}:${port}`), { code: 'ECONNREFUSED' });
}

function failUnscripted(query: SentQuery): { readonly rule: QueryRule; readonly script: readonly Step[] } {
  const { transport, address, port } = query.endpoint;
  const [{ name, type } = { name: 'no', type: 'question' }] = query.message.questions;
  const error = new Error(`no script for ${name} ${type}, sent to ${address}:${port} over ${transport}`);
  return { rule: { scripts: [], replies: {}, error, matches: () => true }, script: parseScript('#', []) };
}
