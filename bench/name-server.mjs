// The name server that the contenders ask: knot in a process of its own, or the embedded server where it is missing.
import { fork, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { zone, zoneText } from './names.mjs';

/** Milliseconds within which the server has to answer; a zone of 200,000 names loads in one second. */
const startWithin = 30_000;

/**
 * Starts a name server with `count` names ({@link zoneText}).
 *
 * Gives its `address`, what it is (`kind`, for the table), and `stop`, which resolves when it is gone.
 */
export async function startNameServer(count) {
  const program = findKnot();
  const server = program === undefined ? await startEmbedded() : await startKnot(program, count);
  try {
    await untilServing(server);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** On PATH, or where Debian keeps daemons. */
function findKnot() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, 'knotd')).find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs a program until standard input ends, which it does with the process that started this, however that ended:
 * no server and no folder of ours outlives a benchmark that was interrupted or killed.
 */
const lifeline = `folder=$1; shift; trap '' INT TERM; exec 3<&0
"$@" >"$folder/log" 2>&1 & server=$!
{ read -r line; kill -9 $server; } <&3 2>/dev/null & watch=$!
wait $server; status=$?
kill $watch 2>/dev/null; read -r line <&3; rm -rf "$folder"; exit $status`;

async function startKnot(program, count) {
  const folder = await mkdtemp(join(tmpdir(), 'rxdns-bench-'));
  const port = await findFreePort();
  await writeFile(join(folder, zone), zoneText(count));
  await writeFile(join(folder, 'knot.conf'), configure(folder, port));
  const shell = spawn('/bin/sh', ['-c', lifeline, 'sh', folder, program, '-c', join(folder, 'knot.conf')], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const end = once(shell, 'exit');
  return {
    address: `127.0.0.1:${port}`,
    kind: `knot ${await versionOf(program)}`,
    log: () => readFile(join(folder, 'log'), 'utf8'),
    async stop() {
      shell.stdin.end();
      await end;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One worker: the other core is the contender's. */
function configure(folder, port) {
  return `server:
    rundir: "${folder}"
    listen: 127.0.0.1@${port}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
log:
  - target: stderr
    any: info
database:
    storage: "${folder}"
zone:
  - domain: ${zone}.
    file: "${join(folder, zone)}"
    zonefile-sync: -1
    journal-content: none
    semantic-checks: off
`;
}

async function versionOf(program) {
  const child = spawn(program, ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  await once(child, 'close');
  return /\d+(\.\d+)+/.exec(text)?.[0] ?? '';
}

async function startEmbedded() {
  const child = fork(new URL('./embedded-server.mjs', import.meta.url));
  const end = once(child, 'exit');
  const [address] = await once(child, 'message');
  return {
    address,
    kind: 'the embedded server (knot is not installed; it is slower than the contenders)',
    log: async () => '',
    async stop() {
      if (child.connected) child.disconnect();
      await end;
    },
  };
}

async function untilServing({ address, log }) {
  const resolver = new Resolver({ timeout: 200, tries: 1 });
  resolver.setServers([address]);
  const deadline = performance.now() + startWithin;
  while (performance.now() < deadline) {
    const [answer] = await resolver.resolve4(`ns.${zone}`).catch(() => []);
    if (answer !== undefined) return;
    await wait(50);
  }
  throw new Error(`the name server does not answer. Its log:\n${await log().catch(() => '')}`);
}

/** A loopback port that is free for TCP and for UDP. */
async function findFreePort() {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address();
  const socket = createSocket('udp4');
  try {
    socket.bind(port, '127.0.0.1');
    await once(socket, 'listening');
    return port;
  } catch {
    return findFreePort();
  } finally {
    socket.close();
    listener.close();
    await once(listener, 'close');
  }
}
