import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import { ask, askTcp, openTcp, queryFor } from './asker.js';
import { countSockets, settled } from './open-sockets.js';

const zone = '$ORIGIN example.test.\n@ SOA ns1 admin 1 2 3 4 5\n* A 192.0.2.1';

let server: NameServer;
beforeAll(async () => {
  server = await startNameServer({ zone });
});
afterAll(() => server.close());

describe('where it listens', () => {
  test('UDP and TCP on one port, told as a server string', async () => {
    expect(server.address).toBe(`127.0.0.1:${server.port}`);
    expect((await ask(server, 'x.example.test', 'A')).answers).toStrictEqual([
      'x.example.test 300 A 192.0.2.1',
    ]);
    expect((await askTcp(server, 'x.example.test', 'A')).answers).toStrictEqual([
      'x.example.test 300 A 192.0.2.1',
    ]);
  });

  test('::1', async () => {
    await using six = await startNameServer({ zone, address: '::1' });
    expect(six.address).toBe(`[::1]:${six.port}`);
    expect((await ask(six, 'x.example.test', 'A')).answers).toStrictEqual(['x.example.test 300 A 192.0.2.1']);
    expect((await askTcp(six, 'x.example.test', 'A')).answers).toStrictEqual([
      'x.example.test 300 A 192.0.2.1',
    ]);
  });

  test('a port that was asked for, again after close', async () => {
    const first = await startNameServer({ zone });
    await first.close();
    await using second = await startNameServer({ zone, port: first.port });
    expect(second.port).toBe(first.port);
    expect((await askTcp(second, 'x.example.test', 'A')).rcode).toBe(0);
  });

  test('a port that UDP has taken: EADDRINUSE', async () => {
    const failure = startNameServer({ zone, port: server.port });
    await expect(failure).rejects.toThrow(expect.objectContaining({ code: 'EADDRINUSE' }));
  });

  test('a port that only TCP has taken: EADDRINUSE, and UDP is let go', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const before = await settled(countSockets);
    const failure = startNameServer({ zone, port: address.port });
    await expect(failure).rejects.toThrow(expect.objectContaining({ code: 'EADDRINUSE' }));
    taken.close();
    await once(taken, 'close');
    expect(await settled(countSockets)).toBe(before - 1);
  });

  test.each([
    ['port', { port: 65_536 }, 'port is 65536; it must be an integer from 0 to 65535'],
    ['port', { port: 0.5 }, 'port is 0.5; it must be an integer from 0 to 65535'],
    ['maxUdpSize', { maxUdpSize: 511 }, 'maxUdpSize is 511; it must be an integer from 512 to 65507'],
    ['idleTimeout', { idleTimeout: 0 }, 'idleTimeout is 0; it must be an integer from 1 to 2147483647'],
  ])('%s out of bounds', async (_, options, message) => {
    await expect(startNameServer(options)).rejects.toThrow(new RangeError(message));
  });
});

describe('close', () => {
  test('closes sockets and connections, and nothing is left open', async () => {
    const before = await settled(countSockets);
    const closing = await startNameServer({ zone, idleTimeout: 600_000 });
    const asker = await openTcp(closing);
    asker.send(queryFor('x.example.test', 'A'));
    await asker.receive();
    expect(countSockets()).toBeGreaterThan(before);
    const ended = once(asker.socket, 'end');
    await closing.close();
    await ended;
    asker.socket.destroy();
    expect(await settled(countSockets)).toBe(before);
  });

  test('again is the same Promise', async () => {
    const closing = await startNameServer({ zone });
    const first = closing.close();
    expect(closing.close()).toBe(first);
    await first;
    expect(closing.close()).toBe(first);
    expect(closing[Symbol.asyncDispose]()).toBe(first);
  });

  test('the process ends by itself afterwards', async () => {
    const entry = fileURLToPath(new URL('../../src/nameserver/index.ts', import.meta.url));
    const bundled = await build({
      configFile: false,
      logLevel: 'silent',
      ssr: { noExternal: true },
      build: { ssr: entry, write: false, rollupOptions: { output: { format: 'es' } } },
    });
    const output = Array.isArray(bundled) ? bundled[0] : bundled;
    if (output === undefined || !('output' in output)) throw new Error('nothing was built');
    const code = `${output.output[0].code}
      const server = await startNameServer({ zone: 'x. A 192.0.2.1' });
      await new Promise((resolve) => setTimeout(resolve, 50));
      await server.close();
      console.log('closed');`;
    const child = spawn(process.execPath, ['--input-type=module', '-'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdin.end(code);
    const [said] = await once(child.stdout, 'data');
    const [status] = await once(child, 'exit');
    expect([String(said), status]).toStrictEqual(['closed\n', 0]);
  });
});
