import { execFileSync } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import { parseLines, runShell, start } from './command.js';

let server: NameServer;

beforeAll(async () => {
  const asked = new Set<string>();
  server = await startNameServer({
    respond: ({ name }) => {
      if (name.startsWith('silent')) return { kind: 'drop' };
      // Loses the first query, as the network may: the answer comes one timeout later.
      if (name.startsWith('late') && !asked.has(name)) {
        asked.add(name);
        return { kind: 'drop' };
      }
      return { kind: 'answer', answers: [{ name, type: 'A', address: '192.0.2.1' }] };
    },
  });
});

afterAll(() => server.close());

/** Each of these holds in one thread and in several. */
const ways = [['--workers', '1'] as const, ['--workers', '3'] as const];

describe.each(ways.flatMap((way) => (['SIGINT', 'SIGTERM'] as const).map((signal) => ({ way, signal }))))(
  '$signal with $way.0 $way.1',
  ({ way, signal }) => {
    const exitCode = signal === 'SIGINT' ? 130 : 143;

    it('stops the reading, waits for what is in flight, and gives the rest an outcome', async () => {
      const { child, lines, ended } = start('-s', server.address, '--timeout', '1500', '-c', '3', ...way);
      child.stdin.write(`a.example\nlate-${signal}-${way[1]}.example\nsilent.example\n`);
      await lines(1);
      // The input stays open: the command waits for more.
      await sleep(300);
      child.kill(signal);
      const { code, stdout, stderr } = await ended;
      const outcomes = parseLines(stdout).map(({ input, status }) => [input, status]);
      expect(outcomes).toStrictEqual([
        ['a.example', 'NOERROR'],
        [`late-${signal}-${way[1]}.example`, 'NOERROR'],
        ['silent.example', 'CANCELLED'],
      ]);
      expect(stderr).toMatch(new RegExp(`^stopped by ${signal}\n3 in = 3 out in `));
      expect(code).toBe(exitCode);
    });

    it('leaves at once the second time', async () => {
      const words = ['--timeout', '60000', 'a.example', 'silent.example'];
      const { child, lines, ended } = start('-s', server.address, ...way, ...words);
      await lines(1);
      child.kill(signal);
      await sleep(300);
      expect(child.exitCode).toBeNull();
      child.kill(signal);
      expect((await ended).code).toBe(exitCode);
    });
  },
);

describe('SIGINT', () => {
  it('ends a run that waits for a named pipe', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rxdns-'));
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    // Open for both, so that neither side waits for the other and the end never comes.
    const pipe = await open(path, 'r+');
    const { child, lines, ended } = start('-s', server.address, '-f', path);
    await pipe.write('a.example\n');
    await lines(1);
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(stderr).toMatch(/^stopped by SIGINT\n1 in = 1 out in /);
    expect(code).toBe(130);
    await pipe.close();
    await rm(folder, { recursive: true });
  });
});

describe.each(ways)('a long list with %s %s', (...way) => {
  it('ends soon after SIGINT, each line that was read with one outcome', async () => {
    const { child, lines, ended } = start('-s', server.address, '--timeout', '500', ...way);
    const list = Array.from({ length: 200_000 }, (_, n) => `host-${n}.example`);
    child.stdin.end(list.join('\n'));
    await lines(1000);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    const indices = parseLines(stdout).map(({ index }) => Number(index));
    expect(new Set(indices).size).toBe(indices.length);
    expect(Math.max(...indices)).toBe(indices.length - 1);
    expect(indices.length).toBeLessThan(list.length);
    const count = indices.length.toLocaleString('en');
    expect(stderr).toContain(`${count} in = ${count} out`);
    expect(code).toBe(130);
  });
});

describe.each(ways)('a closed pipe with %s %s', (...way) => {
  it('ends the command quietly', async () => {
    const line = `seq 100000 | sed s/$/.example/ | rxdns ${way.join(' ')} -s ${server.address} | head -1`;
    const { code, stdout, stderr } = await runShell(`set +o pipefail; ${line}; echo "\${PIPESTATUS[2]}"`);
    expect(stdout.split('\n')[0]).toContain('"status":"NOERROR"');
    expect(stdout.split('\n')[1]).toBe('0');
    expect([code, stderr]).toStrictEqual([0, '']);
  });

  it('ends it also while it waits for the reader', async () => {
    const { child, ended } = start('-s', server.address, ...way);
    child.stdout.pause();
    child.stdin.write(Array.from({ length: 20_000 }, (_, n) => `host-${n}.example`).join('\n'));
    await standstill(child.pid);
    child.stdout.destroy();
    const { code, stderr } = await ended;
    expect([code, stderr]).toStrictEqual([0, '']);
  });
});

describe('a closed pipe', () => {
  it('is nothing to --help', async () => {
    const { code, stderr } = await runShell('rxdns --help | true');
    expect([code, stderr]).toStrictEqual([0, '']);
  });
});

describe.each(ways)('a reader that stalls with %s %s', (...way) => {
  it('stalls the reading of the input, and gets every line once it reads on', async () => {
    const { child, ended } = start('-s', server.address, ...way);
    child.stdout.pause();
    const list = Array.from({ length: 20_000 }, (_, n) => `host-${n}.example`);
    child.stdin.end(`${list.join('\n')}\n`);
    const asked = await standstill(child.pid);
    // A pipe and two buffers hold about 1,000 lines; beyond that come those in flight.
    expect(asked).toBeLessThan(5000);
    child.stdout.resume();
    const { code, stdout } = await ended;
    expect(new Set(parseLines(stdout).map(({ input }) => input)).size).toBe(list.length);
    expect(code).toBe(0);
    // 20,000 lookups take a while on a machine that does other things, too.
  }, 60_000);
});

/** Waits until the command asks nothing any more; resolves to how many questions it asked since the call. */
async function standstill(pid: number | undefined): Promise<number> {
  expect(pid).toBeTypeOf('number');
  const before = server.queryCount;
  let count = -1;
  while (server.queryCount === before || server.queryCount !== count) {
    count = server.queryCount;
    await sleep(500);
  }
  return count - before;
}
