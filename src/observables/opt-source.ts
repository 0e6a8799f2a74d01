import type { Edns, EdnsOption } from '../records/edns.js';
import { padOptions } from '../records/padding.js';
import type { CookieJar } from './cookies.js';
import type { ServerQuery } from './exchange.js';

/** The OPT record of a query, and the cookie in it. */
export interface SentOpt {
  readonly edns: Edns;
  /** What the jar knows the cookie by. */
  readonly cookieKey: string;
  readonly cookie: EdnsOption | undefined;
}

/** OPT records for queries; made anew only where something about them differs from the one before. */
export class OptSource {
  readonly #cookies: CookieJar;
  #settings: unknown;
  #server = '';
  #localAddress: string | undefined;
  #cookieKey = '';
  #last: SentOpt | undefined;

  constructor(cookies: CookieJar) {
    this.#cookies = cookies;
  }

  /** The OPT record, if there is to be one; the cookie depends on the address that the query leaves from. */
  opt(query: ServerQuery, localAddress: string | undefined, now: number): SentOpt | undefined {
    const { settings, server, transport, withEdns } = query;
    if (!withEdns || settings.edns === false) return undefined;
    if (transport === 'tls' || transport === 'https') return padded(query, settings.edns.payloadSize);
    // Over TCP the handshake shows who answers.
    const withCookie = settings.cookies && transport === 'udp';
    if (server.text !== this.#server || localAddress !== this.#localAddress) {
      this.#server = server.text;
      this.#localAddress = localAddress;
      this.#cookieKey = `${server.text} ${localAddress ?? ''}`;
    }
    const cookie = withCookie ? this.#cookies.option(this.#cookieKey, now) : undefined;
    const last = this.#last;
    if (
      last !== undefined &&
      last.cookie === cookie &&
      this.#settings === settings &&
      last.cookieKey === this.#cookieKey
    )
      return last;
    this.#settings = settings;
    this.#last = {
      edns: makeEdns(query, settings.edns.payloadSize, cookie),
      cookieKey: this.#cookieKey,
      cookie,
    };
    return this.#last;
  }
}

/** How much padding there is depends on the question. */
function padded({ octets, settings }: ServerQuery, payloadSize: number): SentOpt {
  const options = padOptions(octets, settings.ednsOptions);
  const edns = { version: 0, payloadSize, dnssecOk: settings.dnssec, options };
  return { edns, cookieKey: '', cookie: undefined };
}

function makeEdns({ settings }: ServerQuery, payloadSize: number, cookie: EdnsOption | undefined): Edns {
  const { ednsOptions, dnssec } = settings;
  const options = cookie === undefined ? ednsOptions : [...ednsOptions, cookie];
  return { version: 0, payloadSize, dnssecOk: dnssec, options };
}
