import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import { run } from './command.js';

let server: NameServer;
let folder: string;

beforeAll(async () => {
  server = await startNameServer({ zone: '$ORIGIN example.\n@ SOA ns hm 1 2 3 4 5\na 300 A 192.0.2.1\n' });
});

afterAll(() => server.close());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rxdns-'));
});

afterEach(() => rm(folder, { recursive: true }));

function path(name: string): string {
  return join(folder, name);
}

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
    expect(stderr.replaceAll(folder, '')).toBe(
      'rxdns: cannot write /nowhere/out: there is no directory /nowhere\n',
    );
    expect(code).toBe(74);
    await writeFile(path('names.txt'), 'a.example\n');
    const below = await run(['-f', path('names.txt'), '-o', join(path('names.txt'), 'out')]);
    expect(below.stderr.replaceAll(folder, '')).toBe(
      'rxdns: cannot write /names.txt/out: a part of the path is not a directory\n',
    );
    expect(below.code).toBe(74);
    const full = await run(['-s', server.address, '-o', '/dev/full', 'a.example']);
    expect(full.stderr).toMatch(/^rxdns: cannot write to \/dev\/full: no space left\n/);
    expect(full.code).toBe(74);
  });
});
