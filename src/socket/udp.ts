import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { Observable } from 'rxjs';
import type { Connect, Connection } from './connect.js';

/** Milliseconds after which an idle socket is closed. */
const idleTimeout = 10_000;
/**
 * Of how many sends one is asked how it went: a callback for each costs 12 % of a query. What the system refuses
 * (a route that is gone, a filter), it refuses for all of them; a socket of one query is always asked.
 */
const checkEvery = 16;
/** Octets from which every send is asked, as its size may be what is refused. */
const largeMessage = 1232;
/** Responses, of whatever size, that the default receive buffer has room for in any case. */
const defaultRoom = 64;
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
    let sent = 0;
    const send = (message: Uint8Array) => {
      // Most sockets carry one query, or a few at a time, and need no more room than there is.
      if (sent === defaultRoom) raiseReceiveBuffer(socket);
      if (sent % checkEvery === 0 || message.length >= largeMessage) socket.send(message, onSent);
      else socket.send(message);
      sent += 1;
    };
    socket.on('connect', () => {
      if (subscriber.closed) return;
      const { address: localAddress, port: localPort } = socket.address();
      subscriber.next({
        localAddress,
        localPort,
        messages$: receive(socket, address, port),
        send,
        setIdle: idleSwitch(socket, close),
      });
    });
    if (localAddress !== undefined) socket.bind({ address: localAddress });
    socket.connect(port, address);
  });

/** Lets the process end while the socket is idle, and closes it when that lasts. */
function idleSwitch(socket: Socket, close: () => void): (idle: boolean) => void {
  let timer: NodeJS.Timeout | undefined;
  let isIdle = false;
  const onTimer = () => {
    if (isIdle) close();
  };
  return (idle) => {
    isIdle = idle;
    if (!idle) {
      socket.ref();
      return;
    }
    socket.unref();
    // The same timer again and again: a socket is idle after each query where they come one by one.
    if (timer !== undefined) timer.refresh();
    else {
      timer = setTimeout(onTimer, idleTimeout).unref();
      socket.once('close', () => clearTimeout(timer));
    }
  };
}

/** The default holds 270 small responses, or 90 large ones: a burst to a shared socket overflows it. */
function raiseReceiveBuffer(socket: Socket): void {
  try {
    socket.setRecvBufferSize(receiveBufferSize);
  } catch {
    // Some systems refuse more than they allow instead of giving what they can; the default still works.
  }
}

function receive(socket: Socket, address: string, port: number): Observable<Uint8Array> {
  // The address as the system writes it, where that differs from how it was given.
  let written: string | undefined;
  const isPeer = (from: RemoteInfo): boolean => {
    if (from.port !== port) return false;
    if (from.address === address) return true;
    written ??= socket.remoteAddress().address;
    return from.address === written;
  };
  return new Observable((subscriber) => {
    // Datagrams that came between bind and connect are queued whoever sent them.
    const onMessage = (message: Uint8Array, from: RemoteInfo) => {
      if (isPeer(from)) subscriber.next(message);
    };
    const onError = (error: Error) => subscriber.error(error);
    const onClose = () => subscriber.complete();
    socket.on('message', onMessage).on('error', onError).on('close', onClose);
    subscriber.add(() => socket.off('message', onMessage).off('error', onError).off('close', onClose));
  });
}
