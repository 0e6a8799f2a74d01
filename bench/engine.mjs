// What the engine costs by itself: `npm run build && node bench/engine.mjs`.
//
// Every stage with its defaults, above a connection without a socket: answers come in the next turn of the event loop.
// Against a run over sockets, the difference is what the system and node:dgram take.
import { Session } from 'node:inspector/promises';
import { Observable, Subject } from 'rxjs';
import { Resolver } from '../dist/index.js';
import { streamedName } from './names.mjs';
import { runAlone } from './small-benches.mjs';
import { median } from './statistics.mjs';

const concurrency = 100;
/** What follows the question: an A record whose owner is the question's name, and an OPT record without options. */
const rest = [0xc0, 12, 0, 1, 0, 1, 0, 0, 14, 16, 0, 4, 192, 0, 2, 1, 0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0];

await runAlone(async ({ quick }) => {
  const names = quick ? 1_000 : 100_000;
  const resolver = new Resolver({ servers: ['192.0.2.53'], connect });
  let asked = 0;
  const run = (count) =>
    new Promise((resolve, reject) => {
      const end = asked + count;
      let settled = 0;
      const ask = () => {
        if (asked === end) return;
        const query$ = resolver.query$(streamedName(asked), 'A');
        asked += 1;
        query$.subscribe({
          error: reject,
          complete: () => {
            settled += 1;
            if (settled === count) resolve();
            else ask();
          },
        });
      };
      for (let n = 0; n < Math.min(concurrency, count); n += 1) ask();
    });
  await run(names / 2);
  const costs = [];
  for (let round = 0; round < 5; round += 1) {
    const before = process.cpuUsage();
    await run(names);
    const { user, system } = process.cpuUsage(before);
    costs.push((user + system) / names);
  }
  const allocated = (await sampleAllocation(() => run(names))) / names;
  await resolver.close();
  const figures = { cpuMicroseconds: median(costs), allocated };
  return {
    title: `The engine without sockets, ${concurrency} outstanding`,
    notes: [],
    heads: ['CPU µs/query', 'octets allocated/query'],
    rows: [[figures.cpuMicroseconds.toFixed(1), Math.round(allocated).toLocaleString('en')]],
    figures,
    budget: [],
  };
});

/** A connection that answers all that was sent in one turn in the next one. */
function connect() {
  return new Observable((subscriber) => {
    const messages$ = new Subject();
    let sent = [];
    const answer = () => {
      const queries = sent;
      sent = [];
      for (const query of queries) messages$.next(answerTo(query));
    };
    subscriber.next({
      localAddress: '192.0.2.1',
      localPort: 1024,
      messages$,
      setIdle: () => undefined,
      send: (query) => {
        if (sent.push(query) === 1) setImmediate(answer);
      },
    });
  });
}

function answerTo(query) {
  let end = 12;
  while (query[end] !== 0) end += query[end] + 1;
  end += 5;
  const message = new Uint8Array(end + rest.length);
  message.set(query.subarray(0, end));
  message.set(rest, end);
  // QR and RA; one answer, one additional record.
  message[2] |= 0x80;
  message[3] = 0x80;
  message[7] = 1;
  message[11] = 1;
  return message;
}

/** Octets allocated meanwhile, by V8's own samples. */
async function sampleAllocation(act) {
  const session = new Session();
  session.connect();
  const includes = { includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true };
  await session.post('HeapProfiler.startSampling', { samplingInterval: 2048, ...includes });
  await act();
  const { profile } = await session.post('HeapProfiler.stopSampling');
  session.disconnect();
  return totalSize(profile.head);
}

function totalSize({ selfSize, children }) {
  return children.reduce((sum, child) => sum + totalSize(child), selfSize);
}
