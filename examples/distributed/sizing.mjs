// The sizing table of docs/many-machines.md, from what a lookup costs.
//
// Run: node examples/distributed/sizing.mjs [--lookup 55] [--queue 3.7] [--lines 12.5] [--nats 7] [--names 1e9]
//   [--shard 1000] [--resolver 5000] [--update]
//
// Costs are in µs of CPU, --resolver is what one answers in a second. With --update the table, and the figures above
// it, take the place of those in the documentation.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    lookup: { type: 'string', default: '55' },
    queue: { type: 'string', default: '3.7' },
    lines: { type: 'string', default: '12.5' },
    nats: { type: 'string', default: '7' },
    names: { type: 'string', default: '1e9' },
    shard: { type: 'string', default: '1000' },
    resolver: { type: 'string', default: '5000' },
    update: { type: 'boolean', default: false },
  },
});

/** @param {'lookup' | 'queue' | 'lines' | 'nats' | 'names' | 'shard' | 'resolver'} name */
function figure(name) {
  const number = Number(values[name]);
  if (!(number > 0)) throw new RangeError(`--${name} is ${values[name]}; it has to be a number above 0`);
  return number;
}

const text = sizing();
if (values.update) update(text);
else process.stdout.write(text);

/** The rows up to where one sink is full, and what they have in common. */
function sizing() {
  const lookup = figure('lookup');
  const sink = figure('queue') + figure('lines');
  const names = figure('names');
  const full = Math.max(1, Math.floor((lookup + sink) / sink));
  const cores = [1, 2, 4, 8, 16, 32, 64].filter((number) => number < full);
  const rows = [...cores, full].map((number) => {
    const rate = (number * 1e6) / (lookup + sink);
    const cells = [
      String(number),
      `${round(rate)}/s`,
      String(Math.ceil(rate / figure('resolver'))),
      ((rate * figure('nats')) / 1e6).toFixed(2),
      `${round(names / rate / 3600, 2)} h`,
    ];
    return `| ${cells.join(' | ')} |\n`;
  });
  const shards = round(names / figure('shard'));
  return `| worker cores | rate by workers | resolvers needed | cores of nats-server | time |
|---|---|---|---|---|
${rows.join('')}
In each: ${shards} shards, ${round(names * 17e-9)} GB of them, ${round(names * 110e-9)} GB of result. The last row is where one sink, at 1 / ${round(sink)} µs = ${round(1e6 / sink)}/s, is full by this reckoning; for more, a sink for each part of the list, with streams of its own.
`;
}

/**
 * To so many digits that count.
 * @param {number} number
 */
function round(number, digits = 3) {
  return Number(number.toPrecision(digits)).toLocaleString('en');
}

/** @param {string} fresh */
function update(fresh) {
  const path = new URL('../../docs/many-machines.md', import.meta.url);
  const old = readFileSync(path, 'utf8');
  const next = old
    .replace(/(?<=\| q \|[^|]*\| )[\d.]+(?= µs)/, String(figure('lookup')))
    .replace(/\| worker cores \|[\s\S]*?streams of its own\.\n/, fresh);
  writeFileSync(path, next);
}
