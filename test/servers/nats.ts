import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort, findProgram, lifeline } from './spawn-server.js';

/** A nats-server with JetStream, whose storage outlives its process. */
export interface RunningNats {
  /** `127.0.0.1:PORT`, the same for each process. */
  readonly address: string;
  /** `kill -9`, then another process on the same storage; resolves when that one listens. */
  crash(): Promise<void>;
  /** Ends the process and removes its storage. */
  stop(): Promise<void>;
}

/** Starts nats-server on a free port of 127.0.0.1. Rejects with its log where it does not listen in time. */
export async function startNats(): Promise<RunningNats> {
  const folder = await mkdtemp(join(tmpdir(), 'rxdns-test-'));
  const port = await findFreePort();
  const config = join(folder, 'nats.conf');
  await writeFile(config, `listen: "127.0.0.1:${port}"\njetstream { store_dir: "${folder}" }\n`);
  let running = await startOnce(config, port);
  return {
    address: `127.0.0.1:${port}`,
    async crash() {
      await running.kill();
      running = await startOnce(config, port);
    },
    async stop() {
      await running.kill();
      await rm(folder, { recursive: true });
    },
  };
}

/** Milliseconds within which the server has to listen. */
const startWithin = 20_000;

async function startOnce(config: string, port: number): Promise<{ kill(): Promise<void> }> {
  const program = findProgram('nats-server') ?? 'nats-server';
  const child = spawn('/bin/sh', ['-c', lifeline, 'sh', program, '-c', config]);
  let log = '';
  child.stdout.resume();
  child.stderr.on('data', (text) => {
    log += String(text);
  });
  child.stdin.on('error', () => undefined); // EPIPE where the server ended first
  const end = once(child, 'close');
  const kill = async (): Promise<void> => {
    // The end of the lifeline kills with SIGKILL.
    child.stdin.end();
    await end;
  };
  for (const deadline = performance.now() + startWithin; performance.now() < deadline; await sleep(50))
    if (await listens(port)) return { kill };
  await kill();
  throw new Error(`nats-server does not listen on port ${port}. Its log:\n${log}`);
}

async function listens(port: number): Promise<boolean> {
  const socket = createConnection(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
