import { throwError } from 'rxjs';
import type { Connect } from './connect.js';
import { connectTcp } from './tcp.js';
import { connectUdp } from './udp.js';

/** Opens real sockets: UDP or TCP, as the endpoint says. */
export const connectByTransport: Connect = (endpoint) => {
  switch (endpoint.transport) {
    case 'udp':
      return connectUdp(endpoint);
    case 'tcp':
      return connectTcp(endpoint);
    default:
      return throwError(() => new Error(`there is no ${endpoint.transport} transport`));
  }
};
