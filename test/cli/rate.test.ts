import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { parseLines, run, start } from './command.js';

describe('--rate', () => {
  it.each(['1', '3'])(
    'holds for all questions of %s workers together, those of one name included',
    async (workers) => {
      await using server = await startNotingServer();
      const names = Array.from({ length: 150 }, (_, n) => `n${n}.example`).join('\n');
      const argv = ['-s', server.address, '--rate', '200', '--workers', workers, '-t', 'A,MX'];
      const { stderr } = await run(argv, names);
      expect(stderr).toContain('300 in = 300 out');
      expect(server.begun.length).toBe(300);
      // What a late timer missed is made up for, 20 questions for 100 ms, and the first one takes longest to be sent.
      expect(mostAhead(server.begun, 200)).toBeLessThan(60);
    },
  );

  it('lets no more than one question of a name begin at a time', async () => {
    await using server = await startNotingServer();
    await run(['-s', server.address, '--rate', '10', '-t', 'A,MX,TXT,NS,SOA'], 'a.example\n');
    expect(server.begun.length).toBe(5);
    expect(mostAhead(server.begun, 10)).toBeLessThanOrEqual(1);
  });

  it('holds after a server stood still: nothing has waited in a worker to begin then', async () => {
    await using server = await startNotingServer();
    server.holding = true;
    const words = ['-c', '128', '--workers', '2', '--rate', '200', '--timeout', '10000', '--tries', '1'];
    const { child, ended } = start('-s', server.address, ...words);
    child.stdin.end(Array.from({ length: 400 }, (_, n) => `n${n}.example`).join('\n'));
    while (server.begun.length < 128) await sleep(10);
    await sleep(600);
    expect(server.begun.length).toBe(128);
    server.release();
    await sleep(100);
    // 20 in that time, and as many that the pause kept; a worker would have had 32 more.
    expect(server.begun.length - 128).toBeLessThan(60);
    expect((await ended).stderr).toContain('400 in = 400 out');
  });

  it('has an outcome also for the types of a name whose turn has not come at Ctrl-C', async () => {
    await using server = await startNotingServer();
    const { child, lines, ended } = start(
      '-s',
      server.address,
      '--rate',
      '1',
      '-t',
      'A,MX,TXT',
      '--timeout',
      '300',
    );
    child.stdin.write('a.example\n');
    await lines(1);
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    const outcomes = parseLines(stdout).map(({ type, status }) => `${type} ${status}`);
    expect(outcomes).toStrictEqual(['A NODATA', 'MX CANCELLED', 'TXT CANCELLED']);
    expect(code).toBe(130);
  });

  it('takes no more from the input than has begun', async () => {
    await using server = await startNotingServer();
    server.holding = true;
    const { child, ended } = start('-s', server.address, '--rate', '20', '--workers', '2');
    child.stdin.end(Array.from({ length: 400 }, (_, n) => `n${n}.example`).join('\n'));
    while (server.begun.length < 5) await sleep(10);
    child.kill('SIGINT');
    const { stderr } = await ended;
    expect(stderr).toMatch(/^stopped by SIGINT\n\d in = \d out/);
  });
});

/** A UDP server that says NOERROR, and notes when it heard of each question first. */
interface NotingServer extends AsyncDisposable {
  readonly address: string;
  /** Milliseconds, in order. */
  readonly begun: readonly number[];
  /** Whether it keeps its answers, for {@link release}. */
  holding: boolean;
  release(): void;
}

async function startNotingServer(): Promise<NotingServer> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
  const begun: number[] = [];
  const known = new Set<string>();
  const held: (() => void)[] = [];
  socket.on('message', (octets, { port, address }) => {
    // Name and type: what follows them differs between attempts.
    const question = octets.toString('latin1', 12, octets.indexOf(0, 12) + 3);
    if (!known.has(question)) begun.push(performance.now());
    known.add(question);
    const response = octets.slice();
    response[2] = 0x80 | (response[2] ?? 0);
    held.push(() => socket.send(response, port, address));
    if (!server.holding) server.release();
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const server: NotingServer = {
    address: `127.0.0.1:${socket.address().port}`,
    begun,
    holding: false,
    release() {
      server.holding = false;
      for (const answer of held.splice(0)) answer();
    },
    [Symbol.asyncDispose]: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
  return server;
}

/** By how many questions the most moments were ahead of a rate; those that were noted late are none. */
function mostAhead(moments: readonly number[], rate: number): number {
  const [first = 0] = moments;
  return Math.max(...moments.map((moment, at) => at - ((moment - first) * rate) / 1000));
}
