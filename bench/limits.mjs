// Batches against servers with a limit, in real sockets: loss, time and packets. node bench/limits.mjs [--markdown]
import { queryEach, Resolver } from '../dist/index.js';
import { startNameServer } from '../dist/testing/index.js';
import { table } from './tables.mjs';

const total = 10_000;
const rate = 1000;

const names = Array.from({ length: total }, (_, n) => `n${n}.example`);
const records = [{ name: '*.example', type: 'A', address: '192.0.2.1' }];
const healthy = { records };
const dead = { records, respond: () => ({ kind: 'drop' }) };
const limited = (by) => ({ records, limit: { rate, by } });
const broken = {
  records,
  respond: ({ name }) => (name.startsWith('broken') ? { kind: 'answer', rcode: 'SERVFAIL' } : undefined),
};

/** Seconds: what a server with a limit takes at once comes off. */
const alone = (total - rate / 10) / rate;
const kinds = ['REFUSED', 'SERVFAIL', 'silence'];
const scenarios = [
  ...kinds.map((by) => ({ what: `limit by ${by}`, servers: [limited(by)], least: alone })),
  ...kinds.map((by) => ({ what: `limit by ${by}, one dead`, servers: [limited(by), dead], least: alone })),
  ...kinds.map((by) => ({ what: `limit by ${by}, one healthy`, servers: [limited(by), healthy] })),
  { what: 'two limits by REFUSED', servers: [limited('REFUSED'), limited('REFUSED')], least: alone / 2 },
  { what: 'no limit', servers: [healthy] },
  { what: 'no limit, every other name SERVFAIL', servers: [broken], isBroken: (n) => n % 2 === 1 },
];

const rows = [];
for (const scenario of scenarios) rows.push(await run(scenario));
const heads = ['servers', 'lost', 'seconds', 'least possible', 'packets per name'];
process.stdout.write(`${table(heads, rows, { markdown: process.argv.includes('--markdown') })}\n`);

async function run({ what, servers, least, isBroken = () => false }) {
  const running = await Promise.all(servers.map((options) => startNameServer(options)));
  const resolver = new Resolver({
    servers: running.map(({ address }) => address),
    cache: false,
  });
  const inputs = names.map((name, n) => (isBroken(n) ? `broken-${name}` : name));
  const expected = inputs.filter((name) => !name.startsWith('broken')).length;
  let resolved = 0;
  const started = performance.now();
  await queryEach.from(resolver, inputs, 'A').forEach(({ status }) => {
    if (status === 'NOERROR') resolved += 1;
  });
  const seconds = (performance.now() - started) / 1000;
  const packets = running.reduce((sum, { queryCount }) => sum + queryCount, 0);
  await resolver.close();
  await Promise.all(running.map((server) => server.close()));
  return [
    what,
    String(expected - resolved),
    seconds.toFixed(1),
    least?.toFixed(1) ?? '-',
    (packets / total).toFixed(3),
  ];
}
