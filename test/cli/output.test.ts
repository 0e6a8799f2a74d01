import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseLines, run } from './command.js';
import { type Fixture, startFixture } from './fixture.js';

let fixture: Fixture;

beforeAll(async () => {
  fixture = await startFixture();
});

afterAll(() => fixture.close());

describe('the output', () => {
  it('is one line of JSON for each input and type, also from a file', async () => {
    const names = join(fixture.folder, 'names.txt');
    await writeFile(names, '# two names\r\na.example\r\n\r\nnope.example # none\r\n');
    const { code, stdout, stderr } = await fixture.ask(`-f ${names} -t A,MX`);
    const lines = parseLines(stdout).map(({ elapsed, ...line }) => {
      expect(elapsed).toBeTypeOf('number');
      return line;
    });
    lines.sort((x, y) => `${x['index']}${x['type']}`.localeCompare(`${y['index']}${y['type']}`));
    const head = { name: 'a.example', class: 'IN', ttl: 300 };
    const common = { ttl: 300, server: fixture.server.address, attempts: 1 };
    const negative = { ...common, ttl: 60, records: [], status: 'NXDOMAIN' };
    expect(lines).toStrictEqual([
      {
        ...{ ...common, input: 'a.example', index: 0, name: 'a.example', type: 'A', status: 'NOERROR' },
        records: [
          { ...head, type: 'A', address: '192.0.2.1' },
          { ...head, type: 'A', address: '192.0.2.2' },
        ],
      },
      {
        ...{ ...common, input: 'a.example', index: 0, name: 'a.example', type: 'MX', status: 'NOERROR' },
        records: [{ ...head, type: 'MX', preference: 10, exchange: 'mx.example' }],
      },
      {
        ...{ ...negative, input: 'nope.example', index: 1, name: 'nope.example', type: 'A' },
        error: { code: 'ENOTFOUND', message: 'A nope.example: the name does not exist' },
      },
      {
        ...{ ...negative, input: 'nope.example', index: 1, name: 'nope.example', type: 'MX' },
        error: { code: 'ENOTFOUND', message: 'MX nope.example: the name does not exist' },
      },
    ]);
    expect(code).toBe(0);
    expect(stderr.split('\n')[0]).toMatch(/^4 in = 4 out \(from 2 names\) in \d\.\d\d s, [\d,]+\/s$/);
    expect(stderr.split('\n')[1]).toBe('NOERROR 2 (50.0 %)  NXDOMAIN 2 (50.0 %)');
    expect(stderr.split('\n')[2]).toMatch(
      new RegExp(`^${fixture.server.address}: 4 sent, 4 answered, p50 .* ms, p99 .* ms$`),
    );
  });

  it('is a table or values where that is asked for', async () => {
    const table = await fixture.ask('--table -q -c 1 a.example nope.example');
    expect(table).toStrictEqual({
      code: 0,
      stderr: '',
      stdout: [
        'NAME          TYPE   STATUS          TTL  VALUE',
        'a.example     A      NOERROR         300  192.0.2.1',
        '                                          192.0.2.2',
        'nope.example  A      NXDOMAIN         60  A nope.example: the name does not exist',
        '',
      ].join('\n'),
    });
    const values = await fixture.ask('--short -q -c 1 a.example TXT MX');
    expect(values).toStrictEqual({
      code: 0,
      stderr: '',
      stdout: '"hello \\"world\\"" "two"\n10 mx.example.\n',
    });
  });

  it('takes words, an address, a Unicode name, and lines with types and servers of their own', async () => {
    const words = await fixture.ask('-q -c 1 --short 192.0.2.1 b\u00fccher.example');
    expect(words.stdout).toBe('a.example.\n192.0.2.4\n');
    const input = `a.example MX\n\tb.example\nb.example A @127.0.0.1:1 @${fixture.server.address}\na.example A @nowhere\n`;
    const lines = parseLines((await fixture.ask('-c 1', input)).stdout);
    expect(lines.map(({ input, type, status, server }) => [input, type, status, server])).toStrictEqual([
      ['a.example MX', 'MX', 'NOERROR', fixture.server.address],
      ['b.example', 'A', 'NOERROR', fixture.server.address],
      [`b.example A @127.0.0.1:1 @${fixture.server.address}`, 'A', 'NOERROR', fixture.server.address],
      ['a.example A @nowhere', 'A', 'BADSTR', undefined],
    ]);
  });

  it('holds only the statuses asked for, while all of them count', async () => {
    const { stdout, stderr, code } = await fixture.ask(
      '--status NXDOMAIN,BADNAME',
      'a.example\nnope.example\nx..y\n',
    );
    expect(
      parseLines(stdout)
        .map(({ status }) => status)
        .sort(),
    ).toStrictEqual(['BADNAME', 'NXDOMAIN']);
    expect(stderr).toContain('3 in = 3 out');
    expect(code).toBe(2);
  });
});

describe('reports', () => {
  it('go to a file as JSON, and to standard error as JSON', async () => {
    const path = join(fixture.folder, 'summary.json');
    const input = 'a.example\nbroken.example\nx..y\n';
    const { code, stderr } = await fixture.ask(`--summary ${path} --progress json -t A,MX`, input);
    const summary: unknown = JSON.parse(await readFile(path, 'utf8'));
    expect(summary).toStrictEqual({
      inputs: 3,
      in: 6,
      out: 6,
      statuses: { NOERROR: 2, SERVFAIL: 2, BADNAME: 2 },
      elapsed: expect.any(Number),
      rate: expect.any(Number),
      servers: {
        [fixture.server.address]: { sent: 8, answered: 8, p50: expect.any(Number), p99: expect.any(Number) },
      },
      exitCode: 2,
    });
    expect(JSON.parse(stderr)).toStrictEqual({ summary });
    expect(code).toBe(2);
  });

  it('tell how far a run is, every second', async () => {
    const { stderr } = await fixture.ask('--progress json --timeout 1200 --tries 1 silent.example a.example');
    const [first] = parseLines(stderr);
    expect(first).toMatchObject({
      progress: { done: 1, total: 2, inFlight: 1, statuses: { NOERROR: 1 } },
    });
  });
});

describe('--demo', () => {
  it('answers whatever is asked, with failures among the answers', async () => {
    const names = Array.from({ length: 3000 }, (_, n) => `host-${n}.test`).join('\n');
    const { code, stdout, stderr } = await run(['--demo', '-t', 'A,MX', '--timeout', '10000'], names);
    const lines = parseLines(stdout);
    const statuses = new Set(lines.map(({ status }) => status));
    expect(lines.length).toBe(6000);
    expect(statuses).toStrictEqual(new Set(['NOERROR', 'NODATA', 'NXDOMAIN', 'SERVFAIL']));
    expect(stderr).toContain('6,000 in = 6,000 out (from 3,000 names)');
    expect(code).toBe(2);
  });
});

describe('--help and --version', () => {
  it('answer on standard output', async () => {
    const help = await run(['--help']);
    expect([help.code, help.stderr]).toStrictEqual([0, '']);
    for (const option of ['--file', '--type', '--server', '--status', '--summary', '--demo', '130']) {
      expect(help.stdout).toContain(option);
    }
    expect(help.stdout.split('\n').every((line) => line.length <= 104)).toBe(true);
    const manifest: unknown = JSON.parse(
      await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
    );
    const { stdout } = await run(['--version']);
    expect(manifest).toMatchObject({ version: stdout.replace('rxdns ', '').trim() });
  });
});
