import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startNameServer } from '../../src/nameserver/index.js';
import { startPortNotingServer } from '../port-counting.js';
import { parseLines, run, start } from './command.js';
import { type Fixture, startFixture } from './fixture.js';

let fixture: Fixture;

beforeAll(async () => {
  fixture = await startFixture();
});

afterAll(() => fixture.close());

/** Lines of every kind, most of them good. */
function mixedLines(): string {
  const odd = [
    'x..y',
    'a.example FOO',
    '192.0.2.1',
    'b\u00fccher.example',
    'broken.example',
    'b.example AAAA',
  ];
  const own = [`a.example A,TXT @127.0.0.1:1 @${fixture.server.address}`, 'a.example A @nowhere', 'e\\256.x'];
  const lines = Array.from({ length: 300 }, (_, n) => (n % 3 === 0 ? 'a.example' : `no-${n}.example`));
  const all = lines.flatMap((line, n) => (n % 30 === 0 ? [line, ...odd, '# nothing', ...own] : [line]));
  return `${all.join('\n')}\n`;
}

/** Output lines without what differs from run to run (durations, TTLs that the cache counts down), in order. */
function comparable(stdout: string): readonly string[] {
  const lines = stdout
    .split('\n')
    .map((line) => line.replace(/"(elapsed|attempts|ttl)":[\d.]+| +\d+ {2}/g, ''));
  return lines.sort();
}

describe('with several workers', () => {
  it.each<[string, string]>([
    ['JSON', '--json'],
    ['a table of some statuses', '--table --status SERVFAIL,BADNAME,NXDOMAIN'],
    ['values', '--short'],
  ])('%s holds the same lines as with one', async (_, option) => {
    const one = await fixture.ask(`-q -t A,MX ${option} --workers 1`, mixedLines());
    const several = await fixture.ask(`-q -t A,MX ${option} --workers 3`, mixedLines());
    expect(comparable(several.stdout)).toStrictEqual(comparable(one.stdout));
    expect(one.stdout.split('\n').length).toBeGreaterThan(50);
    if (option.startsWith('--table')) expect(several.stdout.indexOf('NAME ')).toBe(0);
    expect([several.code, several.stderr]).toStrictEqual([one.code, '']);
  });

  it('the counts add up, by status and by server', async () => {
    const path = join(fixture.folder, 'counts.json');
    const line = `-c 64 --timeout 10000 --workers 3 --progress json --summary ${path} -t A,MX`;
    const list = Array.from({ length: 200 }, (_, n) => `no-${n}.example`);
    const { code } = await fixture.ask(line, `a.example\nx..y\n${list.join('\n')}\n`);
    const summary: unknown = JSON.parse(await readFile(path, 'utf8'));
    const number = expect.any(Number);
    expect(summary).toMatchObject({
      inputs: 202,
      in: 404,
      out: 404,
      statuses: { NXDOMAIN: 400, NOERROR: 2, BADNAME: 2 },
      // More may be sent than answered where the machine is slow.
      servers: { [fixture.server.address]: { sent: number, answered: 402, p50: number, p99: number } },
    });
    expect(code).toBe(2);
  });

  it('an outcome comes as soon as it is there, though the input stays open', async () => {
    const { child, lines, ended } = start('-s', fixture.server.address, '--workers', '2', '-t', 'A');
    child.stdin.write('silent.example\na.example\n');
    await lines(1);
    child.stdin.write('b.example\n');
    await lines(2);
    child.kill('SIGINT');
    const outcomes = parseLines((await ended).stdout);
    expect(outcomes.map(({ input }) => input)).toStrictEqual(['a.example', 'b.example', 'silent.example']);
  });

  it('the options reach each of them', async () => {
    const { stdout } = await fixture.ask(
      '--workers 2 --timeout 200 --tries 2',
      'silent.example\nsilent.example MX\n',
    );
    // Two attempts over UDP, and the last round over TCP.
    expect(parseLines(stdout)).toMatchObject([
      { status: 'TIMEOUT', attempts: 3 },
      { status: 'TIMEOUT', attempts: 3 },
    ]);
    const late = await fixture.ask('--workers 2 --deadline 300', 'silent.example\nsilent.example MX\n');
    expect(parseLines(late.stdout)).toMatchObject([{ status: 'TIMEOUT' }, { status: 'TIMEOUT' }]);
    for (const { elapsed } of parseLines(late.stdout)) expect(Number(elapsed)).toBeLessThan(1900);
  });

  it.each<[number, number, number, number]>([
    [4, 2, 4, 8],
    [5, 3, 5, 11],
    [1, 3, 3, 9],
  ])(
    'of -c %i, %i have a part each: %i questions are out, %i are taken from the input',
    async (concurrency, workers, out, taken) => {
      const asked = new Set<string>();
      await using server = await startNameServer({
        respond: ({ name }) => {
          asked.add(name);
          return { kind: 'drop' };
        },
      });
      const words = ['-c', String(concurrency), '--workers', String(workers), '--timeout', '60000'];
      const { child, said, ended } = start('-s', server.address, '--progress', 'json', ...words);
      child.stdin.end(Array.from({ length: 40 }, (_, n) => `n${n}.example`).join('\n'));
      while (asked.size < out) await sleep(20);
      await said('"progress"');
      expect(asked.size).toBe(out);
      child.kill('SIGINT');
      await sleep(50);
      child.kill('SIGINT');
      const { code, stderr } = await ended;
      expect(code).toBe(130);
      expect(parseLines(stderr).at(-1)).toMatchObject({ progress: { done: 0, inFlight: taken } });
    },
  );
});

describe('ports and transaction ids of several workers', () => {
  it('are all drawn anew: no worker has the sequence of another', async () => {
    await using server = await startPortNotingServer();
    const names = Array.from({ length: 900 }, (_, n) => `n${n}.example`).join('\n');
    const { stderr } = await run(
      ['-s', server.address, '--workers', '3', '-c', '30', '--timeout', '20000'],
      names,
    );
    expect(stderr).toContain('900 in = 900 out');
    const { ids, ports } = server;
    expect(ids.length).toBeGreaterThanOrEqual(900);
    // By chance 6 of 900 ids are drawn twice (900² / 2 / 65,536); from one sequence in three, 600.
    expect(ids.length - new Set(ids).size).toBeLessThan(30);
    // 16 equal parts of the range: each has 56 on average, with a deviation of 7.
    const parts = Array.from({ length: 16 }, (_, part) => ids.filter((id) => id >> 12 === part).length);
    expect(Math.min(...parts)).toBeGreaterThan(56 - 5 * 7);
    expect(Math.max(...parts)).toBeLessThan(56 + 5 * 7);
    // Within the budget of 1,000 a second each query has a fresh port; the kernel may give a closed one again.
    expect(new Set(ports).size).toBeGreaterThan(800);
    expect(longestRun(ports)).toBeLessThan(8);
  });
});

/** The most ports in a row that rise by 1 or 2, as those of a counter do. */
function longestRun(ports: readonly number[]): number {
  let longest = 0;
  let current = 0;
  for (const [at, port] of ports.entries()) {
    const step = port - (ports[at - 1] ?? port);
    current = step === 1 || step === 2 ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest;
}
