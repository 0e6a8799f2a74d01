// What `npm run bench` runs, from its arguments.
import { parseArgs } from 'node:util';
import { contenders } from './contenders.mjs';
import { smallBenches } from './small-benches.mjs';

/** Printed by `--help`. */
export const help = `npm run bench -- [options]

  --quick               a smoke run of some seconds; its figures say nothing
  --rounds N            rounds of each concurrency (3)
  --names N             distinct names a round (200000)
  --concurrency N,...   outstanding queries (1,100,500,10000)
  --only NAME,...       contenders and small benches, all by default:
                        ${contenders.map(({ name }) => name).join(', ')}
                        ${smallBenches.map(({ name }) => name).join(', ')}
  --output FILE         where the result is kept (.cache/bench.json)
  --markdown            prints the tables as Markdown
`;

const options = {
  quick: { type: 'boolean', default: false },
  rounds: { type: 'string' },
  names: { type: 'string' },
  concurrency: { type: 'string' },
  only: { type: 'string' },
  output: { type: 'string', default: '.cache/bench.json' },
  markdown: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
};

/** Throws for what it does not understand. */
export function planFrom(argv) {
  const { values } = parseArgs({ args: argv, options });
  const { quick } = values;
  const chosen = values.only?.split(',');
  const known = new Set([...contenders, ...smallBenches].map(({ name }) => name));
  for (const name of chosen ?? []) if (!known.has(name)) throw new TypeError(`--only knows no ${name}`);
  const isChosen = ({ name }) => chosen === undefined || chosen.includes(name);
  return {
    quick,
    rounds: count('rounds', values.rounds ?? (quick ? '1' : '3')),
    names: count('names', values.names ?? (quick ? '500' : '200000')),
    concurrencies: (values.concurrency ?? (quick ? '100' : '1,100,500,10000'))
      .split(',')
      .map((text) => count('concurrency', text)),
    warmUp: quick ? 50 : 5000,
    contenders: contenders.filter(isChosen),
    smallBenches: smallBenches.filter(isChosen),
    output: values.output,
    markdown: values.markdown,
    help: values.help,
  };
}

function count(option, text) {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new TypeError(`--${option} takes numbers from 1, not ${text}`);
}
