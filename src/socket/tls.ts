import { map } from 'rxjs';
import type { Connect } from './connect.js';
import { streamConnection } from './stream-connection.js';
import type { OpenTls } from './tls-socket.js';

/** Opens DNS over TLS (RFC 7858): the messages of TCP, in a stream that is encrypted. */
export function connectTls(open: OpenTls): Connect {
  return (endpoint) => open(endpoint).pipe(map((socket) => streamConnection(socket.setNoDelay(true))));
}
