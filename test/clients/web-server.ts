import { once } from 'node:events';
import http, { type RequestListener } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { networkInterfaces } from 'node:os';

/** What a web server needs to speak TLS, as PEM text. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** A web server on loopback that answers every GET with the address it was reached at. */
export interface WebServer extends AsyncDisposable {
  readonly port: number;
  /** Connections so far. */
  readonly connections: number;
}

/** The loopback addresses of this machine: not every machine has IPv6. */
export const loopback: readonly string[] = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .map(({ address }) => address)
  .filter((address) => address === '127.0.0.1' || address === '::1');

/** How often another process may take the port of the first address before we have it for the second. */
const portTries = 5;

/** Starts a web server on one port of each address; over TLS where it has an identity. */
export async function startWebServer(addresses = loopback, identity?: Identity): Promise<WebServer> {
  for (let tried = 1; ; tried += 1) {
    const servers: Server[] = [];
    try {
      for (const address of addresses) servers.push(await listen(address, portOf(servers[0]), identity));
      return running(servers);
    } catch (error) {
      for (const server of servers) server.close();
      if (tried === portTries) throw error;
    }
  }
}

function running(servers: readonly Server[]): WebServer {
  let connections = 0;
  for (const server of servers) server.on('connection', () => (connections += 1));
  return {
    port: portOf(servers[0]),
    get connections() {
      return connections;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(
        servers.map(async (server) => {
          const closed = once(server, 'close');
          server.close();
          if (server instanceof http.Server || server instanceof https.Server) server.closeAllConnections();
          await closed;
        }),
      );
    },
  };
}

async function listen(address: string, port: number, identity: Identity | undefined): Promise<Server> {
  const server =
    identity === undefined
      ? http.createServer(tellAddress)
      : https.createServer({ ...identity }, tellAddress);
  server.listen(port, address);
  await once(server, 'listening');
  return server;
}

const tellAddress: RequestListener = ({ socket }, response) => {
  response.setHeader('content-type', 'text/plain');
  response.end(socket.localAddress);
};

function portOf(server: Server | undefined): number {
  const address = server?.address();
  return isAddressInfo(address) ? address.port : 0;
}

function isAddressInfo(address: AddressInfo | string | null | undefined): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
