import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { findProgram, lifeline, type ServerProgram, spawnServer } from './spawn-server.js';

/** A server that tells on its standard error what it does; `script` is JavaScript, the port `process.argv[2]`. */
function nodeServer(script: string): ServerProgram & { folder: string } {
  const server = {
    program: process.execPath,
    debianPackage: 'nodejs',
    folder: '',
    async prepare(folder: string, port: number) {
      server.folder = folder;
      await writeFile(join(folder, 'server.mjs'), script);
      return [join(folder, 'server.mjs'), String(port)];
    },
    failure: /fatal/,
    isUp: (port: number) => canConnect(port),
  };
  return server;
}

const listening = `import { createServer } from 'node:net';
createServer().listen(Number(process.argv[2]), '127.0.0.1');`;

describe('spawnServer', () => {
  test('starts on a port of loopback and stops without a trace', async () => {
    const server = nodeServer(listening);
    const running = await spawnServer(server);
    const port = Number(/^127\.0\.0\.1:(\d+)$/.exec(running.address)?.[1]);
    expect(await canConnect(port)).toBe(true);
    await running.stop();
    expect(await canConnect(port)).toBe(false);
    expect(existsSync(server.folder)).toBe(false);
    await running.stop();
  });

  test('kills a server that does not end when told to', { timeout: 15_000 }, async () => {
    const running = await spawnServer(nodeServer(`process.on('SIGTERM', () => undefined);\n${listening}`));
    const port = Number(running.address.split(':')[1]);
    await running.stop();
    expect(await canConnect(port)).toBe(false);
  });

  test('a server that ends at once is an error with its log', async () => {
    const server = nodeServer(`console.error('no such zone'); process.exitCode = 3;`);
    await expect(spawnServer(server)).rejects.toThrow(/failed on 127\.0\.0\.1:\d+\. Its log:\nno such zone/);
    expect(existsSync(server.folder)).toBe(false);
  });

  test('a server that logs its failure and goes on is an error too', async () => {
    const server = nodeServer(`console.error('fatal: no zone'); setInterval(() => undefined, 1000);`);
    await expect(spawnServer(server)).rejects.toThrow(
      /failed on 127\.0\.0\.1:\d+\. Its log:\nfatal: no zone/,
    );
  });

  test('a program that is not there is an error with its package', async () => {
    const server = { ...nodeServer(listening), program: 'rxdns-no-such-server', debianPackage: 'no-such' };
    await expect(spawnServer(server)).rejects.toThrow(
      'rxdns-no-such-server is not installed: apt-get install no-such',
    );
  });

  test('a configuration that cannot be written leaves no folder behind', async () => {
    let prepared = '';
    const prepare = (folder: string): Promise<never> => {
      prepared = folder;
      return Promise.reject(new Error('no disk'));
    };
    await expect(spawnServer({ ...nodeServer(listening), prepare })).rejects.toThrow('no disk');
    expect(prepared).not.toBe('');
    expect(existsSync(prepared)).toBe(false);
  });

  test('a server does not outlive the process that started it', async () => {
    const start = `const { spawn } = require('node:child_process');
      const server = 'console.log(process.pid); setInterval(() => undefined, 1000)';
      const child = spawn('/bin/sh', ['-c', process.argv[1], 'sh', process.execPath, '-e', server]);
      child.stdout.pipe(process.stdout);`;
    const parent = spawn(process.execPath, ['-e', start, lifeline]);
    const pid = Number((await once(parent.stdout, 'data'))[0]);
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 5000 });
  });
});

test('findProgram finds what is on the path, and nothing else', () => {
  expect(findProgram('sh')).toMatch(/\/sh$/);
  expect(findProgram('rxdns-no-such-server')).toBeUndefined();
});

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
