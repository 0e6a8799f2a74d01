import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { type FuzzResult, findFault, fuzz } from '../fuzz/fuzz.js';
import { fromHex, fromText, toHex, toText } from '../fuzz/input.js';
import { mutate } from '../fuzz/mutate.js';
import { regressions } from '../fuzz/regressions.js';
import { SeededRandom } from '../fuzz/seeded-random.js';
import { findTarget, targets } from '../fuzz/targets.js';

const seedOfTheDay = randomInt(2 ** 32);
const mutations = 2000;
const nothing = 'nothing found';

/** What was found, as someone needs it to look into it. */
function explain({ finding }: FuzzResult, seed: number): string {
  if (finding === undefined) return nothing;
  return `${String(finding.error)}; seed ${seed}, input ${toHex(finding.input)}`;
}

afterAll(() => console.log(`fuzz: the random seed was ${seedOfTheDay}`));

describe.each(targets)('$name', (target) => {
  it('holds for its seeds and 2,000 mutations, the same ones each time', () => {
    const result = fuzz(target, {
      seed: 1,
      goOn: (executions) => executions < target.seeds.length + mutations,
    });
    expect(explain(result, 1)).toBe(nothing);
    expect(result.executions).toBeGreaterThanOrEqual(target.seeds.length + mutations);
  });

  it('holds for other mutations each time', () => {
    const end = performance.now() + 200;
    const result = fuzz(target, { seed: seedOfTheDay, goOn: () => performance.now() < end });
    expect(explain(result, seedOfTheDay)).toBe(nothing);
  });
});

describe('what once broke', () => {
  it.each(regressions)('$target: $what', ({ target: name, hex }) => {
    const target = findTarget(name);
    expect(target?.name).toBe(name);
    if (target !== undefined) expect(findFault(target, fromHex(hex))).toBeUndefined();
  });
});

describe('the fuzzer', { timeout: 90_000 }, () => {
  it('draws the same mutations for the same seed', () => {
    const mutation = (seed: number) => {
      const random = new SeededRandom(seed);
      const input = fromText('an input');
      return Array.from({ length: 20 }, () =>
        mutate(input, { random, corpus: [input], tokens: [], maxLength: 64 }),
      );
    };
    expect(mutation(5)).toStrictEqual(mutation(5));
    expect(mutation(5)).not.toStrictEqual(mutation(6));
    expect(mutation(5).every(({ length }) => length <= 64)).toBe(true);
  });

  it('makes texts of octets, and octets of them again', () => {
    const octets = Uint8Array.from({ length: 256 }, (_, octet) => octet);
    expect(fromText(toText(octets))).toStrictEqual(octets);
  });

  it('finds a planted fault by what the inputs before it reached, and makes it small', () => {
    const { status, stderr } = run('--target', 'planted-fault', '--seconds', '60', '--seed', '1');
    expect(stderr).toContain(
      "{ target: 'planted-fault', what: \"the planted fault was reached\", hex: '172ad4' },",
    );
    expect(status).toBe(1);
  });

  it('tells of an input that never ends', () => {
    const { status, stderr } = run('--target', 'planted-loop', '--seconds', '5', '--seed', '1');
    expect(stderr).toMatch(/planted-loop: an input that runs for more than 5000 ms\n\d+ octets: [89a-f]/);
    expect(status).toBe(1);
  });

  it('ends well when nothing is found', () => {
    const { status, stdout, stderr } = run('--target', 'server-string', '--seconds', '0.5', '--seed', '7');
    expect(stdout).toMatch(
      /^seed 7, 0.5 s\nserver-string +\d+ runs +\d+ inputs kept +\d+ characters of code reached\n$/,
    );
    expect({ status, stderr }).toStrictEqual({ status: 0, stderr: '' });
  });

  it.each([
    [['--target', 'nothing'], 1, 'no target is called nothing\n'],
    [['--seconds', 'x'], 64, '--seconds and --seed take numbers\n'],
  ])('refuses %j', (options, status, stderr) => {
    expect(run(...options)).toMatchObject({ status, stderr });
  });
});

/** `npm run fuzz` with these options, in a process of its own: it takes V8's counters of coverage for itself. */
function run(...options: readonly string[]) {
  const command = fileURLToPath(new URL('../fuzz/run.mjs', import.meta.url));
  return spawnSync(process.execPath, [command, ...options], { encoding: 'utf8' });
}
