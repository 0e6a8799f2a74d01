// Preloaded into the command by worker-death.test.ts: a worker thread that is given `deadly.example` dies of it, the
// first times only. DYING says how (`throw`, `exit`, or `memory`: it uses up its heap), how often, and in which
// folder to note each death, since threads share nothing else.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { isMainThread, parentPort } from 'node:worker_threads';

const ways = {
  throw: () => {
    throw new Error('thrown on purpose');
  },
  exit: () => process.exit(9),
  memory: () => {
    for (const kept = []; ; ) kept.push(Array.from({ length: 1000 }, Math.random));
  },
};

const [way, times, folder] = (process.env.DYING ?? '').split(' ');

if (!isMainThread && way in ways) {
  const listen = parentPort.on.bind(parentPort);
  parentPort.on = (event, listener) =>
    listen(event, (message) => {
      if (message.inquiries?.some(({ name }) => name === 'deadly.example') && isTurn()) ways[way]();
      listener(message);
    });
}

function isTurn() {
  for (let turn = 0; turn < Number(times); turn += 1) {
    try {
      mkdirSync(join(folder, String(turn)));
      return true;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
  return false;
}
