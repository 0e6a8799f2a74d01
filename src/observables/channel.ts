import { type Observable, Subscription } from 'rxjs';
import { asksToClose } from '../records/edns.js';
import type { Message } from '../records/message.js';
import type { Connection, SendFailure } from '../socket/connect.js';
import { type DropReason, readId } from './accept.js';
import { badFrame, connectionEnded } from './connection-end.js';
import { drawId, IdTable } from './id-table.js';
import type { Linked } from './linked-list.js';
import type { Outbox, Way } from './outbox.js';
import type { Random } from './random.js';

/** A query that waits for its response on a channel. */
export interface Outstanding {
  /** The channel it is on, its transaction id there, and its place in the order of what is sent: channels keep these. */
  channel: Channel | undefined;
  id: number;
  order: number;
  /** Encodes the query under a transaction id; called once for each connection, when that is open. */
  encode(id: number, localAddress: string | undefined): Uint8Array;
  /** Tells whether a message with its id is its response, or why it is dropped. */
  accept(message: Uint8Array): Message | DropReason;
  /** Takes the response. The query is off the channel by then. */
  onResponse(message: Message, octets: Uint8Array): void;
  /** Takes the failure of the connection. The query is off the channel by then. */
  onFailure(cause: unknown): void;
  /** Hears of a message that was dropped and may have been meant for this query; it may cancel itself. */
  onDrop(reason: DropReason): void;
}

/** What all channels share. */
export interface ChannelMeans {
  readonly random: Random;
  readonly outbox: Outbox<Outstanding>;
}

/** What a channel reports to its owner. */
export interface ChannelOwner {
  /** A query left the channel, answered or cancelled. */
  onFree(channel: Channel): void;
  /**
   * The connection ended, or did not open: the channel must not be used again.
   *
   * `left` are the queries outstanding, in order; true if the owner takes care of them.
   */
  onEnd(channel: Channel, cause: unknown, left: readonly Outstanding[], opened: boolean): boolean;
  /** A message was dropped that may have been meant for any of several queries, or for none. */
  onDrop(reason: DropReason): void;
}

/**
 * One connection and the queries outstanding on it, by transaction id.
 *
 * Messages that answer none of them are dropped (behaviour of a datagram socket, where anyone may send), or
 * end the connection where it is a stream: there only the server itself can have sent them.
 */
export class Channel implements Linked<Channel>, Way<Outstanding> {
  /** Queries sent so far, and answers: late ones to queries that were given up, too. */
  uses = 0;
  answers = 0;
  /** Answers before it rested last. */
  answersBefore = 0;
  /** Whether it rests. */
  idle = false;
  /** Where its owner keeps it; -1 for nowhere. */
  place = -1;
  before: Channel | undefined;
  after: Channel | undefined;
  readonly #connection$: Observable<Connection>;
  readonly #owner: ChannelOwner;
  readonly #random: Random;
  readonly #outbox: Outbox<Outstanding>;
  readonly #stream: boolean;
  readonly #outstanding = new IdTable<Outstanding>();
  /** Ids of queries that were cancelled on a stream: their responses may still come. */
  #abandoned: Set<number> | undefined;
  #subscription: Subscription | undefined;
  #connection: Connection | undefined;
  /** A query was given up on a stream and nothing came since: the peer may be gone. */
  #stalled = false;
  /** The server asked not to be asked on this connection again. */
  #unwanted = false;
  #ended = false;

  constructor(
    connection$: Observable<Connection>,
    stream: boolean,
    { random, outbox }: ChannelMeans,
    owner: ChannelOwner,
  ) {
    this.#connection$ = connection$;
    this.#stream = stream;
    this.#random = random;
    this.#outbox = outbox;
    this.#owner = owner;
  }

  /** Whether no query waits for its response. */
  get unused(): boolean {
    return this.#outstanding.size === 0;
  }

  /** Whether nothing speaks against another query. */
  get healthy(): boolean {
    return !this.#stalled && !this.#unwanted && !this.#ended;
  }

  /** Ids in use: those of queries that wait, and those whose late response would be mistaken for another's. */
  get idsTaken(): number {
    return this.#outstanding.size + (this.#abandoned?.size ?? 0);
  }

