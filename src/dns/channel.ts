import { isIP } from 'node:net';
import { type LocalAddress, Resolver } from '../index.js';
import { checkInteger, checkString } from './argument-checks.js';
import { localAddressError } from './argument-errors.js';
import { readServers } from './server-list.js';

/** Queries for one question to one server that RFC 9520 section 3.1 allows. */
const maxTries = 3;

/** What a `Resolver` of `node:dns` holds: its settings, and the rxdns resolver that they make. */
export class Channel {
  readonly #options: ChannelOptions;
  #resolver: Resolver | undefined;
  #servers: readonly string[] | undefined;
  #localAddress: LocalAddress = {};

  /** Throws `ERR_INVALID_ARG_TYPE` and `ERR_OUT_OF_RANGE` as Node's constructor does. */
  constructor(options?: unknown) {
    this.#options = readOptions(options);
  }

  /** Made at first use: until then nothing is read from this machine's configuration. */
  get resolver(): Resolver {
    this.#resolver ??= new Resolver({
      ...this.#options,
      servers: this.#servers,
      localAddress: this.#localAddress,
      // Node asks anew each time, and its TTLs do not count down.
      cache: false,
    });
    return this.#resolver;
  }

  /** Ends every pending query with `ECANCELLED`. */
  cancel(): void {
    this.#resolver?.cancel();
  }

  /** The servers in configured order; port 53 is left out. */
  getServers(): string[] {
    return [...this.resolver.servers];
  }

  /** Sets the servers for later queries. Throws as {@link readServers}, and the old ones stay. */
  setServers(servers: unknown): void {
    this.#servers = readServers(servers);
    if (this.#resolver !== undefined) this.#resolver.servers = this.#servers;
  }

  /** Sets the addresses to ask from. Throws `ERR_INVALID_ARG_TYPE` and `ERR_INVALID_ARG_VALUE`. */
  setLocalAddress(first: unknown, second: unknown): void {
    this.#localAddress = readLocalAddress(first, second);
    if (this.#resolver !== undefined) this.#resolver.localAddress = this.#localAddress;
  }
}

interface ChannelOptions {
  readonly timeout: number | undefined;
  readonly tries: number | undefined;
  readonly maxTimeout: number | undefined;
}

const largestInt32 = 0x7fff_ffff;
const largestUint32 = 0xffff_ffff;

function readOptions(given: unknown): ChannelOptions {
  // A spread, because Node takes every value for options: null, numbers, strings.
  const options: { readonly [name: string]: unknown } = Object.assign({}, given);
  const { timeout = -1, tries = maxTries, maxTimeout = 0 } = options;
  checkInteger('options.timeout', timeout, -1, largestInt32);
  checkInteger('options.tries', tries, 1, largestInt32);
  checkInteger('options.maxTimeout', maxTimeout, 0, largestUint32);
  return {
    timeout: timeout > 0 ? timeout : undefined,
    tries: Math.min(tries, maxTries),
    maxTimeout: maxTimeout > 0 ? Math.min(maxTimeout, largestInt32) : undefined,
  };
}

function readLocalAddress(first: unknown, second: unknown): LocalAddress {
  checkString('ipv4', first);
  if (second !== undefined) checkString('ipv6', second);
  const given = second === undefined ? [first] : [first, second];
  const families = given.map((address) => isIP(address));
  if (families.includes(0)) throw localAddressError('Invalid IP address.');
  const [family] = families;
  if (families.length === 2 && families.every((other) => other === family))
    throw localAddressError(`Cannot specify two IPv${family} addresses.`);
  return Object.fromEntries(given.map((address, index) => [`ipv${families[index]}`, address]));
}
