import { appendFile, copyFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import { type Ended, parseLines, run, start } from './command.js';

let server: NameServer;
let folder: string;
let silent = true;
const asked = new Set<string>();

beforeAll(async () => {
  server = await startNameServer({
    respond: ({ name, type }) => {
      if (silent && name.startsWith('silent')) return { kind: 'drop' };
      // One in fifty loses its first query, so that it is open while a thousand behind it are finished.
      const question = `${name} ${type}`;
      if (name.endsWith('50.example') && !asked.has(question)) {
        asked.add(question);
        return { kind: 'drop' };
      }
      if (type !== 'A') return { kind: 'answer' };
      return { kind: 'answer', answers: [{ name, type: 'A', address: '192.0.2.1' }] };
    },
  });
});

afterAll(() => server.close());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rxdns-'));
  silent = true;
  asked.clear();
});

afterEach(() => rm(folder, { recursive: true }));

function path(name: string): string {
  return join(folder, name);
}

/** Resolves once so many lines are in the output. */
async function lines(count: number): Promise<void> {
  const text = (): Promise<string> => readFile(path('out'), 'utf8').catch(() => '');
  while ((await text()).split('\n').length <= count) await sleep(20);
}

async function writeNames(count: number, prefix = 'host'): Promise<void> {
  const names = Array.from({ length: count }, (_, n) => `${prefix}-${n}.example\n`);
  await writeFile(path('names.txt'), names.join(''));
}

/** The command line of a run that can be resumed, with more words. */
function words(...more: readonly string[]): readonly string[] {
  return ['-s', server.address, '-o', path('out'), '--resume', ...more];
}

/** The questions of the output, sorted; a line that is not whole fails. */
async function questions(): Promise<readonly string[]> {
  const lines = parseLines(await readFile(path('out'), 'utf8'));
  return lines.map(({ index, type }) => `${index} ${type}`).sort();
}

function allQuestions(count: number, types: readonly string[]): readonly string[] {
  return Array.from({ length: count }, (_, index) => types.map((type) => `${index} ${type}`))
    .flat()
    .sort();
}

/** Kills the command again and again, so many milliseconds after it began to ask, and lets it end at last. */
async function runKilled(argv: readonly string[], pauses: readonly number[]): Promise<Ended> {
  for (const pause of pauses) {
    const before = server.queryCount;
    const { child, ended } = start(...argv);
    while (server.queryCount === before && child.exitCode === null) await sleep(5);
    await sleep(pause);
    child.kill('SIGKILL');
    const { code, stderr } = await ended;
    expect([code, stderr]).toStrictEqual([null, '']);
  }
  return run(argv);
}

describe('a run that is killed again and again', () => {
  it.each([
    ['-t A, one thread', ['-t', 'A'], [300, 700, 1300, 550, 1000]],
    ['-t A,MX, three threads', ['-t', 'A,MX', '--workers', '3'], [800, 1300, 600]],
  ] as const)(
    'has every line exactly once in the end: %s',
    async (_, more, pauses) => {
      const types = more[1].split(',');
      const count = 12_000 / types.length;
      await writeNames(count);
      // So slow that each kill finds it at work.
      const argv = words('-f', path('names.txt'), '--rate', '3000', ...more);
      const { code, stderr } = await runKilled(argv, pauses);
      expect(await questions()).toStrictEqual(allQuestions(count, types));
      expect(stderr).toContain('12,000 in = 12,000 out');
      // 2 where the machine was so busy that a question timed out; its line counts like any other.
      expect([0, 2]).toContain(code);
      expect(await readdir(folder)).toStrictEqual(['names.txt', 'out']);
    },
    90_000,
  );
});

describe('a run that is interrupted', () => {
  it('leaves what is in flight to the next one, which answers only that', async () => {
    await writeFile(path('names.txt'), 'a.example\nsilent.example\nx..y\nb.example TXT\n');
    const argv = words('-f', path('names.txt'), '-t', 'A,MX');
    const { child, ended } = start(...argv);
    await lines(5);
    child.kill('SIGINT');
    const first = await ended;
    expect(first.stderr).toMatch(/^stopped by SIGINT\n5 in = 5 out \(from 3 names\)/);
    expect(first.stderr).toContain('not complete: the same command goes on where it stopped\n');
    expect([first.code, first.stdout]).toStrictEqual([130, '']);
    expect(await questions()).toStrictEqual(['0 A', '0 MX', '2 A', '2 MX', '3 TXT']);
    silent = false;
    const asked = server.queryCount;
    const second = await run(argv);
    expect(server.queryCount - asked).toBe(2);
    expect(second.stderr).toMatch(/^7 in = 7 out \(from 4 names\)/);
    expect(await questions()).toStrictEqual(['0 A', '0 MX', '1 A', '1 MX', '2 A', '2 MX', '3 TXT']);
    expect(await readdir(folder)).toStrictEqual(['names.txt', 'out']);
  });

  it('goes on from a pipe that gives the same again, and writes no second header', async () => {
    const names = 'a.example\nsilent.example\nb.example\n';
    const { child, ended } = start(...words('--table'));
    child.stdin.write(names);
    await lines(3);
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    silent = false;
    expect((await run(words('--table'), names)).code).toBe(0);
    const rows = (await readFile(path('out'), 'utf8')).split('\n');
    expect(rows.map((row) => row.split(' ')[0])).toStrictEqual([
      'NAME',
      'a.example',
      'b.example',
      'silent.example',
      '',
    ]);
  });
});

