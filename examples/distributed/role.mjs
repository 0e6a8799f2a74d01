// One part of a distributed run, in a process of its own: node role.mjs produce|work|collect --nats ADDRESS ...
//
// produce: --list FILE, --size N (names in a shard), --type TYPE ...
// work:    --server ADDRESS ..., --concurrency N (lookups in each shard), --slots N (shards), --deliveries N (tries)
// collect: --output FILE
import { open } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Resolver } from 'rxdns';
import { count, finalize, fromEvent, lastValueFrom, merge, takeUntil } from 'rxjs';
import { collect, summarize } from './collect.mjs';
import { produce } from './produce.mjs';
import { openQueue } from './queue.mjs';
import { ResultFile } from './result-file.mjs';
import { work } from './work.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    nats: { type: 'string', default: '127.0.0.1:4222' },
    'ack-wait': { type: 'string', default: '30000' },
    list: { type: 'string', default: '/dev/stdin' },
    size: { type: 'string', default: '1000' },
    type: { type: 'string', multiple: true, default: ['A'] },
    server: { type: 'string', multiple: true },
    concurrency: { type: 'string', default: '256' },
    slots: { type: 'string', default: '2' },
    deliveries: { type: 'string', default: '5' },
    output: { type: 'string', default: 'answers.ndjson' },
  },
});

/** @type {Readonly<Record<string, (queue: import('./queue.mjs').Queue) => Promise<object>>>} */
const roles = { produce: runProducer, work: runWorker, collect: runSink };
const run = roles[positionals[0] ?? ''];
if (run === undefined)
  throw new TypeError(`the first word has to be one of ${Object.keys(roles).join(', ')}`);
const stop$ = merge(fromEvent(process, 'SIGINT'), fromEvent(process, 'SIGTERM'));
const queue = await openQueue(options.nats, Number(options['ack-wait']));
console.log(JSON.stringify(await run(queue)));
// What was given back has to reach the server.
await queue.connection.drain();

/** @param {import('./queue.mjs').Queue} queue */
async function runProducer(queue) {
  const list = await open(options.list);
  const [size, types] = [Number(options.size), options.type];
  const plan$ = produce(queue, list.readLines(), { size, types });
  return await lastValueFrom(plan$.pipe(takeUntil(stop$)), { defaultValue: {} });
}

/** @param {import('./queue.mjs').Queue} queue */
async function runWorker(queue) {
  const resolver = new Resolver(options.server === undefined ? {} : { servers: options.server });
  const done$ = work(queue, resolver, {
    concurrency: Number(options.concurrency),
    slots: Number(options.slots),
    deliveries: Number(options.deliveries),
    complain: (subject, error) => console.error(`${subject}: ${error}`),
  });
  const shards = await lastValueFrom(
    done$.pipe(
      takeUntil(stop$),
      count(),
      finalize(() => resolver.close()),
    ),
  );
  return { shards };
}

/** @param {import('./queue.mjs').Queue} queue */
async function runSink(queue) {
  const file = await ResultFile.open(options.output);
  const repeated$ = collect(queue, file).pipe(
    takeUntil(stop$),
    count((isNew) => !isNew),
  );
  const repeated = await lastValueFrom(repeated$);
  const summary = { ...(await summarize(queue, file)), repeated };
  await file.close();
  if (!summary.complete) process.exitCode = 2;
  return summary;
}
