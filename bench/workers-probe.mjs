// Preloaded into the command by bench/workers.mjs: leaves its processor time in the file that RXDNS_PROBE names.
import { readFileSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const { RXDNS_PROBE: path } = process.env;

if (isMainThread && path !== undefined) {
  process.once('exit', () => {
    const { user, system } = process.cpuUsage();
    writeFileSync(path, JSON.stringify({ all: (user + system) / 1e6, main: mainThreadSeconds() }));
  });
}

/** Seconds of user and system time of this thread alone; the kernel counts hundredths. */
function mainThreadSeconds() {
  const fields = readFileSync(`/proc/self/task/${process.pid}/stat`, 'latin1').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
