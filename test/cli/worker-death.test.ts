import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeMessage } from '../../src/index.js';
import { parseLines, type Running, startIn } from './command.js';

const preload = new URL('./dying-thread.mjs', import.meta.url).href;
const names = Array.from({ length: 40 }, (_, n) => `host-${n}.example`);

let server: HoldingServer;
let folder: string;

beforeEach(async () => {
  server = await startHoldingServer();
  folder = await mkdtemp(join(tmpdir(), 'rxdns-'));
});

afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

/** A UDP server that has no records, and is late for MX: it answers when it is released. */
interface HoldingServer {
  readonly address: string;
  release(): void;
  close(): void;
}

async function startHoldingServer(): Promise<HoldingServer> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 1024 * 1024 });
  const held: (() => void)[] = [];
  let holding = true;
  socket.on('message', (octets, { port, address }) => {
    const response = Uint8Array.from(octets);
    response[2] = 0x80 | (response[2] ?? 0);
    const answer = () => socket.send(response, port, address);
    if (holding && decodeMessage(octets).questions[0]?.type === 'MX') held.push(answer);
    else answer();
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    release() {
      holding = false;
      for (const answer of held) answer();
    },
    close: () => socket.close(),
  };
}

/** Starts the command so that so many worker threads die of `deadly.example`, see dying-thread.mjs. */
function startDying(way: string, times: number, ...argv: readonly string[]): Running {
  // The bound on the heap is that of each thread.
  const variables = {
    DYING: `${way} ${times} ${folder}`,
    NODE_OPTIONS: `--import ${preload} --max-old-space-size=64`,
  };
  return startIn(variables, '-s', server.address, '--timeout', '60000', ...argv);
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
    server.release();
    child.stdin.end('later.example\n');
    const { code, stdout, stderr } = await ended;
    const outcomes = parseLines(stdout);
    const inputs = [...names, 'deadly.example', 'later.example'];
    const expected = inputs.flatMap((input) => [`${input} A NODATA`, `${input} MX NODATA`]);
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
