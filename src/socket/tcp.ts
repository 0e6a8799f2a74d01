import { connect } from 'node:net';
import { Observable } from 'rxjs';
import type { Connect, Connection } from './connect.js';
import { streamConnection } from './stream-connection.js';

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
    socket.on('connect', () => subscriber.next(streamConnection(socket)));
  });
