// knot with a zone of many names, for bench/workers.mjs.
import { spawn } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const zone = 'bench.example';

/** `count` names that exist, one on a line. */
export function listNames(count) {
  return Array.from({ length: count }, (_, n) => `n${n}.${zone}\n`).join('');
}

/** Starts knotd (on PATH or in /usr/sbin) with those names and so many UDP workers; resolves once it answers. */
export async function startKnot(count, udpWorkers) {
  const folder = await mkdtemp(join(tmpdir(), 'rxdns-bench-'));
  const port = await findFreePort();
  await writeFile(join(folder, 'zone'), zoneText(count));
  await writeFile(join(folder, 'knot.conf'), configure(folder, port, udpWorkers));
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin` };
  const child = spawn('knotd', ['-c', join(folder, 'knot.conf')], { env, stdio: 'ignore' });
  const exit = once(child, 'exit');
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  await untilServing(`127.0.0.1:${port}`);
  return {
    address: `127.0.0.1:${port}`,
    /** Seconds of user and system time so far. */
    cpu: () => {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'latin1').split(') ')[1].split(' ');
      return (Number(fields[11]) + Number(fields[12])) / 100;
    },
    async stop() {
      process.off('exit', kill);
      child.kill('SIGKILL');
      await exit;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function zoneText(count) {
  const names = Array.from({ length: count }, (_, n) => `n${n} A 192.0.2.1`);
  return [`$ORIGIN ${zone}.`, '$TTL 3600', '@ SOA ns root 1 7200 900 1209600 300', ...names, ''].join('\n');
}

function configure(folder, port, udpWorkers) {
  return `server:
    rundir: "${folder}"
    listen: 127.0.0.1@${port}
    udp-workers: ${udpWorkers}
    tcp-workers: 1
    background-workers: 1
database:
    storage: "${folder}"
zone:
  - domain: ${zone}.
    file: "${join(folder, 'zone')}"
    zonefile-sync: -1
    journal-content: none
    semantic-checks: off
`;
}

async function untilServing(address) {
  const resolver = new Resolver({ timeout: 200, tries: 1 });
  resolver.setServers([address]);
  for (const deadline = performance.now() + 30_000; performance.now() < deadline; await wait(50)) {
    const found = await resolver.resolve4(`n0.${zone}`).catch(() => []);
    if (found.length > 0) return;
  }
  throw new Error('knotd does not answer');
}

async function findFreePort() {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address();
  listener.close();
  await once(listener, 'close');
  return port;
}
