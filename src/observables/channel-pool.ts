import type { SchedulerLike } from 'rxjs';
import type { Connect, Endpoint, Transport } from '../socket/connect.js';
import type { DropReason } from './accept.js';
import { Channel, type ChannelMeans, type ChannelOwner, type Outstanding } from './channel.js';
import { isClosedByPeer } from './connection-end.js';
import type { ServerCounters } from './counters.js';
import type { EventSource } from './events.js';
import type { Server } from './exchange.js';
import { LinkedList } from './linked-list.js';
import type { Pipelining, Pipelinings } from './pipelining.js';
import type { PortBudget } from './port-budget.js';
import { fraction } from './random.js';
import { datagramSharing, type Sharing, streamSharing } from './sharing.js';
import { tellOfSocket } from './socket-events.js';
import { systemCode } from './system-code.js';

/** What every pool of a resolver shares. */
export interface ChannelServices extends ChannelMeans {
  readonly connect: Connect;
  readonly scheduler: SchedulerLike;
  readonly budget: PortBudget;
  readonly pipelinings: Pipelinings;
  readonly events: EventSource;
}

/** Failures that say that this process, or the machine, has no descriptor left. */
const outOfDescriptors: ReadonlySet<string | undefined> = new Set(['EMFILE', 'ENFILE', 'ENOBUFS']);

/** The connections to one server over one transport, and the choice of the one that takes the next query. */
export class ChannelPool implements ChannelOwner {
  readonly #server: Server;
  readonly #endpoint: Endpoint;
  readonly #services: ChannelServices;
  readonly #onEmpty: () => void;
  readonly #stream: boolean;
  readonly #sharing: Sharing;
  readonly #counters: ServerCounters;
  readonly #channels = new Set<Channel>();
  /** Channels with room for another query; each knows its place, so that one leaves in constant time. */
  readonly #roomy: Channel[] = [];
  /** Those that rest; a channel leaves before it is sent on, which ends its rest. */
  readonly #idle = new LinkedList<Channel>();
  /** How many queries a stream takes; datagrams do not care. */
  readonly #pipelining: Pipelining | undefined;
  /** Queries for which there is no socket, or no room on the stream, in order; they go where there is room again. */
  readonly #waiting = new Set<Outstanding>();

  constructor(server: Server, endpoint: Endpoint, services: ChannelServices, onEmpty: () => void) {
    this.#server = server;
    this.#onEmpty = onEmpty;
    this.#endpoint = endpoint;
    this.#services = services;
    this.#stream = endpoint.transport !== 'udp';
    this.#sharing = this.#stream ? streamSharing : datagramSharing;
    this.#counters = services.events.counters.server(server.text);
    this.#pipelining = this.#stream ? services.pipelinings.of(server.text, endpoint.transport) : undefined;
  }

  /** Whether its connections are of this kind. */
  serves(transport: Transport, localAddress: string | undefined): boolean {
    return this.#endpoint.transport === transport && this.#endpoint.localAddress === localAddress;
  }

  /** Sends a query. */
  send(entry: Outstanding): void {
    this.#counters.sent += 1;
    const channel = this.#pick();
    if (channel === undefined) this.#waiting.add(entry);
    else this.#sendOn(channel, entry);
  }

