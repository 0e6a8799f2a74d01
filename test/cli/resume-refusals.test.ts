import { appendFile, copyFile, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run, start } from './command.js';
import { type ResumeFixture, startResumeFixture } from './resume-fixture.js';

let fixture: ResumeFixture;

beforeEach(async () => {
  fixture = await startResumeFixture();
});

afterEach(() => fixture.close());

describe('what cannot be resumed', () => {
  /** A run that stopped after two of three names. */
  async function interrupt(): Promise<void> {
    await writeFile(fixture.path('names.txt'), 'a.example\nb.example\nsilent.example\n');
    const { child, ended } = start(...fixture.words('-f', fixture.path('names.txt')));
    await fixture.lines(2);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(143);
    await copyFile(fixture.path('out'), fixture.path('kept'));
  }

  async function refusal(argv: readonly string[], input = ''): Promise<string> {
    const { code, stdout, stderr } = await run(argv, input);
    expect([code, stdout]).toStrictEqual([64, '']);
    expect(await readFile(fixture.path('out'))).toStrictEqual(await readFile(fixture.path('kept')));
    return stderr.split('\n')[0]?.replaceAll(fixture.path(''), '') ?? '';
  }

  it('is another plan or another input, and the output stays as it was', async () => {
    await interrupt();
    const file = ['-f', fixture.path('names.txt')];
    await writeFile(fixture.path('summary'), 'the last one');
    expect(await refusal(fixture.words(...file, '-t', 'MX', '--summary', fixture.path('summary')))).toBe(
      'rxdns: cannot resume: the types was "A", and is "MX"',
    );
    expect(await readFile(fixture.path('summary'), 'utf8')).toBe('the last one');
    expect(await refusal(fixture.words(...file, '--short'))).toBe(
      'rxdns: cannot resume: --format was "json", and is "short"',
    );
    expect(await refusal(fixture.words(...file, '--status', 'NOERROR'))).toBe(
      'rxdns: cannot resume: --status was "all", and is "NOERROR"',
    );
    expect(await refusal(['-s', fixture.server.address, '-o', fixture.path('out'), ...file])).toBe(
      'rxdns: /out is not complete: go on with --resume, or delete /out.checkpoint to write it anew',
    );
    await writeFile(fixture.path('names.txt'), 'a.example\nc.example\nsilent.example\n');
    expect(await refusal(fixture.words(...file))).toBe(
      'rxdns: cannot resume: the input has changed: its first 3 names are not those that were asked',
    );
    await appendFile(fixture.path('names.txt'), 'd.example\n');
    expect(await refusal(fixture.words(...file))).toBe(
      'rxdns: cannot resume: the size of the input was "35", and is "45"',
    );
  });

  it('is an output that is cut, complete, or no file, and a checkpoint of something else', async () => {
    await interrupt();
    const argv = fixture.words('-f', fixture.path('names.txt'));
    await truncate(fixture.path('out'), 3);
    await copyFile(fixture.path('out'), fixture.path('kept'));
    expect(await refusal(argv)).toMatch(/^rxdns: cannot resume: \/out has 3 octets, and \d+ were written$/);
    await writeFile(fixture.path('out.checkpoint'), '{"version":2}\n');
    expect(await refusal(argv)).toBe('rxdns: /out.checkpoint is not a checkpoint of this version of rxdns');
    await rm(fixture.path('out.checkpoint'));
    expect(await refusal(argv)).toBe(
      'rxdns: nothing to resume: /out is complete, or was not begun with --resume',
    );
    expect(await refusal(['-o', '/dev/null', '--resume', 'a.example'])).toBe(
      'rxdns: --resume needs a file that can be cut, which /dev/null is not',
    );
  });

  it('is an input that ends too soon', async () => {
    const { child, ended } = start(...fixture.words());
    child.stdin.write('a.example\nb.example\n');
    await fixture.lines(2);
    child.kill('SIGTERM');
    await ended;
    await copyFile(fixture.path('out'), fixture.path('kept'));
    expect(await refusal(fixture.words(), 'a.example\n')).toBe(
      'rxdns: cannot resume: the input has changed: it had 2 names or more, and has 1',
    );
  });
});
