import type { Socket } from 'node:net';
import { Observable } from 'rxjs';
import type { Connection } from './connect.js';
import { Deframer, frame } from './framing.js';

/** Milliseconds after which an idle connection is closed (RFC 7766 section 6.2.3: "a few seconds"). */
export const idleTimeout = 10_000;

/** A connection over an open stream of octets, encrypted or not: messages behind a length of two octets. */
export function streamConnection(socket: Socket): Connection {
  const { localPort } = socket;
  return {
    ...(localPort !== undefined && { localPort }),
    messages$: receive(socket),
    send: (message) => socket.write(frame(message)),
    setIdle: (idle) => {
      socket.setTimeout(idle ? idleTimeout : 0);
      if (idle) socket.unref();
      else socket.ref();
    },
  };
}

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
