import { connect, type Socket } from 'node:net';
import { Observable } from 'rxjs';
import type { Connect, Connection } from './connect.js';
import { Deframer, frame } from './framing.js';

/** Milliseconds after which an idle connection is closed (RFC 7766 section 6.2.3: "a few seconds"). */
const idleTimeout = 10_000;

/** Opens a TCP connection whose messages are framed by a length of two octets (RFC 1035 section 4.2.2). */
export const connectTcp: Connect = ({ address, port, localAddress }) =>
  new Observable<Connection>((subscriber) => {
    const socket = connect({
      host: address,
      port,
      noDelay: true,
      ...(localAddress !== undefined && { localAddress }),
    });
    subscriber.add(() => socket.destroy());
    socket.on('error', (error) => subscriber.error(error));
    socket.on('connect', () => {
      subscriber.next({
        messages$: receive(socket),
        send: (message) => socket.write(frame(message)),
        setIdle: (idle) => {
          socket.setTimeout(idle ? idleTimeout : 0);
          if (idle) socket.unref();
          else socket.ref();
        },
      });
    });
  });

function receive(socket: Socket): Observable<Uint8Array> {
  return new Observable((subscriber) => {
    const deframer = new Deframer();
    const onMessage = (message: Uint8Array) => {
      // Closed from inside next, with more messages in the same segment.
      if (!socket.destroyed) subscriber.next(message);
    };
    const onData = (chunk: Uint8Array) => deframer.push(chunk, onMessage);
    const onClose = () => subscriber.complete();
    const onError = (error: Error) => subscriber.error(error);
    const onTimeout = () => socket.destroy();
    socket.on('data', onData).on('close', onClose).on('end', onClose);
    socket.on('error', onError).on('timeout', onTimeout);
    subscriber.add(() => {
      socket.off('data', onData).off('close', onClose).off('end', onClose);
      socket.off('error', onError).off('timeout', onTimeout);
    });
  });
}
