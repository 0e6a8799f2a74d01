import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createSecureServer } from 'node:http2';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificates } from '../secure/certificates.js';
import { listen } from './peers.js';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rxdns-idle-'));
  await writeFile(join(folder, 'ca.pem'), (await certificates('127.0.0.1')).ca);
  const entry = fileURLToPath(new URL('system-sockets.ts', import.meta.url));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: { ssr: entry, outDir: folder, rollupOptions: { output: { entryFileNames: 'connect.mjs' } } },
  });
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a process that opens a connection; resolves with what it wrote and whether it ended by itself. */
async function run(
  endpoint: string,
  onOpen: string,
): Promise<{ readonly wrote: string; readonly ended: boolean }> {
  const script = `
    import { systemSockets } from ${JSON.stringify(pathToFileURL(join(folder, 'connect.mjs')).href)};
    systemSockets(${endpoint}).subscribe((connection) => {
      connection.messages$.subscribe();
      ${onOpen}
      process.stdout.write('open');
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') },
  });
  let wrote = '';
  let ended = true;
  let limit: NodeJS.Timeout | undefined;
  child.stdout.on('data', (chunk: Uint8Array) => {
    wrote += new TextDecoder().decode(chunk);
    limit ??= setTimeout(() => {
      ended = false;
      child.kill();
    }, 1500);
  });
  await once(child, 'close');
  clearTimeout(limit);
  return { wrote, ended };
}

async function startServer(transport: string): Promise<Server> {
  const quiet = (socket: Socket) => socket.on('error', () => undefined).resume();
  if (transport === 'tcp') return createServer(quiet);
  const identity = await certificates('127.0.0.1');
  return transport === 'tls' ? createTlsServer(identity, quiet) : createSecureServer(identity);
}

describe.each(['udp', 'tcp', 'tls', 'https'])('a process with a connection over %s', (transport) => {
  let endpoint = '';
  let stop: () => void = () => undefined;

  beforeAll(async () => {
    const at = (port: number) => JSON.stringify({ transport, address: '127.0.0.1', port });
    if (transport === 'udp') {
      const socket = createSocket('udp4');
      socket.bind(0, '127.0.0.1');
      await once(socket, 'listening');
      endpoint = at(socket.address().port);
      stop = () => socket.close();
    } else {
      const server = await startServer(transport);
      endpoint = at(await listen(server));
      stop = () => server.close();
    }
  });
  afterAll(() => stop());

  it('ends by itself while it is idle', async () => {
    expect(await run(endpoint, 'connection.setIdle(true);')).toStrictEqual({ wrote: 'open', ended: true });
  });

  it('stays while it is not', async () => {
    expect(await run(endpoint, '')).toStrictEqual({ wrote: 'open', ended: false });
  });

  it('stays when it is in use again', async () => {
    const busy = 'connection.setIdle(true); connection.setIdle(false);';
    expect(await run(endpoint, busy)).toStrictEqual({ wrote: 'open', ended: false });
  });
});
