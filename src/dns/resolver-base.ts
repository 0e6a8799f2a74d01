import type { Resolver } from '../index.js';
import { Channel } from './channel.js';

/** What the resolvers of `rxdns/dns` and `rxdns/dns/promises` have in common. */
export class ResolverBase {
  readonly #channel: Channel;

  /** @param channel - one that is there already, for the resolver behind the module's own functions. */
  constructor(options?: unknown, channel = new Channel(options)) {
    this.#channel = channel;
  }

  /** What a resolver asks; apart from its methods, which are those of `node:dns` and no more. */
  static asked(resolver: ResolverBase): Resolver {
    return resolver.#channel.resolver;
  }

  /** Ends every pending query of this resolver with `ECANCELLED`. */
  cancel(): void {
    this.#channel.cancel();
  }

  /** The servers, port 53 left out. */
  getServers(): string[] {
    return this.#channel.getServers();
  }

  /** Sets the servers for later queries. */
  setServers(servers: unknown): void {
    this.#channel.setServers(servers);
  }

  /** Sets the addresses that queries leave from. */
  setLocalAddress(ipv4: unknown, ipv6?: unknown): void {
    this.#channel.setLocalAddress(ipv4, ipv6);
  }
}

/** The channel behind the functions of both entries. */
export const defaultChannel = new Channel();
