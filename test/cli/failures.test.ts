import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseLines, run, runShell } from './command.js';
import { type Fixture, startFixture } from './fixture.js';

let fixture: Fixture;

const noType = 'is not a record type: a line is "name", "name TYPE" or "name TYPE @server"';

beforeAll(async () => {
  fixture = await startFixture();
});

afterAll(() => fixture.close());

describe('bad input', () => {
  it('has an outcome for each line and type, none lost', async () => {
    const good = Array.from({ length: 500 }, (_, n) => (n % 2 === 0 ? 'a.example' : `no-${n}.example`));
    const bad = ['x..y', '.x', `${'l'.repeat(64)}.example`, 'e\\256.example', 'trailing\\', 'n'.repeat(5000)];
    const odd = [Buffer.from([0xff, 0xfe, 0x41]), Buffer.from('\u001b[2J'), Buffer.from('nul\0.example')];
    const all = good.flatMap((name, n) => {
      const wrong = n % 50 === 0 ? [...bad.map((line) => Buffer.from(line)), ...odd] : [];
      return [Buffer.from(name), ...wrong];
    });
    const input = Buffer.concat(all.flatMap((line) => [line, Buffer.from('\n')]));
    const { code, stdout, stderr } = await fixture.ask('-t A,MX -c 50', input);
    const lines = parseLines(stdout);
    const keys = new Set(lines.map(({ index, type }) => `${index} ${type}`));
    expect(lines.length).toBe(2 * all.length);
    expect(keys.size).toBe(2 * all.length);
    expect(lines.filter(({ status }) => status === 'BADNAME').length).toBe(
      2 * 10 * (bad.length + odd.length),
    );
    expect(stderr).toContain('1,180 in = 1,180 out (from 590 names)');
    expect(code).toBe(2);
  });

  it('may be binary', async () => {
    const octets = Uint8Array.from({ length: 1 << 18 }, (_, n) => (n * 7919 + (n >> 5) * 104_729) >> 3);
    const { code, stdout, stderr } = await fixture.ask(
      '--status BADNAME,NXDOMAIN,REFUSED,NODATA,BADQUERY',
      octets,
    );
    const statuses = new Set(parseLines(stdout).map(({ status }) => status));
    expect(statuses.has('BADNAME')).toBe(true);
    const [, asked, answered] = /^([\d,]+) in = ([\d,]+) out/.exec(stderr) ?? [];
    expect(asked).toBe(answered);
    expect(parseLines(stdout).length).toBe(Number(asked?.replaceAll(',', '')));
    expect(stderr).not.toMatch(/^\s+at /m);
    expect([2, 3]).toContain(code);
  });

  it('names a type that does not exist', async () => {
    const { code, stdout } = await fixture.ask('-c 1', 'a.example FOO\nb.example\n');
    expect(parseLines(stdout).map(({ type, status, error }) => [type, status, error])).toStrictEqual([
      ['FOO', 'BADQUERY', { code: 'EBADQUERY', message: `"FOO" ${noType}` }],
      ['A', 'NOERROR', undefined],
    ]);
    expect(code).toBe(2);
  });

  it.each<[string, string]>([
    ['an empty list', ''],
    ['a list of comments', '# nothing\n\n   \n'],
  ])('may be %s', async (_, input) => {
    const { code, stdout, stderr } = await fixture.ask('', input);
    expect([code, stdout]).toStrictEqual([0, '']);
    expect(stderr).toMatch(/^0 in = 0 out in 0\.\d\d s, 0\/s\nno names in the input\n$/);
  });
});

describe('a file that is read', () => {
  const names = 'a.example\nb.example\n';

  it.each(['-o', '--summary'])(
    'is not written to by %s, whatever its path, and keeps its names',
    async (option) => {
      const path = join(fixture.folder, 'names.txt');
      await writeFile(path, names);
      const detour = join(fixture.folder, '..', basename(fixture.folder), 'names.txt');
      const refusal = {
        code: 64,
        stdout: '',
        stderr: `rxdns: ${detour} is read for its names: write to another file\nTry "rxdns --help".\n`,
      };
      expect(await fixture.ask(`-f ${path} ${option} ${detour}`)).toStrictEqual(refusal);
      const piped = await runShell(`rxdns --demo ${option} '${detour}' < '${path}'`);
      expect(piped).toStrictEqual(refusal);
      expect(await readFile(path, 'utf8')).toBe(names);
    },
  );

  it('is not written to where it lists the servers, either', async () => {
    const path = join(fixture.folder, 'servers.txt');
    await writeFile(path, '192.0.2.1\n');
    const { code, stderr } = await run(['-s', `@${path}`, '-o', path, 'a.example']);
    expect([code, stderr.split('\n')[0]]).toStrictEqual([
      64,
      `rxdns: ${path} is read for its servers: write to another file`,
    ]);
    expect(await readFile(path, 'utf8')).toBe('192.0.2.1\n');
  });
});

