import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Starts nats-server (Debian: apt-get install nats-server) on a free port of 127.0.0.1, with storage on disk. */
export async function startNats() {
  const folder = await mkdtemp(join(tmpdir(), 'rxdns-nats-'));
  const config = join(folder, 'nats.conf');
  // The results of a shard of 2,000 names can be larger than the 1 MB that is usual.
  await writeFile(config, `listen: "127.0.0.1:-1"\nmax_payload: 8MB\njetstream { store_dir: "${folder}" }\n`);
  const env = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/usr/local/sbin` };
  const child = spawn('nats-server', ['-c', config], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const end = once(child, 'close');
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const port = await Promise.race([
    portOf(child.stderr),
    end.then(([code]) => {
      throw new Error(`nats-server ended with ${code}`);
    }),
  ]);
  return {
    address: `127.0.0.1:${port}`,
    /** Seconds of user and system time so far; NaN where there is no /proc. */
    cpu: () => processorTime(child.pid),
    async stop() {
      process.off('exit', kill);
      child.kill();
      await end;
      await rm(folder, { recursive: true });
    },
  };
}

/**
 * The port that the server chose, from its log.
 * @param {import('node:stream').Readable} log
 */
function portOf(log) {
  return new Promise((resolve) => {
    createInterface({ input: log }).on('line', (line) => {
      const port = /Listening for client connections on .*:(\d+)$/.exec(line)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  });
}

/** @param {number | undefined} pid */
function processorTime(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN;
  }
}