  /** Takes a query back, wherever it is. */
  cancel(entry: Outstanding): void {
    if (this.#waiting.size === 0 || !this.#waiting.delete(entry)) entry.channel?.cancel(entry);
  }

  onFree(channel: Channel): void {
    // A late response to a query that was given up changes nothing for a connection at rest.
    if (channel.idle) return;
    const hasRoom = this.#hasRoom(channel);
    if (!channel.unused || (hasRoom && this.#waiting.size > 0)) {
      if (hasRoom) this.#addRoomy(channel);
      else this.#removeRoomy(channel);
      this.#sendWaiting();
      return;
    }
    if (hasRoom && this.#keepsIdle()) {
      this.#addRoomy(channel);
      this.#idle.append(channel);
      channel.rest();
      return;
    }
    this.#replace(channel);
    channel.close();
  }

  onEnd(channel: Channel, cause: unknown, left: readonly Outstanding[], opened: boolean): boolean {
    if (this.#pipelining !== undefined) return this.#onStreamEnd(channel, cause, left, this.#pipelining);
    const refused = outOfDescriptors.has(systemCode(cause));
    if (refused) this.#services.budget.refused();
    this.#remove(channel);
    const waits = refused && !opened && this.#channels.size > 0;
    if (waits) for (const entry of left) this.#waiting.add(entry);
    // The last socket is gone: whoever still waits has to try for one of its own.
    else if (this.#channels.size === 0)
      for (const entry of this.#takeWaiting()) this.#sendOn(this.#open(), entry);
    this.#sendWaiting();
    return waits;
  }

  onDrop(reason: DropReason): void {
    const server = this.#server.text;
    const { transport } = this.#endpoint;
    this.#services.events.dropped(reason, server, transport, undefined);
  }

  /** Closes every connection at once. */
  close(): void {
    for (const channel of this.#channels) {
      this.#remove(channel);
      channel.close();
    }
  }

  /**
   * What is outstanding when the server closes a stream goes over another one, and that is no failure. But only if
   * something was answered on it, so that n queries cost n connections at most, whatever the server does.
   */
  #onStreamEnd(
    channel: Channel,
    cause: unknown,
    left: readonly Outstanding[],
    pipelining: Pipelining,
  ): boolean {
    this.#removeRoomy(channel);
    const again = channel.answers > 0 && isClosedByPeer(cause);
    if (again) {
      pipelining.onEnd(channel.answers - channel.answersBefore, left.length);
      this.#counters.sent += left.length;
      for (const entry of [...left, ...this.#takeWaiting()]) this.#waiting.add(entry);
    }
    // What waits for the only connection there is goes the way of what is on it.
    else if (this.#channels.size === 1) for (const entry of this.#takeWaiting()) entry.onFailure(cause);
    this.#replace(channel);
    return again;
  }

  /** Removes a channel, but not before there is another one for what waits: a pool without any is given up. */
  #replace(channel: Channel): void {
    this.#removeRoomy(channel);
    this.#sendWaiting();
    this.#remove(channel);
  }

  #sendOn(channel: Channel, entry: Outstanding): void {
    if (channel.idle) this.#idle.remove(channel);
    channel.send(entry);
    if (!this.#hasRoom(channel)) this.#removeRoomy(channel);
  }

  #sendWaiting(): void {
    for (const entry of this.#waiting) {
      const channel = this.#stream ? this.#pick() : this.#shared();
      if (channel === undefined) return;
      this.#waiting.delete(entry);
      this.#sendOn(channel, entry);
    }
  }

  #takeWaiting(): readonly Outstanding[] {
    const entries = [...this.#waiting];
    this.#waiting.clear();
    return entries;
  }

  /** `undefined` where a query has to wait for one. */
  #pick(): Channel | undefined {
    const { budget, scheduler } = this.#services;
    // A port of its own for every query, as long as the budget lasts.
    if (!this.#stream && budget.take(scheduler.now())) return this.#open();
    return this.#shared() ?? (this.#isFull() ? undefined : this.#open());
  }

  /** Whether there is a stream to wait for, and room on none of them (RFC 7766 section 6.2.2: one is to do). */
  #isFull(): boolean {
    if (this.#width >= this.#sharing.ids) return false;
    for (const channel of this.#channels) if (channel.healthy) return true;
    return false;
  }

  /** Ids in use on one connection at most. */
  get #width(): number {
    const { ids } = this.#sharing;
    return this.#pipelining === undefined ? ids : Math.min(ids, this.#pipelining.width);
  }

  /** One at random of the open ones with room. */
  #shared(): Channel | undefined {
    return this.#roomy[Math.floor(fraction(this.#services.random) * this.#roomy.length)];
  }

  #open(): Channel {
    const { connect, events } = this.#services;
    const connection$ = tellOfSocket(connect(this.#endpoint), this.#server, this.#endpoint, events);
    const channel = new Channel(connection$, this.#stream, this.#services, this);
    this.#channels.add(channel);
    events.counters.socketOpened();
    if (!this.#stream) this.#services.budget.opened();
    this.#addRoomy(channel);
    return channel;
  }

  #hasRoom(channel: Channel): boolean {
    return channel.healthy && channel.idsTaken < this.#width && channel.uses < this.#sharing.uses;
  }

  /** While there are new ports to be had, an idle socket is worth less than a fresh port. */
  #keepsIdle(): boolean {
    if (this.#stream || this.#services.budget.exhausted) return this.#idle.size < this.#sharing.idle;
    const leftOver = this.#idle.first;
    if (leftOver !== undefined) {
      this.#remove(leftOver);
      leftOver.close();
    }
    return false;
  }

  #addRoomy(channel: Channel): void {
    if (channel.place >= 0) return;
    channel.place = this.#roomy.push(channel) - 1;
  }

  #removeRoomy(channel: Channel): void {
    const { place } = channel;
    if (place < 0) return;
    const last = this.#roomy.pop();
    if (last !== undefined && last !== channel) {
      last.place = place;
      this.#roomy[place] = last;
    }
    channel.place = -1;
  }

  #remove(channel: Channel): void {
    if (!this.#channels.delete(channel)) return;
    this.#services.events.counters.socketsOpen -= 1;
    if (!this.#stream) this.#services.budget.closed();
    if (channel.idle) this.#idle.remove(channel);
    this.#removeRoomy(channel);
    if (this.#channels.size === 0) this.#onEmpty();
  }
}