describe('the exit code', () => {
  it.each<[number, string, string]>([
    [0, 'every question was answered', 'a.example nope.example'],
    [2, 'some were not', 'a.example broken.example'],
    [3, 'none was', 'broken.example x..y'],
  ])('is %d where %s', async (code, _, names) => {
    expect((await fixture.ask(names)).code).toBe(code);
  });

  it('is 3 where no server can be reached', async () => {
    const { code, stdout } = await run(['-s', await closedPort(), 'a.example']);
    expect(parseLines(stdout)).toMatchObject([{ status: 'CONNREFUSED', error: { code: 'ECONNREFUSED' } }]);
    expect(code).toBe(3);
  });

  it('is 3 where no server answers in time', async () => {
    const { code, stdout } = await fixture.ask('--timeout 50 --tries 1 silent.example');
    expect(parseLines(stdout)).toMatchObject([{ status: 'TIMEOUT', error: { code: 'ETIMEOUT' } }]);
    expect(code).toBe(3);
  });

  it.each<[string, string]>([
    ['--nope', "rxdns: Unknown option '--nope'"],
    ['-t FOO a.example', 'rxdns: "FOO" is not a record type, such as MX, or TYPE65280 by its number'],
    ['-s nowhere a.example', 'rxdns: "nowhere" is no DNS server: it needs an IPv4 or IPv6 address'],
    [
      '-s 127.0.0.1:0 a.example',
      'rxdns: "127.0.0.1:0" is no DNS server: its port is not between 1 and 65535',
    ],
  ])('is 64 for %s', async (line, message) => {
    const { code, stdout, stderr } = await run(line.split(' '));
    expect({ code, stdout, stderr }).toStrictEqual({
      code: 64,
      stdout: '',
      stderr: `${message}\nTry "rxdns --help".\n`,
    });
  });

  it('is 74 for files that cannot be read or written', async () => {
    const missing = join(fixture.folder, 'missing');
    expect(await fixture.ask(`-f ${missing}`)).toStrictEqual({
      code: 74,
      stdout: '',
      stderr: `rxdns: cannot read ${missing}: there is no such file\n`,
    });
    expect(await fixture.ask(`-f ${fixture.folder}`)).toStrictEqual({
      code: 74,
      stdout: '',
      stderr: `rxdns: cannot read ${fixture.folder}: it is a directory\n`,
    });
    expect(await run(['-s', `@${missing}`, 'a.example'])).toStrictEqual({
      code: 74,
      stdout: '',
      stderr: `rxdns: cannot read the servers in ${missing}: there is no such file\n`,
    });
    expect(await fixture.ask(`--summary ${missing}/s.json a.example`)).toStrictEqual({
      code: 74,
      stdout: '',
      stderr: `rxdns: cannot write the summary to ${missing}/s.json: there is no directory ${missing}\n`,
    });
    expect(await fixture.ask(`-o ${missing}/out --resume a.example`)).toStrictEqual({
      code: 74,
      stdout: '',
      stderr: `rxdns: cannot write ${missing}/out.checkpoint: there is no directory ${missing}\n`,
    });
    expect(await fixture.ask(`--summary ${fixture.folder} a.example`)).toStrictEqual({
      code: 74,
      stdout: '',
      stderr: `rxdns: cannot write the summary to ${fixture.folder}: it is a directory\n`,
    });
  });

  it('is 74 where standard input is a directory or standard output is full', async () => {
    const directory = await runShell(`rxdns < '${fixture.folder}'`);
    expect(directory).toStrictEqual({
      code: 74,
      stdout: '',
      stderr: 'rxdns: cannot read standard input: it is a directory\n',
    });
    const full = await runShell(`rxdns -q -s ${fixture.server.address} a.example > /dev/full`);
    expect(full).toStrictEqual({
      code: 74,
      stdout: '',
      stderr: 'rxdns: cannot write to standard output: no space left\n',
    });
  });
});

/** A loopback port on which nobody listens. */
async function closedPort(): Promise<string> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return `127.0.0.1:${port}`;
}
