// One contender of memory.mjs, which starts this: asks a server that never answers, and looks at its own memory.
import { readdirSync } from 'node:fs';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';

/** Queries that are outstanding before the measurement: enough to have loaded and compiled what they need. */
const first = 10;

const { contender, server, count, options, settling } = JSON.parse(process.argv[2]);
const { open } = await import(`./contenders/${contender}.mjs`);
let ended = 0;
const settle = () => {
  ended += 1;
};
const client = await open({ server, concurrency: first + count, settle, options });

await hold('first', first);
const before = look();
await hold('more', count);
const after = look();
const result = {
  rss: after.rss - before.rss,
  heap: after.heap - before.heap,
  held: count - ended,
  sockets: after.descriptors - before.descriptors,
};
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit());

async function hold(prefix, queries) {
  if (client.askAll !== undefined) client.askAll(listNames(prefix, queries));
  else {
    let index = 0;
    for (const name of listNames(prefix, queries)) {
      client.ask(name, index);
      index += 1;
      // Sockets are opened, and their buffers emptied, between turns.
      if (index % 1000 === 0) await nextTurn();
    }
  }
  await wait(settling);
}

function* listNames(prefix, queries) {
  for (let index = 0; index < queries; index += 1) yield `${prefix}${index}.bench.example`;
}

function look() {
  globalThis.gc();
  globalThis.gc();
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heap: heapUsed, descriptors: readdirSync('/dev/fd').length };
}
