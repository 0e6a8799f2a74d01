import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const script = fileURLToPath(new URL('../examples/distributed/sizing.mjs', import.meta.url));
const page = new URL('../docs/many-machines.md', import.meta.url);

async function size(...argv: readonly string[]): Promise<string> {
  return (await promisify(execFile)(process.execPath, [script, ...argv])).stdout;
}

it('the sizing table of the documentation is that of the figure above it', async () => {
  const text = await readFile(page, 'utf8');
  const [, lookup = ''] = /\| q \|[^|]*\| ([\d.]+) µs/.exec(text) ?? [];
  expect(text).toContain(`\n\n${await size('--lookup', lookup)}\n`);
});

it('the sizing table ends where the sink is full', async () => {
  const costs = ['--lookup', '40', '--queue', '6', '--lines', '4', '--nats', '10', '--resolver', '50000'];
  const rows = (await size(...costs)).split('\n').slice(2, -2);
  // A worker takes 50 µs for a name, and the sink a fifth of that.
  expect(rows).toStrictEqual([
    '| 1 | 20,000/s | 1 | 0.20 | 14 h |',
    '| 2 | 40,000/s | 1 | 0.40 | 6.9 h |',
    '| 4 | 80,000/s | 2 | 0.80 | 3.5 h |',
    '| 5 | 100,000/s | 2 | 1.00 | 2.8 h |',
    '',
  ]);
  await expect(size('--lookup', '0')).rejects.toThrow('--lookup is 0; it has to be a number above 0');
});
