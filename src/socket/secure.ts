import type { Connect } from './connect.js';
import { openHttp2 } from './http2.js';
import { connectHttps, type DohServices } from './https.js';
import type { TlsOptions } from './secure-options.js';
import { connectTls } from './tls.js';
import { tlsSockets } from './tls-socket.js';

/** Opens encrypted connections by Node's own TLS and HTTP/2; what they learn of servers they share. */
export function secureTransports(
  options: TlsOptions,
  services: DohServices,
): { readonly tls: Connect; readonly https: Connect } {
  const open = tlsSockets(options);
  return { tls: connectTls(open), https: connectHttps(openHttp2(open), services) };
}
