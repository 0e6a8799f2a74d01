import { type Edns, type EdnsOption, ednsOptions } from '../records/edns.js';
import type { Random } from './random.js';
import { RecentMap } from './recent-map.js';

/** Milliseconds after which a client cookie is replaced (RFC 7873 section 5.3 advises against long use). */
const renewAfter = 24 * 3600 * 1000;
/** Milliseconds until a server that ignored cookies is sent one again. */
const retryAfter = 300_000;
/** Milliseconds for which responses without a cookie are dropped, from a server that used to send them. */
const distrustFor = 120_000;

/** Octets of a client cookie, and of both cookies together (RFC 7873 section 4). */
const clientLength = 8;
const minBoth = 16;
const maxBoth = 40;

/** What is known about cookies between one of our addresses and one server. */
interface CookieState {
  readonly client: Uint8Array;
  readonly madeAt: number;
  /** What to send: our cookie, and the server's once it sent one. */
  option: EdnsOption;
  /** Until when none is sent, because the server ignored the last one. */
  ignoredUntil: number;
  /** When responses began to lack the cookie that they used to have. */
  missingSince: number | undefined;
}

/**
 * DNS cookies (RFC 7873, RFC 9018): who cannot see the queries cannot forge responses to a server that
 * supports them.
 *
 * A client cookie is random, one for each server and address of ours, so that it does not follow a user from
 * network to network.
 */
export class CookieJar {
  readonly #states = new RecentMap<CookieState>();
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** The option to send along, or nothing for a server that does not know cookies. */
  option(key: string, now: number): EdnsOption | undefined {
    const state = this.#state(key, now);
    if (now < state.ignoredUntil) return undefined;
    return state.option;
  }

  /**
   * Tells whether a response may be ours as far as cookies go, and remembers what it says.
   *
   * `sent` is the option that its query had.
   */
  accept(key: string, sent: EdnsOption, edns: Edns | undefined, now: number): boolean {
    const state = this.#state(key, now);
    const cookie = edns?.options.find((option) => option.code === ednsOptions.COOKIE)?.data;
    if (cookie === undefined) return this.#acceptWithout(state, now);
    if (!startsWith(cookie, sent.data.subarray(0, clientLength))) return false;
    if (cookie.length !== clientLength && (cookie.length < minBoth || cookie.length > maxBoth)) return false;
    state.missingSince = undefined;
    // A cookie that was renewed in the meantime has nothing to do with this one.
    if (cookie.length > clientLength && startsWith(cookie, state.client)) state.option = cookieOption(cookie);
    return true;
  }

  #acceptWithout(state: CookieState, now: number): boolean {
    if (state.option.data.length === clientLength) {
      state.ignoredUntil = now + retryAfter;
      return true;
    }
    state.missingSince ??= now;
    if (now - state.missingSince < distrustFor) return false;
    state.option = cookieOption(state.client);
    state.missingSince = undefined;
    state.ignoredUntil = now + retryAfter;
    return true;
  }

  #state(key: string, now: number): CookieState {
    const known = this.#states.get(key);
    if (known !== undefined && now - known.madeAt < renewAfter) return known;
    const client = new Uint8Array(clientLength);
    const view = new DataView(client.buffer);
    view.setUint32(0, this.#random());
    view.setUint32(4, this.#random());
    const option = cookieOption(client);
    const state = { client, madeAt: now, option, ignoredUntil: 0, missingSince: undefined };
    this.#states.set(key, state);
    return state;
  }
}

function cookieOption(data: Uint8Array): EdnsOption {
  return { code: ednsOptions.COOKIE, data };
}

function startsWith(octets: Uint8Array, start: Uint8Array): boolean {
  return octets.length >= start.length && start.every((octet, at) => octet === octets[at]);
}
