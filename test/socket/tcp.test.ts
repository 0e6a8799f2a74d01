import { createServer, type Socket } from 'node:net';
import { materialize, Subscription } from 'rxjs';
import { switchMap } from 'rxjs/operators';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Connection } from '../../src/socket/connect.js';
import { frame } from '../../src/socket/framing.js';
import { connectTcp } from '../../src/socket/tcp.js';
import { listen } from './peers.js';

const stops = new Set<() => void>();
afterEach(() => {
  for (const stop of stops) stop();
  stops.clear();
});

/** What a connection to a peer emits, in words: `1 2` for a message, `complete`, or an error's code. */
async function hear(
  peer: (socket: Socket) => void,
  onOpen: (connection: Connection) => void = () => undefined,
): Promise<{ readonly heard: readonly string[]; readonly subscription: Subscription }> {
  const server = createServer((socket) => peer(socket.on('error', () => undefined)));
  const port = await listen(server);
  const heard: string[] = [];
  const subscription = connectTcp({ transport: 'tcp', address: '127.0.0.1', port })
    .pipe(
      switchMap((connection) => {
        onOpen(connection);
        return connection.messages$.pipe(materialize());
      }),
    )
    .subscribe({
      next: (one) => heard.push(one.kind === 'N' ? [...(one.value ?? [])].join(' ') : 'complete'),
      error: (error: unknown) => heard.push(codeOf(error)),
    });
  stops.add(() => {
    subscription.unsubscribe();
    server.close();
  });
  return { heard, subscription };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 40));

describe('segments', () => {
  it('of one octet are put together', async () => {
    const octets = [...frame(Uint8Array.of(1, 2, 3)), ...frame(Uint8Array.of(4))];
    const { heard } = await hear((socket) => {
      socket.setNoDelay(true);
      const next = () => {
        const octet = octets.shift();
        if (octet === undefined) return;
        socket.write(Uint8Array.of(octet));
        setTimeout(next, 2);
      };
      next();
    });
    await vi.waitFor(() => expect(heard).toStrictEqual(['1 2 3', '4']));
  });

  it('with two frames are taken apart', async () => {
    const { heard } = await hear((socket) => {
      socket.write(Uint8Array.of(...frame(Uint8Array.of(1)), ...frame(Uint8Array.of(2, 3))));
    });
    await vi.waitFor(() => expect(heard).toStrictEqual(['1', '2 3']));
  });

  it('with a frame of no octets are an empty message', async () => {
    const { heard } = await hear((socket) => {
      socket.write(Uint8Array.of(...frame(new Uint8Array()), ...frame(Uint8Array.of(1))));
    });
    await vi.waitFor(() => expect(heard).toStrictEqual(['', '1']));
  });

  it('of the largest frame are one message', async () => {
    const large = Uint8Array.from({ length: 65_535 }, (_, n) => n % 251);
    const { heard } = await hear((socket) => socket.write(frame(large)));
    await vi.waitFor(() => expect(heard).toStrictEqual([[...large].join(' ')]));
  });
});

describe('the end', () => {
  it('completes without a message', async () => {
    const { heard } = await hear((socket) => socket.end());
    await vi.waitFor(() => expect(heard).toStrictEqual(['complete']));
  });

  it('does not take back a whole frame before it', async () => {
    const { heard } = await hear((socket) => socket.end(frame(Uint8Array.of(1, 2))));
    await vi.waitFor(() => expect(heard).toStrictEqual(['1 2', 'complete']));
  });

  it.each([
    ['half a length', [0]],
    ['a length', [0, 2]],
    ['half a message', [0, 2, 1]],
  ])('after %s completes without a message', async (_what, octets) => {
    const { heard } = await hear((socket) => socket.end(Uint8Array.from(octets)));
    await vi.waitFor(() => expect(heard).toStrictEqual(['complete']));
  });

  it('is seen at once, though the peer no longer reads what is sent', async () => {
    const { heard } = await hear(
      (socket) => socket.pause().end(),
      (connection) => {
        for (let n = 0; n < 300; n += 1) connection.send(new Uint8Array(65_535));
      },
    );
    await vi.waitFor(() => expect(heard).toStrictEqual(['complete']));
  });

  it('by a reset is an error', async () => {
    const { heard } = await hear(
      (socket) => socket.on('data', () => socket.resetAndDestroy()),
      (connection) => connection.send(Uint8Array.of(1)),
    );
    await vi.waitFor(() => expect(heard).toStrictEqual(['ECONNRESET']));
    await settled();
    expect(heard).toStrictEqual(['ECONNRESET']);
  });

  it('is seen once, whatever is sent afterwards', async () => {
    let open: Connection | undefined;
    const { heard } = await hear(
      (socket) => socket.end(),
      (connection) => {
        open = connection;
      },
    );
    await vi.waitFor(() => expect(heard).toStrictEqual(['complete']));
    expect(() => open?.send(Uint8Array.of(1))).not.toThrow();
  });
});

describe('sending', () => {
  it('puts length and message in one segment', async () => {
    const chunks: Uint8Array[] = [];
    await hear(
      (socket) => socket.on('data', (chunk: Uint8Array) => chunks.push(new Uint8Array(chunk))),
      (connection) => connection.send(Uint8Array.of(7, 8, 9)),
    );
    await vi.waitFor(() => expect(chunks).toStrictEqual([Uint8Array.of(0, 3, 7, 8, 9)]));
  });

  it('ends with a FIN, not a reset, on unsubscribe', async () => {
    const seen: string[] = [];
    const { subscription } = await hear((socket) => {
      socket.on('end', () => seen.push('end')).on('error', () => seen.push('error'));
      socket.on('data', () => seen.push('data')).on('close', () => seen.push('close'));
      socket.write(frame(Uint8Array.of(1)));
    });
    await settled();
    subscription.unsubscribe();
    await vi.waitFor(() => expect(seen).toStrictEqual(['end', 'close']));
  });
});

it('errors for a port that is none', async () => {
  const heard = vi.fn();
  const subscription = new Subscription();
  subscription.add(
    connectTcp({ transport: 'tcp', address: '127.0.0.1', port: 65_536 }).subscribe({ error: heard }),
  );
  await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce());
  expect(heard).toHaveBeenCalledWith(expect.objectContaining({ code: 'ERR_SOCKET_BAD_PORT' }));
});