describe('what cannot be resumed', () => {
  /** A run that stopped after two of three names. */
  async function interrupt(): Promise<void> {
    await writeFile(path('names.txt'), 'a.example\nb.example\nsilent.example\n');
    const { child, ended } = start(...words('-f', path('names.txt')));
    await lines(2);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(143);
    await copyFile(path('out'), path('kept'));
  }

  async function refusal(argv: readonly string[], input = ''): Promise<string> {
    const { code, stdout, stderr } = await run(argv, input);
    expect([code, stdout]).toStrictEqual([64, '']);
    expect(await readFile(path('out'))).toStrictEqual(await readFile(path('kept')));
    return stderr.split('\n')[0]?.replaceAll(folder, '') ?? '';
  }

  it('is another plan or another input, and the output stays as it was', async () => {
    await interrupt();
    const file = ['-f', path('names.txt')];
    expect(await refusal(words(...file, '-t', 'MX'))).toBe(
      'rxdns: cannot resume: the types was "A", and is "MX"',
    );
    expect(await refusal(words(...file, '--short'))).toBe(
      'rxdns: cannot resume: --format was "json", and is "short"',
    );
    expect(await refusal(words(...file, '--status', 'NOERROR'))).toBe(
      'rxdns: cannot resume: --status was "all", and is "NOERROR"',
    );
    expect(await refusal(['-s', server.address, '-o', path('out'), ...file])).toBe(
      'rxdns: /out is not complete: go on with --resume, or delete /out.checkpoint to write it anew',
    );
    await writeFile(path('names.txt'), 'a.example\nc.example\nsilent.example\n');
    expect(await refusal(words(...file))).toBe(
      'rxdns: cannot resume: the input has changed: its first 3 names are not those that were asked',
    );
    await appendFile(path('names.txt'), 'd.example\n');
    expect(await refusal(words(...file))).toBe(
      'rxdns: cannot resume: the size of the input was "35", and is "45"',
    );
  });

  it('is an output that is cut, complete, or no file, and a checkpoint of something else', async () => {
    await interrupt();
    const argv = words('-f', path('names.txt'));
    await truncate(path('out'), 3);
    await copyFile(path('out'), path('kept'));
    expect(await refusal(argv)).toMatch(/^rxdns: cannot resume: \/out has 3 octets, and \d+ were written$/);
    await writeFile(path('out.checkpoint'), '{"version":2}\n');
    expect(await refusal(argv)).toBe('rxdns: /out.checkpoint is not a checkpoint of this version of rxdns');
    await rm(path('out.checkpoint'));
    expect(await refusal(argv)).toBe(
      'rxdns: nothing to resume: /out is complete, or was not begun with --resume',
    );
    expect(await refusal(['-o', '/dev/null', '--resume', 'a.example'])).toBe(
      'rxdns: --resume needs a file that can be cut, which /dev/null is not',
    );
  });

  it('is an input that ends too soon', async () => {
    const { child, ended } = start(...words());
    child.stdin.write('a.example\nb.example\n');
    await lines(2);
    child.kill('SIGTERM');
    await ended;
    await copyFile(path('out'), path('kept'));
    expect(await refusal(words(), 'a.example\n')).toBe(
      'rxdns: cannot resume: the input has changed: it had 2 names or more, and has 1',
    );
  });
});

describe('-o', () => {
  it('writes to the file what standard output would have, over what was there', async () => {
    await writeFile(path('out'), 'old\n'.repeat(1000));
    const argv = ['-s', server.address, '-q', '--short', '-o', path('out'), 'a.example'];
    expect(await run(argv)).toStrictEqual({ code: 0, stdout: '', stderr: '' });
    expect(await readFile(path('out'), 'utf8')).toBe('192.0.2.1\n');
    expect(await readdir(folder)).toStrictEqual(['out']);
  });

  it('says why a file cannot be written', async () => {
    const { code, stderr } = await run(['-o', join(path('nowhere'), 'out'), 'a.example']);
    expect(stderr.replaceAll(folder, '')).toBe('rxdns: cannot write /nowhere/out: there is no such file\n');
    expect(code).toBe(74);
    const full = await run(['-s', server.address, '-o', '/dev/full', 'a.example']);
    expect(full.stderr).toMatch(/^rxdns: cannot write to \/dev\/full: no space left\n/);
    expect(full.code).toBe(74);
  });
});
