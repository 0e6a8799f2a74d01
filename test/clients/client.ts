import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import tls from 'node:tls';
import axios from 'axios';
import { got } from 'got';
import { Agent, Pool, fetch as undiciFetch, request as undiciRequest } from 'undici';
import type { Resolver } from '../../src/index.js';

/** One GET. */
export interface Get {
  readonly host: string;
  readonly port: number;
  readonly lookup: Resolver['lookup'];
  /** The authority to trust, as PEM text; over TLS only. */
  readonly ca?: string | undefined;
}

/**
 * A client as users have it: resolves to the body, rejects with the client's own error.
 *
 * Each GET has a connection of its own. An agent that keeps them would not look the name up again.
 */
export interface Client {
  readonly title: string;
  /** Asks for one address, and gives up with it. */
  readonly firstOnly?: true;
  get(request: Get): Promise<string>;
  /** Where the client's error has what the resolver said; by default the error itself. */
  reasonOf?(error: unknown): unknown;
}

export const plainClients: readonly Client[] = [
  { title: 'net', get: (request) => overSocket(net.connect(request), request) },
  {
    title: 'net without autoSelectFamily',
    firstOnly: true,
    get: (request) => overSocket(net.connect({ ...request, autoSelectFamily: false }), request),
  },
  { title: 'http', get: (request) => bodyOf(http.get({ ...request, agent: false })) },
  {
    title: 'http with an agent of its own',
    async get({ host, port, lookup }) {
      const agent = new http.Agent({ keepAlive: true, lookup });
      try {
        return await bodyOf(http.get({ host, port, agent }));
      } finally {
        agent.destroy();
      }
    },
  },
  ...webClients('http'),
];

export const secureClients: readonly Client[] = [
  {
    title: 'tls',
    get: ({ ca, ...request }) =>
      overSocket(tls.connect({ ...request, ca, servername: request.host }), request),
  },
  { title: 'https', get: (request) => bodyOf(https.get({ ...request, agent: false })) },
  ...webClients('https'),
];

/** What the resolver said: clients put their own error around it, or pass it on. */
export function codeOf({ reasonOf = (error) => error }: Client, error: unknown): string {
  const reason = reasonOf(error);
  if (reason instanceof Error && 'code' in reason) return String(reason.code);
  throw new Error('the error has no code', { cause: error });
}

function webClients(scheme: 'http' | 'https'): readonly Client[] {
  const urlOf = ({ host, port }: Get) => `${scheme}://${host}:${port}/`;
  const cause = (error: unknown) => (error instanceof Error ? error.cause : undefined);
  return [
    {
      title: `undici, fetch of ${scheme}`,
      get: (request) =>
        through(new Agent({ connect: connectOptions(request) }), async (dispatcher) => {
          const response = await undiciFetch(urlOf(request), { dispatcher });
          return await response.text();
        }),
      reasonOf: cause,
    },
    {
      title: `undici, request of ${scheme}`,
      get: (request) =>
        through(new Agent({ connect: connectOptions(request) }), async (dispatcher) => {
          const { body } = await undiciRequest(urlOf(request), { dispatcher });
          return await body.text();
        }),
    },
    {
      title: `undici, a pool for ${scheme}`,
      get: (request) =>
        through(new Pool(urlOf(request), { connect: connectOptions(request) }), async (pool) => {
          const { body } = await pool.request({ path: '/', method: 'GET' });
          return await body.text();
        }),
    },
    {
      title: `got of ${scheme}`,
      get: (request) =>
        got(urlOf(request), {
          dnsLookup: request.lookup,
          agent: { http: new http.Agent(), https: new https.Agent() },
          https: { certificateAuthority: request.ca },
          retry: { limit: 0 },
        }).text(),
    },
    {
      title: `axios of ${scheme}`,
      async get(request) {
        const { data } = await axios.get<string>(urlOf(request), {
          lookup: request.lookup,
          httpAgent: new http.Agent(),
          httpsAgent: new https.Agent({ ca: request.ca }),
          proxy: false,
        });
        return data;
      },
    },
  ];
}

function connectOptions({ lookup, ca }: Get): { lookup: Resolver['lookup']; ca?: string } {
  return { lookup, ...(ca === undefined ? {} : { ca }) };
}

async function through<Dispatcher extends { destroy(): Promise<void> }>(
  dispatcher: Dispatcher,
  get: (dispatcher: Dispatcher) => Promise<string>,
): Promise<string> {
  try {
    return await get(dispatcher);
  } finally {
    await dispatcher.destroy();
  }
}

async function bodyOf(request: http.ClientRequest): Promise<string> {
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
  });
  return await text(response);
}

async function overSocket(socket: net.Socket, { host }: Pick<Get, 'host'>): Promise<string> {
  await once(socket, socket instanceof tls.TLSSocket ? 'secureConnect' : 'connect');
  socket.write(`GET / HTTP/1.0\r\nHost: ${host}\r\n\r\n`);
  const response = await text(socket);
  return response.slice(response.indexOf('\r\n\r\n') + 4);
}
