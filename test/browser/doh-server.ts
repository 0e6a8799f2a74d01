import { once } from 'node:events';
import {
  createSecureServer,
  type Http2ServerRequest as Request,
  type Http2ServerResponse as Response,
} from 'node:http2';
import type { Socket } from 'node:net';
import { startNameServer } from '../../src/nameserver/index.js';
import { openUdp } from '../nameserver/asker.js';
import { selfSigned } from '../secure/certificates.js';
import { listen } from '../socket/peers.js';

/** A server of DNS over HTTPS that pages of other origins may ask, unless its path says otherwise. */
export interface CrossOriginServer {
  /** `https://127.0.0.1:PORT`. */
  readonly origin: string;
  /** Method and path of each request, preflights included, without the query. */
  readonly requests: readonly string[];
  /** Names of questions that were given up while {@link mute} kept them waiting. */
  readonly aborted: readonly string[];
  stop(): Promise<void>;
}

/** A name that is not answered. */
export const mute = 'mute.example';

const zone = `
$ORIGIN example.
@ 60 SOA ns hostmaster 1 3600 600 86400 60
a 300 A 192.0.2.7
  300 TXT "one" "two"
alias 30 CNAME a
old 300 A 192.0.2.8
both 300 A 192.0.2.9
     300 AAAA 2001:db8::9
${Array.from({ length: 40 }, (_, n) => `n${n} 300 A 192.0.2.${n}`).join('\n')}
`;

/** Starts the server, in front of the embedded name server. */
export async function startCrossOriginServer(): Promise<CrossOriginServer> {
  const names = await startNameServer({ zone });
  const requests: string[] = [];
  const aborted: string[] = [];
  const open = new Set<Socket>();
  const server = createSecureServer({ ...(await selfSigned()), allowHTTP1: true }, (request, response) => {
    const { pathname } = new URL(request.url, 'https://server.example');
    requests.push(`${request.method} ${pathname}`);
    void answer(request, response, names, (name) => aborted.push(name));
  });
  server.on('connection', (socket: Socket) => {
    open.add(socket.on('error', () => undefined));
  });
  server.on('sessionError', () => undefined);
  const port = await listen(server);
  return {
    origin: `https://127.0.0.1:${port}`,
    requests,
    aborted,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
      await names.close();
    },
  };
}

async function answer(
  request: Request,
  response: Response,
  server: { readonly host: string; readonly port: number },
  onAbort: (name: string) => void,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url, 'https://server.example');
  if (pathname !== '/private') response.setHeader('access-control-allow-origin', '*');
  if (pathname === '/aged') response.setHeader('age', '100');
  if (pathname === '/aged' && searchParams.has('exposed'))
    response.setHeader('access-control-expose-headers', 'age');
  if (request.method === 'OPTIONS') {
    response.setHeader('access-control-allow-headers', 'content-type');
    response.writeHead(204).end();
    return;
  }
  const body = Buffer.concat(await request.toArray());
  if (pathname === '/broken') {
    response.writeHead(503).end();
    return;
  }
  const message = body.length > 0 ? body : Buffer.from(searchParams.get('dns') ?? '', 'base64url');
  if (message.includes('\x04mute')) {
    response.on('close', () => onAbort(mute));
    return;
  }
  await using asker = await openUdp(server);
  asker.send(message);
  response.setHeader('content-type', 'application/dns-message');
  response.writeHead(200).end(await asker.receive());
}
