import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Ended, run, start } from './command.js';
import { type ResumeFixture, startResumeFixture } from './resume-fixture.js';

let fixture: ResumeFixture;

beforeEach(async () => {
  fixture = await startResumeFixture();
});

afterEach(() => fixture.close());

async function writeNames(count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, n) => `host-${n}.example\n`);
  await writeFile(fixture.path('names.txt'), names.join(''));
}

function allQuestions(count: number, types: readonly string[]): readonly string[] {
  return Array.from({ length: count }, (_, index) => types.map((type) => `${index} ${type}`))
    .flat()
    .sort();
}

/**
 * Kills the command again and again, so many milliseconds after it began to ask, or every second time after it
 * wrote a checkpoint; lets it end at last.
 */
async function runKilled(argv: readonly string[], pauses: readonly number[]): Promise<Ended> {
  for (const [at, pause] of pauses.entries()) {
    const before = fixture.server.queryCount;
    const { child, ended } = start(...argv);
    while (fixture.server.queryCount === before && child.exitCode === null) await sleep(5);
    const checkpoint = await readCheckpoint();
    while (at % 2 === 1 && (await readCheckpoint()) === checkpoint) await sleep(5);
    await sleep(pause);
    child.kill('SIGKILL');
    const { code, stderr } = await ended;
    expect(code).toBeNull();
    expect(stderr).toMatch(/^(going on after [\d,]+ outcomes\n)?$/);
  }
  return run(argv);
}

function readCheckpoint(): Promise<string> {
  return readFile(fixture.path('out.checkpoint'), 'utf8');
}

describe('a run that is killed again and again', () => {
  it.each([
    { way: 'one thread', more: ['-t', 'A'], names: 9000, pauses: [300, 200, 900, 300, 500] },
    { way: 'two threads', more: ['-t', 'A,MX', '--workers', '2'], names: 3000, pauses: [300, 300] },
  ])(
    'has every line exactly once in the end: $way',
    async ({ more, names, pauses }) => {
      await writeNames(names);
      const types = more[1]?.split(',') ?? [];
      // So slow that each kill finds it at work.
      const argv = fixture.words('-f', fixture.path('names.txt'), '--rate', '3000', ...more);
      const { code, stderr } = await runKilled(argv, pauses);
      expect(await fixture.questions()).toStrictEqual(allQuestions(names, types));
      const count = `${types.length * names}`.replace('000', ',000');
      expect(stderr).toMatch(new RegExp(`^going on after [\\d,]+ outcomes\n${count} in = ${count} out`));
      // 2 where the machine was so busy that a question timed out; its line counts like any other.
      expect([0, 2]).toContain(code);
      expect(await readdir(fixture.path(''))).toStrictEqual(['names.txt', 'out']);
    },
    120_000,
  );
});

describe('a run that writes CSV and is killed again and again', () => {
  it('has one header, and every row exactly once with its columns', async () => {
    const list = Array.from({ length: 4000 }, (_, n) => `${n},host-${n}.example,"note, ${n}"\n`);
    await writeFile(fixture.path('list.csv'), `id,domain,note\n${list.join('')}`);
    const argv = fixture.words('-f', fixture.path('list.csv'), '--rate', '3000', '--csv');
    const { stderr } = await runKilled(argv, [300, 200, 400]);
    expect(stderr).toContain('4,000 in = 4,000 out');
    const rows: Record<string, string>[] = parse(await readFile(fixture.path('out'), 'utf8'), {
      columns: true,
    });
    const seen = rows.map((row) => `${row['index']} ${row['row.domain']} ${row['row.note']}`).sort();
    expect(seen).toStrictEqual(list.map((_, n) => `${n} host-${n}.example note, ${n}`).sort());
  }, 120_000);
});

describe('a run that is interrupted', () => {
  it('leaves what is in flight to the next one, which answers only that', async () => {
    await writeFile(fixture.path('names.txt'), 'a.example\nsilent.example\nx..y\nb.example TXT\n');
    const argv = fixture.words('-f', fixture.path('names.txt'), '-t', 'A,MX');
    const { child, ended } = start(...argv);
    await fixture.lines(5);
    child.kill('SIGINT');
    const first = await ended;
    expect(first.stderr).toMatch(/^stopped by SIGINT\n5 in = 5 out \(from 3 names\)/);
    expect(first.stderr).toContain('not complete: the same command goes on where it stopped\n');
    expect([first.code, first.stdout]).toStrictEqual([130, '']);
    expect(await fixture.questions()).toStrictEqual(['0 A', '0 MX', '2 A', '2 MX', '3 TXT']);
    fixture.silent = false;
    const asked = fixture.server.queryCount;
    const second = await run(argv);
    expect(fixture.server.queryCount - asked).toBe(2);
    expect(second.stderr).toMatch(/^going on after 5 outcomes\n7 in = 7 out \(from 4 names\)/);
    expect(await fixture.questions()).toStrictEqual(['0 A', '0 MX', '1 A', '1 MX', '2 A', '2 MX', '3 TXT']);
    expect(await readdir(fixture.path(''))).toStrictEqual(['names.txt', 'out']);
  });

  it('stops when its checkpoint cannot be written, and goes on when it can', async () => {
    const { child, ended } = start(...fixture.words());
    child.stdin.write('a.example\nb.example\n');
    await fixture.lines(2);
    // Where the next checkpoint is to be written; it may be there just now.
    while (
      !(await mkdir(fixture.path('out.checkpoint.new')).then(
        () => true,
        () => false,
      ))
    )
      await sleep(10);
    const { code, stderr } = await ended;
    expect(stderr.replaceAll(fixture.path(''), '')).toMatch(
      /^rxdns: cannot write \/out\.checkpoint: it is a directory\n2 in = 2 out/,
    );
    expect(code).toBe(74);
    await rmdir(fixture.path('out.checkpoint.new'));
    expect((await run(fixture.words(), 'a.example\nb.example\nc.example\n')).code).toBe(0);
    expect(await fixture.questions()).toStrictEqual(['0 A', '1 A', '2 A']);
    expect(await readdir(fixture.path(''))).toStrictEqual(['out']);
  });

  it('goes on from a pipe that gives the same again, and writes no second header', async () => {
    const names = 'a.example\nsilent.example\nb.example\n';
    const { child, ended } = start(...fixture.words('--table'));
    child.stdin.write(names);
    await fixture.lines(3);
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    fixture.silent = false;
    expect((await run(fixture.words('--table'), names)).code).toBe(0);
    const rows = (await readFile(fixture.path('out'), 'utf8')).split('\n');
    expect(rows.map((row) => row.split(' ')[0])).toStrictEqual([
      'NAME',
      'a.example',
      'b.example',
      'silent.example',
      '',
    ]);
  });
});
