import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { Observable } from 'rxjs';
import type { Connect, Connection } from './connect.js';

/** Milliseconds after which an idle socket is closed. */
const idleTimeout = 10_000;
/** Octets asked for; Linux gives at most net.core.rmem_max. */
const receiveBufferSize = 1024 * 1024;

/**
 * Opens a connected UDP socket on a fresh port that the kernel chose.
 *
 * Connected, because the kernel then drops datagrams from other senders, and reports an ICMP refusal as an
 * error of `messages$` instead of leaving the query to time out.
 */
export const connectUdp: Connect = ({ address, port, localAddress }) =>
  new Observable<Connection>((subscriber) => {
    const family = address.includes(':') ? 6 : 4;
    const socket = createSocket({
      type: family === 6 ? 'udp6' : 'udp4',
      // The address is a literal; without this every connect would go through getaddrinfo.
      lookup: (literal, _options, callback) => callback(null, literal, family),
    });
    let open = true;
    const close = () => {
      if (open) socket.close();
      open = false;
    };
    subscriber.add(close);
    socket.on('error', (error) => subscriber.error(error));
    // Without a callback, Node drops what the system refuses at once (EMSGSIZE, ENETUNREACH, EPERM).
    const onSent = (error: Error | null) => {
      if (error !== null) socket.emit('error', error);
    };
    // Not as connect()'s callback, which would be handed the failures too.
    socket.on('connect', () => {
      if (subscriber.closed) return;
      raiseReceiveBuffer(socket);
      subscriber.next({
        localAddress: socket.address().address,
        messages$: receive(socket),
        send: (message) => socket.send(message, onSent),
        setIdle: idleSwitch(socket, close),
      });
    });
    if (localAddress !== undefined) socket.bind({ address: localAddress });
    socket.connect(port, address);
  });

/** Lets the process end while the socket is idle, and closes it when that lasts. */
function idleSwitch(socket: Socket, close: () => void): (idle: boolean) => void {
  let timer: NodeJS.Timeout | undefined;
  socket.once('close', () => clearTimeout(timer));
  return (idle) => {
    clearTimeout(timer);
    if (idle) {
      timer = setTimeout(close, idleTimeout).unref();
      socket.unref();
    } else socket.ref();
  };
}

/** The default holds about 270 responses: a burst to a shared socket overflows it. */
function raiseReceiveBuffer(socket: Socket): void {
  try {
    socket.setRecvBufferSize(receiveBufferSize);
  } catch {
    // Some systems refuse more than they allow instead of giving what they can; the default still works.
  }
}

function receive(socket: Socket): Observable<Uint8Array> {
  return new Observable((subscriber) => {
    const peer = socket.remoteAddress();
    // Datagrams that came between bind and connect are queued whoever sent them.
    const onMessage = (message: Uint8Array, from: RemoteInfo) => {
      if (from.port === peer.port && from.address === peer.address) subscriber.next(message);
    };
    const onError = (error: Error) => subscriber.error(error);
    const onClose = () => subscriber.complete();
    socket.on('message', onMessage).on('error', onError).on('close', onClose);
    subscriber.add(() => socket.off('message', onMessage).off('error', onError).off('close', onClose));
  });
}
