import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import { parseLines, type Running, startIn } from './command.js';

const preload = new URL('./dying-thread.mjs', import.meta.url).href;
const names = Array.from({ length: 40 }, (_, n) => `host-${n}.example`);

let server: NameServer;
/** While this is so, questions for MX get no answer. */
let holding = true;
let folder: string;

beforeAll(async () => {
  server = await startNameServer({
    respond: ({ name, type }) => {
      if (type === 'MX' && holding) return { kind: 'drop' };
      return { kind: 'answer', answers: [{ name, type: 'A', address: '192.0.2.1' }] };
    },
  });
});

beforeEach(async () => {
  holding = true;
  folder = await mkdtemp(join(tmpdir(), 'rxdns-'));
});

afterEach(() => rm(folder, { recursive: true }));

afterAll(() => server.close());

/** Starts the command so that so many worker threads die of `deadly.example`, see dying-thread.mjs. */
function startDying(way: string, times: number, ...argv: readonly string[]): Running {
  // The bound on the heap is that of each thread.
  const variables = {
    DYING: `${way} ${times} ${folder}`,
    NODE_OPTIONS: `--import ${preload} --max-old-space-size=64`,
  };
  return startIn(variables, '-s', server.address, ...argv);
}

describe('a worker thread that dies', () => {
  it.each<[string, string]>([
    ['throw', 'thrown on purpose'],
    ['exit', 'exit code 9'],
    ['memory', 'Worker terminated due to reaching memory limit: JS heap out of memory'],
  ])('by %s loses nothing: the other asks what it had, and goes on with the list', async (way, reason) => {
    const { child, lines, said, ended } = startDying(way, 1, '--workers', '2', '-t', 'A,MX');
    child.stdin.write(`${names.join('\n')}\n`);
    await lines(names.length);
    child.stdin.write('deadly.example\n');
    await said('died');
    holding = false;
    child.stdin.end('later.example\n');
    const { code, stdout, stderr } = await ended;
    const outcomes = parseLines(stdout);
    const inputs = [...names, 'deadly.example', 'later.example'];
    const expected = inputs.flatMap((input) => [`${input} A NOERROR`, `${input} MX NODATA`]);
    expect(outcomes.map(({ input, type, status }) => `${input} ${type} ${status}`).sort()).toStrictEqual(
      expected.sort(),
    );
    const [notice, counts] = stderr.split('\n');
    const [, given, left] = /^rxdns: a worker thread died \((.*)\): (\d+) questions go to the 1 left$/.exec(
      notice ?? '',
    ) ?? ['', '', ''];
    expect(given).toBe(reason);
    // Both of the deadly name, and MX of those given to it before.
    expect(Number(left)).toBeGreaterThan(10);
    expect(counts).toContain('84 in = 84 out (from 42 names)');
    expect(code).toBe(0);
  });

  it('of a question that another one died of has it cancelled', async () => {
    const { child, ended } = startDying('exit', 2, '--workers', '3');
    child.stdin.end('deadly.example\n');
    const { code, stdout, stderr } = await ended;
    expect(parseLines(stdout)).toMatchObject([
      {
        input: 'deadly.example',
        status: 'CANCELLED',
        error: { code: 'ECANCELLED', message: 'two worker threads died that had this question' },
      },
    ]);
    expect(stderr).toContain('1 in = 1 out');
    expect(code).toBe(3);
  });

  it('as the last one ends the run: what was read has an outcome, the exit code is that of a fault', async () => {
    const { child, lines, ended } = startDying('exit', 2, '--workers', '2', '-t', 'A,MX');
    child.stdin.write(`${names.join('\n')}\nx..y\n`);
    await lines(names.length + 2);
    // The input stays open: the end of the run does not wait for its end.
    child.stdin.write('deadly.example\n');
    const { code, stdout, stderr } = await ended;
    const outcomes = parseLines(stdout);
    expect(new Set(outcomes.map(({ index, type }) => `${index} ${type}`)).size).toBe(84);
    expect(outcomes.length).toBe(84);
    expect(outcomes.filter(({ status }) => status === 'CANCELLED').length).toBe(names.length + 2);
    expect(stderr).toContain('(exit code 9): none is left\n');
    expect(stderr).toContain('rxdns: every worker thread died\n84 in = 84 out');
    expect(code).toBe(70);
  });
});
