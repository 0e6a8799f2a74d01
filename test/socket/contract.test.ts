import { firstValueFrom, Subscription } from 'rxjs';
import { switchMap, take, toArray } from 'rxjs/operators';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { encodeMessage } from '../../src/records/message.js';
import type { Connection } from '../../src/socket/connect.js';
import { query } from '../testing/one-query.js';
import { numbered, type Peer, wires, withoutId } from './peers.js';

/** Messages, because the fake network takes nothing else. */
const messages = ['a.example', 'b.example', 'c.example'].map((name, n) =>
  encodeMessage(query(0x100 * n, name, 'A')),
);
const [message = new Uint8Array()] = messages;

/** Long enough for anything that is under way on loopback. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 40));

describe.each(wires)('$what', ({ start, refuse, mostEchoes }) => {
  const peers: Peer[] = [];
  const startPeer = async (echoes = 1): Promise<Peer> => {
    const peer = await start(echoes);
    peers.push(peer);
    return peer;
  };
  afterEach(() => {
    for (const peer of peers.splice(0)) peer.stop();
  });

  it('opens on subscribe, not before', async () => {
    const peer = await startPeer();
    const connection$ = peer.connect(peer.endpoint);
    await settled();
    expect(await peer.countOpen()).toBe(0);
    const subscription = connection$.subscribe();
    await vi.waitFor(async () => expect(await peer.countOpen()).toBe(1));
    subscription.unsubscribe();
  });

  it('emits one connection, not inside subscribe, and does not complete', async () => {
    const peer = await startPeer();
    const heard: string[] = [];
    const subscription = peer.connect(peer.endpoint).subscribe({
      next: () => heard.push('connection'),
      complete: () => heard.push('complete'),
    });
    heard.push('subscribed');
    await settled();
    expect(heard).toStrictEqual(['subscribed', 'connection']);
    subscription.unsubscribe();
    expect(heard).toStrictEqual(['subscribed', 'connection']);
  });

  it('sends octets as they are and emits those that come back', async () => {
    const peer = await startPeer();
    const back$ = peer.connect(peer.endpoint).pipe(
      switchMap((connection) => {
        connection.send(message);
        return connection.messages$;
      }),
    );
    expect(new Uint8Array(await firstValueFrom(back$))).toStrictEqual(numbered(message, 1));
    expect(peer.received).toStrictEqual([message]);
  });

  it('keeps the order of messages, both ways', async () => {
    const echoes = Math.min(2, mostEchoes);
    const peer = await startPeer(echoes);
    const back$ = peer.connect(peer.endpoint).pipe(
      switchMap((connection) => {
        for (const one of messages) connection.send(one);
        return connection.messages$;
      }),
      take(messages.length * echoes),
      toArray(),
    );
    const back = await firstValueFrom(back$);
    expect(peer.received.map(withoutId)).toStrictEqual(messages.map(withoutId));
    // On the fake each message is answered by itself, and so in an order of its own.
    const byMessage = messages.map((_, n) =>
      back.filter(([first]) => first === n).map((octets) => new Uint8Array(octets)),
    );
    expect(byMessage).toStrictEqual(
      messages.map((one) => [1, 2].slice(0, echoes).map((n) => numbered(one, n))),
    );
  });

  it('closes on unsubscribe', async () => {
    const peer = await startPeer();
    const opened = vi.fn();
    const subscription = peer.connect(peer.endpoint).subscribe(opened);
    await vi.waitFor(async () => {
      expect(opened).toHaveBeenCalledOnce();
      expect(await peer.countOpen()).toBe(1);
    });
    subscription.unsubscribe();
    await vi.waitFor(async () => expect(await peer.countOpen()).toBe(0));
  });

  it('emits nothing after unsubscribe, with replies on their way', async () => {
    const peer = await startPeer(3);
    const heard: unknown[] = [];
    const subscription = peer
      .connect(peer.endpoint)
      .pipe(
        switchMap((connection) => {
          connection.send(message);
          return connection.messages$;
        }),
      )
      .subscribe({ next: (one) => heard.push(one), error: (error: unknown) => heard.push(error) });
    await vi.waitFor(() => expect(peer.received).toHaveLength(1), { interval: 1 });
    subscription.unsubscribe();
    const before = heard.length;
    await settled();
    expect(heard.slice(before)).toStrictEqual([]);
  });

  it('emits no connection when unsubscribed before it is open', async () => {
    const peer = await startPeer();
    const heard = vi.fn();
    peer.connect(peer.endpoint).subscribe({ next: heard, error: heard }).unsubscribe();
    await settled();
    expect(heard).not.toHaveBeenCalled();
    expect(await peer.countOpen()).toBe(0);
  });

  it('can be unsubscribed from inside next of the connection', async () => {
    const peer = await startPeer();
    const heard = vi.fn();
    const subscription = new Subscription();
    const hear = (connection: Connection) => {
      connection.messages$.subscribe({ next: heard, error: heard });
      subscription.unsubscribe();
    };
    subscription.add(peer.connect(peer.endpoint).subscribe(hear));
    await vi.waitFor(() => expect(subscription.closed).toBe(true));
    await vi.waitFor(async () => expect(await peer.countOpen()).toBe(0));
    expect(heard).not.toHaveBeenCalled();
  });

  it('can be unsubscribed from inside next of a message', async () => {
    const peer = await startPeer(3);
    const heard: Uint8Array[] = [];
    const subscription = new Subscription();
    const hear = (connection: Connection) => {
      connection.messages$.subscribe((one) => {
        heard.push(new Uint8Array(one));
        subscription.unsubscribe();
      });
      connection.send(message);
    };
    subscription.add(peer.connect(peer.endpoint).subscribe(hear));
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    await settled();
    expect(heard).toStrictEqual([numbered(message, 1)]);
    expect(await peer.countOpen()).toBe(0);
  });

  it('is a connection of its own for each subscription', async () => {
    const peer = await startPeer();
    const connection$ = peer.connect(peer.endpoint);
    const subscriptions = [connection$.subscribe(), connection$.subscribe()];
    await vi.waitFor(async () => expect(await peer.countOpen()).toBe(2));
    subscriptions[0]?.unsubscribe();
    await vi.waitFor(async () => expect(await peer.countOpen()).toBe(1));
    subscriptions[1]?.unsubscribe();
  });

  it('errors once, with the code of the system, where nobody listens', async () => {
    const peer = await refuse();
    const errors: unknown[] = [];
    const subscription = peer
      .connect(peer.endpoint)
      .pipe(
        switchMap((connection) => {
          connection.send(message);
          return connection.messages$;
        }),
      )
      .subscribe({ error: (error: unknown) => errors.push(error) });
    await vi.waitFor(() => expect(errors).toHaveLength(1));
    await settled();
    expect(errors).toStrictEqual([expect.objectContaining({ code: 'ECONNREFUSED' })]);
    expect(errors[0]).toBeInstanceOf(Error);
    expect(subscription.closed).toBe(true);
  });

  it('opens idle and busy again without harm', async () => {
    const peer = await startPeer();
    const back$ = peer.connect(peer.endpoint).pipe(
      switchMap((connection) => {
        connection.setIdle(true);
        connection.setIdle(true);
        connection.setIdle(false);
        connection.send(message);
        return connection.messages$;
      }),
    );
    expect(new Uint8Array(await firstValueFrom(back$))).toStrictEqual(numbered(message, 1));
  });
});
