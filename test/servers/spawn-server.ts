import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, delimiter, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A name server in a process of its own, on loopback. */
export interface RunningServer {
  /** `127.0.0.1:PORT`, the same port for UDP and TCP. */
  readonly address: string;
  /** The name of its folder: what it answers to `id.server CH TXT`, where it was configured to. */
  readonly identity: string;
  /** Ends the process and removes its folder; resolves when both are gone. Idempotent. */
  stop(): Promise<void>;
}

/** What is particular to one name server program. */
export interface ServerProgram {
  /** The program's name or path; looked up by {@link findProgram}. */
  readonly program: string;
  /** The Debian package that has it. */
  readonly debianPackage: string;
  /** Writes the configuration into `folder` and returns the arguments that keep the program in the foreground. */
  prepare(folder: string, port: number): Promise<readonly string[]>;
  /** A line of its log by which it will never answer as it should. */
  readonly failure: RegExp;
  /** Whether it answers as it should, and is the one that `prepare` configured in `folder`. */
  isUp(port: number, folder: string): Promise<boolean>;
}

/** Milliseconds within which a server has to answer; signing a zone takes the longest. */
const startWithin = 10_000;
/** Milliseconds a server gets to end by itself before it is killed. */
const stopWithin = 2_000;
/** Another process can take a port between our look and the server's bind. */
const portTries = 3;

/**
 * Runs a server until a line on standard input ends it, and the end of that input kills it. The kernel closes
 * the pipe with the process that holds its other end, so that no server outlives a test worker that was killed:
 * there an `exit` listener would not run. The shell ends when the server is gone.
 */
export const lifeline = `exec 3<&0
"$@" & server=$!
{ read -r line && kill $server; read -r line; kill -9 $server; } <&3 & watch=$!
wait $server; status=$?
kill $watch; exit $status`;

/** Starts a name server and resolves once it answers. Rejects with the server's log if it does not. */
export async function spawnServer(server: ServerProgram): Promise<RunningServer> {
  const path = findProgram(server.program);
  if (path === undefined) {
    throw new Error(`${server.program} is not installed: apt-get install ${server.debianPackage}`);
  }
  for (let tried = 1; ; tried += 1) {
    const attempt = await startOnce(server, path, await findFreePort());
    if (!(attempt instanceof Error)) return attempt;
    if (tried === portTries) throw attempt;
  }
}

/** The path of a program by its name: on PATH, or where Debian and Homebrew keep daemons; undefined without it. */
export function findProgram(program: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...folders, '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin']
    .map((folder) => resolve(folder, program))
    .find(isExecutable);
}

/** Gives back the error where another port may help. */
async function startOnce(server: ServerProgram, path: string, port: number): Promise<RunningServer | Error> {
  const folder = await mkdtemp(join(tmpdir(), 'rxdns-test-'));
  const argv = await server.prepare(folder, port).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  const child = spawn('/bin/sh', ['-c', lifeline, 'sh', path, ...argv], { cwd: folder });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (log += String(text)));
  const end = once(child, 'close');
  child.stdin.on('error', () => undefined); // EPIPE where the server ended first
  const stop = async (): Promise<void> => {
    if (child.stdin.writable) child.stdin.write('stop\n');
    await Promise.race([end, sleep(stopWithin, undefined, { ref: false })]);
    child.stdin.end();
    await end;
    await rm(folder, { recursive: true, force: true });
  };
  const deadline = performance.now() + startWithin;
  const hasFailed = (): boolean => !isRunning(child) || server.failure.test(log);
  while (!hasFailed() && performance.now() < deadline) {
    if (await server.isUp(port, folder))
      return { address: `127.0.0.1:${port}`, identity: basename(folder), stop };
    await sleep(20);
  }
  const failed = hasFailed();
  await stop();
  const what = failed ? 'failed' : `did not answer within ${startWithin} ms`;
  const error = new Error(`${server.program} ${what} on 127.0.0.1:${port}. Its log:\n${log}`);
  if (failed) return error;
  throw error;
}

function isRunning(child: { readonly exitCode: number | null; readonly signalCode: string | null }): boolean {
  return child.exitCode === null && child.signalCode === null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A loopback port that is free for TCP and for UDP. */
export async function findFreePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP listener has a port');
  const isFree = await isFreeForUdp(address.port);
  listener.close();
  await once(listener, 'close');
  return isFree ? address.port : findFreePort();
}

async function isFreeForUdp(port: number): Promise<boolean> {
  const socket = createSocket('udp4').bind(port, '127.0.0.1');
  try {
    await once(socket, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    socket.close();
  }
}
