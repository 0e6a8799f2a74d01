import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Resolver } from '../../src/index.js';
import type { NameServer } from '../../src/testing/index.js';
import { type Client, codeOf } from './client.js';
import { startClientNames } from './name-server.js';
import { type Identity, loopback, startWebServer, type WebServer } from './web-server.js';

/** The names that a certificate has to be for. */
export const webNames = ['v4', 'v6', 'both', 'alias'].map((name) => `${name}.client.test`);

/** Milliseconds within which a lookup ends that nobody answers: one attempt over UDP, one over TCP, and slack. */
const silenceEnds = 1500;

/** Tests that hold for every client; `identity` and `ca` are for those over TLS. */
export function testClients(
  clients: readonly Client[],
  secrets: () => (Identity & { readonly ca: string }) | undefined,
): void {
  let folder: string;
  let names: NameServer;
  let web: WebServer;
  let resolver: Resolver;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rxdns-test-'));
    await writeFile(join(folder, 'hosts'), '127.0.0.1 alias.client.test\n');
    await writeFile(join(folder, 'no-hosts'), '');
    names = await startClientNames();
    web = await startWebServer(loopback, secrets());
  });
  afterAll(async () => {
    await web[Symbol.asyncDispose]();
    await names.close();
    await rm(folder, { recursive: true });
  });
  beforeEach(() => {
    resolver = makeResolver({});
  });
  afterEach(() => resolver.close());

  function makeResolver(options: { readonly hostsPath?: string }): Resolver {
    const files = { hostsPath: join(folder, 'no-hosts'), domains: [], lookups: 'fb' as const };
    return new Resolver({ servers: [names.address], timeout: 200, tries: 1, ...files, ...options });
  }

  function get(client: Client, host: string, { port } = web, { lookup } = resolver): Promise<string> {
    return client.get({ host, port, lookup, ca: secrets()?.ca });
  }

  /** The code of the error that a request ends with. */
  async function failureOf(client: Client, host: string): Promise<string> {
    const error = await get(client, host).then(
      (body) => new Error(`it succeeded with ${body}`),
      (reason: unknown) => reason,
    );
    return codeOf(client, error);
  }

  describe.each(clients)('$title', (client) => {
    test.each(loopback)('reaches %s by a name of one family', async (address) => {
      const name = address === '::1' ? 'v6.client.test' : 'v4.client.test';
      expect(await get(client, name)).toBe(address);
    });

    test.each(['both.client.test', 'alias.client.test'])('reaches %s', async (name) => {
      expect(loopback).toContain(await get(client, name));
    });

    test('takes a name of the hosts file', async () => {
      const asked = names.queryCount;
      await using local = makeResolver({ hostsPath: join(folder, 'hosts') });
      expect(await get(client, 'alias.client.test', web, local)).toBe('127.0.0.1');
      expect(names.queryCount).toBe(asked);
    });

    test.each(['nobody.client.test', 'text.client.test'])('has ENOTFOUND for %s', async (name) => {
      expect(await failureOf(client, name)).toBe('ENOTFOUND');
    });

    test('has ETIMEOUT within the limits of the resolver where no reply comes', async () => {
      const from = performance.now();
      expect(await failureOf(client, 'host.silent.client.test')).toBe('ETIMEOUT');
      expect(performance.now() - from).toBeLessThan(silenceEnds);
    });

    test('has ECANCELLED when the resolver is closed', async () => {
      const asked = names.queryCount;
      const failure = failureOf(client, 'host.silent.client.test');
      await vi.waitUntil(() => names.queryCount > asked);
      await resolver.close();
      expect(await failure).toBe('ECANCELLED');
    });

    test('has EDESTRUCTION from a resolver that was closed before', async () => {
      await resolver.close();
      expect(await failureOf(client, 'v4.client.test')).toBe('EDESTRUCTION');
    });
  });

  describe.each(clients.filter(({ firstOnly }) => firstOnly !== true))('$title', (client) => {
    test.each(loopback)('goes on to %s where the other address refuses', async (address) => {
      await using half = await startWebServer([address], secrets());
      expect(await get(client, 'both.client.test', half)).toBe(address);
      expect(half.connections).toBe(1);
    });
  });
}
