import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NameServer } from '../../src/testing/index.js';
import { type Run, runScript } from '../run-script.js';
import { startClientNames } from './name-server.js';
import { startWebServer, type WebServer } from './web-server.js';

// Clients have no way to tell lookup that they no longer want an address: an aborted request leaves a lookup
// that ends by itself, within the limits of the resolver.

/** Milliseconds for each attempt of the resolver in the process: over UDP, then over TCP. */
const timeout = 300;
/** How long the process may take to end once the request is over: both attempts, and slack. */
const limit = 2 * timeout + 1500;

let names: NameServer;
let web: WebServer;
beforeAll(async () => {
  names = await startClientNames();
  web = await startWebServer();
});
afterAll(async () => {
  await web[Symbol.asyncDispose]();
  await names.close();
});

/** Runs a process that writes what its request came to. */
function run(script: string): Promise<Run> {
  return runScript(
    `
    import { Resolver } from 'rxdns';
    import http from 'node:http';
    import { Agent, fetch } from 'undici';
    const write = (text) => process.stdout.write(String(text));
    const options = { timeout: ${timeout}, tries: 1, domains: [], lookups: 'b' };
    const resolver = new Resolver({ servers: ['${names.address}'], ...options });
    const { lookup } = resolver;
    const dispatcher = new Agent({ connect: { lookup }, keepAliveTimeout: 1, keepAliveMaxTimeout: 1 });
    const port = ${web.port};
    const url = (host) => 'http://' + host + '.client.test:' + port + '/';
    const abortSoon = () => AbortSignal.timeout(100);
    ${script}`,
    limit,
  );
}

describe('a process whose resolver is not closed ends by itself', () => {
  it.each([
    {
      after: 'a request of http',
      script: `http.get({ host: 'v4.client.test', port, agent: false, lookup }, (response) => {
        response.resume().on('end', () => write(response.statusCode));
      });`,
      wrote: '200',
    },
    {
      after: 'a fetch of undici',
      script: `const response = await fetch(url('v4'), { dispatcher }); write(await response.text());`,
      wrote: '127.0.0.1',
    },
    {
      after: 'an aborted fetch',
      script: `await fetch(url('silent'), { dispatcher, signal: abortSoon() }).catch(({ name }) => write(name));`,
      wrote: 'TimeoutError',
    },
    {
      after: 'an aborted request of got',
      script: `const { got } = await import('got');
        await got(url('silent'), { dnsLookup: lookup, signal: abortSoon(), retry: { limit: 0 } })
        .catch(({ name }) => write(name));`,
      wrote: 'TimeoutError',
    },
    {
      after: 'a destroyed request of http',
      script: `const sent = http.get({ host: 'silent.client.test', port, agent: false, lookup });
        sent.on('error', ({ code }) => write(code));
        setTimeout(() => sent.destroy(), 50);`,
      wrote: 'ECONNRESET',
    },
  ])('after $after', async ({ script, wrote }) => {
    expect(await run(script)).toStrictEqual({ wrote, ended: true });
  });
});

describe('a process whose resolver is closed', () => {
  it('does not wait for the lookup of an aborted request', async () => {
    const script = `
      const patient = new Resolver({ servers: resolver.servers, ...options, timeout: 60_000 });
      const connect = { lookup: patient.lookup };
      const signal = abortSoon();
      await fetch(url('silent'), { dispatcher: new Agent({ connect }), signal }).catch(({ name }) => write(name));
      await patient.close();`;
    expect(await run(script)).toStrictEqual({ wrote: 'TimeoutError', ended: true });
  });
});
