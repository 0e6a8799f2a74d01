import { answerOctets } from './answer-octets.js';
import { limitedRespond, QueryBucket, type QueryLimit } from './limit.js';
import { listen } from './listen.js';
import { completeRecord, type RecordInput } from './record-input.js';
import type { ReceivedQuery, Respond } from './reply.js';
import { parseZoneText } from './zone-text.js';
import { buildZones, type Zones } from './zones.js';

/** What a name server knows. */
export interface ZoneData {
  /** Zone-file text (RFC 1035 section 5); see {@link parseZoneText}. */
  readonly zone?: string;
  /** Records, beside those of `zone`; class IN and a TTL of 300 seconds where they say nothing. */
  readonly records?: readonly RecordInput[];
  /**
   * What relative names in `zone` are relative to, and the apex of the records that come without an SOA.
   *
   * @default the root: a server whose records have no SOA answers NXDOMAIN to every other name. With an
   * `origin`, or with SOAs for all records, names outside are refused.
   */
  readonly origin?: string;
}

/** How to start a name server. */
export interface NameServerOptions extends ZoneData {
  /** Loopback only. @default '127.0.0.1' */
  readonly address?: '127.0.0.1' | '::1';
  /** For UDP and TCP both, 0 to 65,535; 0 is any that is free. @default 0 */
  readonly port?: number;
  /** Decides on each reply before the zones do. */
  readonly respond?: Respond;
  /** How many questions a second it answers, and what becomes of the others. @default all */
  readonly limit?: QueryLimit;
  /** The largest UDP message to send, in octets, 512 to 65,507. @default 1232 */
  readonly maxUdpSize?: number;
  /** Milliseconds after which an idle TCP connection is closed, 1 to 2,147,483,647. @default 10_000 */
  readonly idleTimeout?: number;
}

/** An authoritative server on loopback, over UDP and TCP. */
export interface NameServer extends AsyncDisposable {
  /** Host and port, as {@link ResolverOptions.servers} takes them: `127.0.0.1:5353`, `[::1]:5353`. */
  readonly address: string;
  readonly host: string;
  readonly port: number;
  /** The latest questions, oldest first: 1,000 at least, however many came before. */
  readonly queries: readonly ReceivedQuery[];
  /** How many questions came in all. */
  readonly queryCount: number;
  /** How many questions the `limit` kept from an answer. */
  readonly limitedCount: number;
  /** Replaces everything the server knows, from the next question on. Throws as {@link startNameServer}. */
  update(data: ZoneData): void;
  /** Closes the sockets and all connections. Again: the same Promise. */
  close(): Promise<void>;
}

/**
 * Starts an authoritative name server for tests, examples and demonstrations.
 *
 * It answers by RFC 1034 section 4.3.2: wildcards (RFC 4592), CNAME and DNAME (RFC 6672), referrals, and
 * negative answers with their SOA (RFC 2308). Responses are encoded with dns-packet; see `encodeResponse`.
 *
 * Rejects with {@link WireError} for zone text or records that make no sense, with a `RangeError` for options
 * out of bounds, and with the system's error where it cannot listen.
 */
export async function startNameServer(options: NameServerOptions = {}): Promise<NameServer> {
  const { address = '127.0.0.1' } = options;
  const limit = options.limit === undefined ? undefined : new QueryBucket(options.limit);
  const respond = limit === undefined ? options.respond : limitedRespond(limit, options.respond);
  const port = within('port', options.port ?? 0, 0, 0xffff);
  const maxUdpSize = within('maxUdpSize', options.maxUdpSize ?? defaultMaxUdpSize, 512, 65_507);
  const idleTimeout = within('idleTimeout', options.idleTimeout ?? 10_000, 1, 0x7fff_ffff);
  const log = new QueryLog();
  let zones = loadZones(options);
  const listener = await listen({ address, port, idleTimeout }, (octets, transport) =>
    answerOctets(octets, transport, { zones, respond, maxUdpSize, note: (query) => log.add(query) }),
  );
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= listener.close());
  return {
    address: `${address === '::1' ? '[::1]' : address}:${listener.port}`,
    host: address,
    port: listener.port,
    get queries() {
      return log.latest;
    },
    get queryCount() {
      return log.count;
    },
    get limitedCount() {
      return limit?.limited ?? 0;
    },
    update(data) {
      zones = loadZones(data);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** What fits a datagram without fragments on the paths of today (DNS flag day 2020, RFC 9715). */
const defaultMaxUdpSize = 1232;

function loadZones({ zone, records = [], origin }: ZoneData): Zones {
  const parsed = zone === undefined ? [] : parseZoneText(zone, origin);
  return buildZones([...parsed, ...records.map(completeRecord)], origin);
}

/** The latest questions; memory stays bounded. */
class QueryLog {
  #queries: ReceivedQuery[] = [];
  count = 0;

  get latest(): readonly ReceivedQuery[] {
    return [...this.#queries];
  }

  add(query: ReceivedQuery): void {
    this.count += 1;
    this.#queries.push(query);
    if (this.#queries.length === 2 * keptQueries) this.#queries = this.#queries.slice(keptQueries);
  }
}

const keptQueries = 1000;

function within(option: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new RangeError(`${option} is ${value}; it must be an integer from ${min} to ${max}`);
}
