// Runs one resolver under mixed load and looks at what it leaves behind: `npm run soak`, `-- --seconds 600` (60).
//
// Bounds, exit code 1 where one is broken: the heap after collection grows by less than 10 octets a query, every
// query comes to what it should, and once the resolver is closed there are as many descriptors as before, no active
// resources, and nothing that keeps the process from ending. Short runs measure the heap badly: give it 30 seconds.
import { fork } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Resolver } from '../dist/index.js';
import { Load } from './soak-load.mjs';

const concurrency = 500;
/** Octets of heap a query may leave behind on average. */
const maxSlope = 10;

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' } } });
const seconds = Number(values.seconds);
if (!(seconds > 0)) throw new TypeError('--seconds takes a number above 0');
if (globalThis.gc === undefined) throw new Error('start this with `npm run soak`, or node --expose-gc');

// Writing first: a standard output that is a pipe is an active resource from then on.
console.log(`one resolver, ${concurrency} queries at a time, ${seconds} s`);
const resourcesBefore = process.getActiveResourcesInfo();
const server = fork(new URL('./soak-server.mjs', import.meta.url));
const [[address, other]] = await once(server, 'message');
// What a process opens once and keeps is not the resolver's.
await useAndClose(address);
const descriptorsBefore = countDescriptors();

const resolver = new Resolver({ servers: [address], timeout: 1000, cache: { maxEntries: 1000 } });
const load = new Load(resolver, { other, closed: await findClosed() }, concurrency);
const started = performance.now();
const samples = await run();
const elapsed = (performance.now() - started) / 1000;
await resolver.close();
await settle(() => countDescriptors() === descriptorsBefore);
const descriptorsAfter = countDescriptors();
server.disconnect();
await once(server, 'exit');
await settle(() => leftResources().length === 0);
report();
// Runs only if something else keeps the process going.
setTimeout(() => {
  console.error(`the process does not end: ${summarize(process.getActiveResourcesInfo())}`);
  process.exit(1);
}, 3000).unref();

/** Runs the load, with a pause every two seconds: what queries under way hold would blur the measurement. */
async function run() {
  const taken = [];
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    load.start();
    await wait(1000);
    resolver.cancel();
    await wait(1000);
    await load.pause();
    globalThis.gc();
    taken.push({ queries: load.completed, heap: process.memoryUsage().heapUsed });
  }
  return taken;
}

function report() {
  for (const [kind, { right, cancelled, wrong, example }] of load.tallies) {
    const counts = [right, cancelled, wrong].map((count) => String(count).padStart(9)).join('');
    console.log(`${kind.padEnd(20)}${counts}  ${example}`);
  }
  console.log(`${''.padEnd(20)}    right cancelled  wrong\n`);
  const wrong = [...load.tallies.values()].reduce((sum, tally) => sum + tally.wrong, 0);
  const slope = slopeOf(samples.slice(Math.floor(samples.length / 3)));
  const left = leftResources();
  const rate = Math.round(load.completed / elapsed);
  const lines = [
    [`${load.completed} queries, ${rate}/s`, `${wrong} wrong`, wrong === 0],
    ['heap after collection', `${slope.toFixed(2)} octets a query (below ${maxSlope})`, slope < maxSlope],
    [
      'descriptors',
      `${descriptorsBefore} before, ${descriptorsAfter} after`,
      descriptorsAfter === descriptorsBefore,
    ],
    ['active resources', left.length === 0 ? 'none' : summarize(left), left.length === 0],
  ];
  for (const [what, value, holds] of lines) {
    console.log(`${what.padEnd(28)} ${value.padEnd(40)} ${holds ? 'ok' : 'BROKEN'}`);
    if (!holds) process.exitCode = 1;
  }
}

/** The slope of the line through the samples that is nearest to them, in octets a query. */
function slopeOf(points) {
  const mean = (read) => points.reduce((sum, point) => sum + read(point), 0) / points.length;
  const queries = mean((point) => point.queries);
  const heap = mean((point) => point.heap);
  const covariance = mean((point) => (point.queries - queries) * (point.heap - heap));
  return covariance / mean((point) => (point.queries - queries) ** 2);
}

function countDescriptors() {
  return readdirSync('/dev/fd').length;
}

/** Active resources beyond those at the start. */
function leftResources() {
  const left = process.getActiveResourcesInfo();
  for (const known of resourcesBefore) {
    const at = left.indexOf(known);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}

function summarize(resources) {
  return [...new Set(resources)]
    .map((kind) => `${resources.filter((each) => each === kind).length} ${kind}`)
    .join(', ');
}

/** Gives the event loop up to a second: sockets close behind the call that closes them. */
async function settle(holds) {
  for (let tries = 0; tries < 20 && !holds(); tries += 1) await wait(50);
}

async function useAndClose(server) {
  const first = new Resolver({ servers: [server] });
  await first.query('large-0.soak.example', 'TXT');
  await first.close();
}

/** A port of loopback where nobody listens. */
async function findClosed() {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return `127.0.0.1:${port}`;
}
