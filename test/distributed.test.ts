import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type NameServer, startNameServer } from '../src/nameserver/index.js';
import { type RunningNats, startNats } from './servers/nats.js';
import { describeWhenInstalled } from './servers/when-installed.js';

const role = fileURLToPath(new URL('../examples/distributed/role.mjs', import.meta.url));
const names = Array.from({ length: 3000 }, (_, at) => `n${at}.distributed.example`);
const shards = 12;

describeWhenInstalled('a batch on several machines', { 'nats-server': 'nats-server' }, () => {
  let folder = '';
  let nats: RunningNats;
  let server: NameServer;
  let running: ChildProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rxdns-'));
    await writeFile(join(folder, 'names.txt'), `${names.join('\n')}\n`);
    server = await startNameServer({
      respond: ({ name }) => ({ kind: 'answer', answers: [{ name, type: 'A', address: '192.0.2.1' }] }),
    });
    nats = await startNats();
    running = [];
  });

  afterEach(async () => {
    for (const child of running) child.kill('SIGKILL');
    await nats.stop();
    await server.close();
    await rm(folder, { recursive: true });
  });

  /** Starts a role; a shard without a sign of life goes to another worker after two seconds, unless told otherwise. */
  function start(name: string, ...argv: readonly string[]) {
    const common = ['--nats', nats.address, '--ack-wait', '2000'];
    const child = spawn(process.execPath, [role, name, ...common, ...argv], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    running.push(child);
    let output = '';
    child.stdout.on('data', (text) => {
      output += String(text);
    });
    const ended = once(child, 'close').then(([code]) => ({
      code,
      ...(output === '' ? {} : JSON.parse(output)),
    }));
    return { child, ended };
  }

  const produce = (...argv: readonly string[]) =>
    start('produce', '--list', 'names.txt', '--size', String(names.length / shards), ...argv);
  const work = (...argv: readonly string[]) =>
    start('work', '--server', server.address, '--slots', '1', '--concurrency', '100', ...argv);
  const collect = () => start('collect', '--output', 'answers');

  /** Resolves once so many shards are in the result, and not all. */
  async function untilCollected(wanted: number): Promise<void> {
    const count = async () => (await read('answers.shards')).split('\n').length - 1;
    while ((await count()) < wanted) await sleep(5);
    expect(await count()).toBeLessThan(shards);
  }

  const read = (file: string): Promise<string> => readFile(join(folder, file), 'utf8').catch(() => '');

  async function namesInResult(): Promise<readonly string[]> {
    const lines = (await read('answers')).trimEnd().split('\n');
    return lines.map((line) => {
      const { name, type, status, records } = JSON.parse(line);
      return [name, type, status, records].join(' ');
    });
  }

  const everyNameOnce = names.map((name) => `${name} A NOERROR 192.0.2.1`).sort();
  const complete = {
    code: 0,
    in: names.length,
    out: names.length,
    shards,
    collected: shards,
    dead: [],
    complete: true,
  };

  it('a worker is killed: the other has its shards, and every name is there once', async () => {
    const sink = collect();
    // So that it has a shard for sure when it is killed.
    await using silent = await startNameServer({ respond: () => ({ kind: 'drop' }) });
    const first = start('work', '--server', silent.address, '--slots', '1', '--concurrency', '20');
    const producer = produce();
    while (silent.queryCount === 0) await sleep(5);
    const second = work();
    await untilCollected(shards - 1);
    // Time for the others to find the queue empty, and to know that this is not the end.
    await sleep(1500);
    first.child.kill('SIGKILL');
    expect(await producer.ended).toStrictEqual({ code: 0, shards, names: names.length, types: ['A'] });
    expect(await sink.ended).toMatchObject(complete);
    expect((await second.ended).code).toBe(0);
    expect([...(await namesInResult())].sort()).toStrictEqual(everyNameOnce);
  }, 120_000);

  it('the queue is killed and started again: two workers go on, and every name is there once', async () => {
    const sink = collect();
    const workers = [work(), work()];
    produce();
    await untilCollected(2);
    await nats.crash();
    expect(await sink.ended).toMatchObject(complete);
    for (const { ended } of workers) expect((await ended).code).toBe(0);
    expect([...(await namesInResult())].sort()).toStrictEqual(everyNameOnce);
  }, 120_000);

  it('the sink is killed: what it left of a shard is cut off, and what comes again is dropped', async () => {
    const sink = collect();
    work();
    produce();
    await untilCollected(3);
    sink.child.kill('SIGKILL');
    await sink.ended;
    const [id] = (await read('answers.shards')).split(' ');
    await appendFile(join(folder, 'answers'), '{"shard":11,"index":0');
    await appendFile(join(folder, 'answers.shards'), '11 99');
    // Later than the server would notice by itself that it has it.
    const connection = await connect({ servers: nats.address });
    await jetstream(connection).publish(`results.${id}`, '{"name":"repeated"}');
    await connection.close();
    const summary = await collect().ended;
    expect(summary).toMatchObject(complete);
    expect(summary.repeated).toBeGreaterThan(0);
    expect([...(await namesInResult())].sort()).toStrictEqual(everyNameOnce);
  }, 120_000);

  it('a worker is told to stop: its shard is free at once, without waiting for silence', async () => {
    const patient = ['--ack-wait', '600000'];
    const sink = start('collect', '--output', 'answers', ...patient);
    const first = work(...patient);
    produce(...patient);
    await untilCollected(2);
    first.child.kill('SIGTERM');
    expect((await first.ended).code).toBe(0);
    work(...patient);
    expect(await sink.ended).toMatchObject(complete);
    expect([...(await namesInResult())].sort()).toStrictEqual(everyNameOnce);
  }, 120_000);

  it('a shard that takes longer than silence may last stays where it is', async () => {
    await writeFile(join(folder, 'names.txt'), 'slow.example\n');
    let first: number | undefined;
    await using slow = await startNameServer({
      respond: ({ name }) => {
        first ??= performance.now();
        if (performance.now() - first < 1500) return { kind: 'drop' };
        return { kind: 'answer', answers: [{ name, type: 'A', address: '192.0.2.1' }] };
      },
    });
    const wait = ['--ack-wait', '1000'];
    const worker = start('work', '--server', slow.address, '--slots', '2', ...wait);
    produce(...wait);
    expect(await start('collect', '--output', 'answers', ...wait).ended).toMatchObject({
      code: 0,
      in: 1,
      out: 1,
      repeated: 0,
    });
    expect(await worker.ended).toStrictEqual({ code: 0, shards: 1 });
  }, 120_000);

  it('a shard that nobody can do is set aside, and the sink says so', async () => {
    const sink = collect();
    work('--deliveries', '2');
    await untilReady();
    const connection = await connect({ servers: nats.address });
    await jetstream(connection).publish('shards.99', '{"names":"none"}');
    await connection.close();
    produce();
    expect(await sink.ended).toMatchObject({ ...complete, code: 2, dead: [99], complete: false });
    expect([...(await namesInResult())].sort()).toStrictEqual(everyNameOnce);
  }, 120_000);

  it('one command runs it all on this machine', async () => {
    const run = fileURLToPath(new URL('../examples/distributed/run.mjs', import.meta.url));
    const argv = [run, '--list', 'names.txt', '--server', server.address, '--size', '2000'];
    const { stdout } = await promisify(execFile)(process.execPath, argv, { cwd: folder });
    expect(stdout).toContain(
      'collect: {"in":3000,"out":3000,"shards":2,"collected":2,"dead":[],"complete":true',
    );
    expect((await readFile(join(folder, 'answers.ndjson'), 'utf8')).split('\n').length).toBe(3001);
  }, 120_000);

  /** Resolves once the roles have made the streams. */
  async function untilReady(): Promise<void> {
    const connection = await connect({ servers: nats.address });
    const isThere = () =>
      jetstream(connection)
        .consumers.get('SHARDS', 'workers')
        .then(
          () => true,
          () => false,
        );
    while (!(await isThere())) await sleep(50);
    await connection.close();
  }
});