  /** Sends a query now, or as soon as the connection is open; the first one opens it. */
  send(entry: Outstanding): void {
    const id = drawId(this.#random, (drawn) => this.#isTaken(drawn));
    entry.channel = this;
    entry.id = id;
    this.#outstanding.add(entry);
    this.uses += 1;
    entry.order = this.uses;
    if (this.idle) {
      this.idle = false;
      this.#connection?.setIdle(false);
    }
    if (this.#subscription === undefined) this.#open();
    else if (this.#connection !== undefined) this.#outbox.send(entry, this);
  }

  transmit(entry: Outstanding): void {
    if (this.#connection === undefined || this.#outstanding.get(entry.id) !== entry) return;
    this.#connection.send(entry.encode(entry.id, this.#connection.localAddress));
  }

  /** Forgets a query, unless its id went to another one since. */
  cancel(entry: Outstanding): void {
    const { id } = entry;
    if (this.#outstanding.get(id) !== entry) return;
    this.#outstanding.delete(id);
    if (this.#connection?.cancel !== undefined) this.#connection.cancel(id);
    else if (this.#stream && this.#connection !== undefined) {
      this.#abandoned ??= new Set();
      this.#abandoned.add(id);
      this.#stalled = true;
    }
    this.#owner.onFree(this);
  }

  /** Lets the process end, or the connection, until the next query. */
  rest(): void {
    this.idle = true;
    this.answersBefore = this.answers;
    this.#connection?.setIdle(true);
  }

  close(): void {
    this.#ended = true;
    this.#subscription?.unsubscribe();
  }

  #open(): void {
    // Kept before subscribing: a connection can fail at once.
    this.#subscription = new Subscription();
    this.#subscription.add(
      this.#connection$.subscribe({
        next: (connection) => this.#onOpen(connection),
        error: (cause: unknown) => this.#end(cause),
      }),
    );
  }

  #onOpen(connection: Connection): void {
    this.#connection = connection;
    if (this.idle) connection.setIdle(true);
    this.#subscription?.add(
      connection.messages$.subscribe({
        next: (message) => this.#onMessage(message),
        error: (cause: unknown) => this.#end(cause),
        complete: () => this.#end(connectionEnded),
      }),
    );
    this.#subscription?.add(connection.failures$?.subscribe((failure) => this.#onFailure(failure)));
    // One that fails at once may take others with it; those are not sent.
    for (const entry of this.#inOrder()) this.#outbox.send(entry, this);
  }

  #onMessage(message: Uint8Array): void {
    this.#stalled = false;
    const id = readId(message);
    if (id !== undefined && this.#abandoned?.delete(id)) {
      this.answers += 1;
      this.#owner.onFree(this);
      return;
    }
    const entry = id === undefined ? undefined : this.#outstanding.get(id);
    if (id === undefined || entry === undefined) {
      this.#drop(id === undefined ? 'short' : 'unknown-id', this.#onlyOne());
      return;
    }
    const verdict = entry.accept(message);
    if (typeof verdict === 'string') {
      if (this.#connection?.failures$ === undefined) this.#drop(verdict, entry);
      else {
        entry.onDrop(verdict);
        this.#onFailure({ id, cause: badFrame });
      }
      return;
    }
    this.#outstanding.delete(id);
    this.answers += 1;
    if (this.#stream && asksToClose(verdict.edns)) this.#unwanted = true;
    this.#owner.onFree(this);
    entry.onResponse(verdict, message);
  }

  #onFailure({ id, cause }: SendFailure): void {
    const entry = this.#outstanding.get(id);
    if (entry === undefined) return;
    this.#outstanding.delete(id);
    this.#owner.onFree(this);
    entry.onFailure(cause);
  }

  /** What is outstanding, as it was asked: ids are in no order. */
  #inOrder(): readonly Outstanding[] {
    return this.#outstanding.entries().toSorted((left, right) => left.order - right.order);
  }

  /** The query that a message with a wrong id was aimed at, where there is no doubt. */
  #onlyOne(): Outstanding | undefined {
    return this.#outstanding.size === 1 ? this.#outstanding.entries()[0] : undefined;
  }

  #drop(reason: DropReason, entry: Outstanding | undefined): void {
    if (entry === undefined) this.#owner.onDrop(reason);
    else entry.onDrop(reason);
    if (this.#stream) this.#end(badFrame);
  }

  #end(cause: unknown): void {
    if (this.#ended) return;
    this.close();
    const left = this.#inOrder();
    this.#outstanding.clear();
    if (this.#owner.onEnd(this, cause, left, this.#connection !== undefined)) return;
    for (const entry of left) entry.onFailure(cause);
  }

  #isTaken(id: number): boolean {
    return this.#outstanding.get(id) !== undefined || (this.#abandoned?.has(id) ?? false);
  }
}
