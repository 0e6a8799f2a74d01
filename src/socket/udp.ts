import { createSocket, type RemoteInfo } from 'node:dgram';
import { Observable } from 'rxjs';
import type { Connect, Connection } from './connect.js';

/**
 * Opens a connected UDP socket on a fresh port that the kernel chose.
 *
 * Connected, because the kernel then drops datagrams from other senders, and reports an ICMP refusal as an
 * error of `messages$` instead of leaving the query to time out.
 */
export const connectUdp: Connect = ({ address, port }) =>
  new Observable<Connection>((subscriber) => {
    const family = address.includes(':') ? 6 : 4;
    const socket = createSocket({
      type: family === 6 ? 'udp6' : 'udp4',
      // The address is a literal; without this every connect would go through getaddrinfo.
      lookup: (literal, _options, callback) => callback(null, literal, family),
    });
    subscriber.add(() => socket.close());
    socket.on('error', (error) => subscriber.error(error));
    // Without a callback, Node drops what the system refuses at once (EMSGSIZE, ENETUNREACH, EPERM).
    const onSent = (error: Error | null) => {
      if (error !== null) socket.emit('error', error);
    };
    // Not as connect()'s callback, which would be handed the failures too.
    socket.on('connect', () => {
      if (subscriber.closed) return;
      subscriber.next({
        messages$: receive(socket),
        send: (message) => socket.send(message, onSent),
        setIdle: (idle) => (idle ? socket.unref() : socket.ref()),
      });
    });
    socket.connect(port, address);
  });

function receive(socket: ReturnType<typeof createSocket>): Observable<Uint8Array> {
  return new Observable((subscriber) => {
    const peer = socket.remoteAddress();
    // Datagrams that came between bind and connect are queued whoever sent them.
    const onMessage = (message: Uint8Array, from: RemoteInfo) => {
      if (from.port === peer.port && from.address === peer.address) subscriber.next(message);
    };
    const onError = (error: Error) => subscriber.error(error);
    socket.on('message', onMessage);
    socket.on('error', onError);
    subscriber.add(() => {
      socket.off('message', onMessage);
      socket.off('error', onError);
    });
  });
}
