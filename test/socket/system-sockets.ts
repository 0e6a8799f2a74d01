import { subtractAge } from '../../src/records/subtract-age.js';
import { connectByTransport, type SocketServices } from '../../src/socket/by-transport.js';

/** What real sockets are opened with where a test says nothing else. */
export const socketServices: SocketServices = {
  tls: {},
  fetch: undefined,
  method: 'POST',
  now: Date.now,
  subtractAge,
};

/** Real sockets, as a resolver opens them. */
export const systemSockets = connectByTransport(socketServices);
