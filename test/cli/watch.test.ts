import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changingReply } from '../../src/cli/demo-changes.js';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import { parseLines, run, runShell, start } from './command.js';

let server: NameServer;
const zone = (address: string): string => `a.example. 1 A ${address}\na.example. 1 TXT "one"\n`;

beforeAll(async () => {
  server = await startNameServer({ zone: zone('192.0.2.1') });
});

afterAll(() => server.close());

describe('rxdns watch', () => {
  it('prints each change as it happens, as JSON where it is piped, and ends with the signal', async () => {
    server.update({ zone: zone('192.0.2.1') });
    const words = ['--min', '100', '--max', '100', `@${server.address}`];
    const { child, lines, ended } = start('watch', 'a.example', 'A', ...words);
    await lines(1);
    server.update({ zone: zone('192.0.2.2') });
    await lines(2);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    const changes = parseLines(stdout);
    const [first, second] = ['192.0.2.1', '192.0.2.2'].map((address) => ({ address, ttl: 1 }));
    expect(changes.length).toBe(2);
    expect(changes).toMatchObject([
      { name: 'a.example', type: 'A', status: 'NOERROR', ttl: 1, stale: false, added: [first], removed: [] },
      { current: [second], added: [second], removed: [first] },
    ]);
    expect([code, stderr]).toStrictEqual([130, '']);
  });

  it('says that servers fail, and that they are back', async () => {
    let broken = false;
    const moody = await startNameServer({
      zone: zone('192.0.2.1'),
      respond: () => (broken ? { kind: 'answer', rcode: 'SERVFAIL' } : undefined),
    });
    const words = ['--min', '50', '--max', '50', '--text', `@${moody.address}`];
    const { child, lines, ended } = start('watch', 'a.example', 'TXT', ...words);
    await lines(2);
    broken = true;
    await lines(3);
    broken = false;
    await lines(4);
    child.kill('SIGTERM');
    const { code, stdout } = await ended;
    await moody.close();
    expect(stdout.replace(/^\d\d:\d\d:\d\d/gm, 'time').split('\n')).toStrictEqual([
      'time  a.example TXT  NOERROR  TTL 1 s',
      '  + "one"',
      'time  a.example TXT  NOERROR  TTL 1 s  stale, ESERVFAIL: TXT a.example: the server answered SERVFAIL',
      'time  a.example TXT  NOERROR  TTL 1 s',
      '',
    ]);
    expect(code).toBe(143);
  });

  it('ends quietly where nobody reads on', async () => {
    const line = `rxdns watch --demo --min 50 --max 50 | head -1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await runShell(`set +o pipefail; ${line}`);
    expect(stdout.split('\n')[1]).toBe('0');
    expect(stderr).toBe('');
  });

  it.each<[line: string, message: string]>([
    ['a..example', 'the name "a..example" has an empty label'],
    ['a.example @nowhere', '"nowhere" is no DNS server: it needs an IPv4 or IPv6 address'],
    ['a.example --min 2h', 'maxInterval'],
  ])('refuses %s', async (line, message) => {
    const words = line.includes('--min') ? `${line} --max 1h` : line;
    const { code, stdout, stderr } = await run(['watch', ...words.split(' ')]);
    expect([code, stdout]).toStrictEqual([64, '']);
    expect(stderr).toContain(`rxdns: ${message}`);
  });

  it('has a help text of its own, as wait has', async () => {
    const texts = [await run(['watch', '--help']), await run(['wait', '--help']), await run(['--help'])];
    expect(texts.map(({ code, stdout }) => [code, stdout.split('\n')[0]])).toStrictEqual([
      [0, 'rxdns watch: prints the records of a name, and each change of them.'],
      [0, 'rxdns wait: waits until each of several servers has a record.'],
      [0, 'rxdns: asks DNS for many names at once, and has an outcome for each.'],
    ]);
    for (const { stdout } of texts) {
      const widest = Math.max(...stdout.split('\n').map((text) => text.length));
      expect(widest).toBeLessThanOrEqual(112);
    }
  });
});

describe('the demonstration', () => {
  it('changes an answer in each phase, fails in one of six and has nothing in another', () => {
    const replies = [0, 1, 2, 3, 4, 5].map((phase) => changingReply('www.demo.example', 'A', phase));
    const texts = replies.map((reply) => {
      if (reply.kind !== 'answer') return reply.kind;
      return (
        reply.rcode ?? reply.answers?.map((record) => (record.type === 'A' ? record.address : '')).join()
      );
    });
    expect(texts).toStrictEqual([
      '198.18.0.1',
      '198.18.0.2,198.18.0.3',
      '198.18.0.3,198.18.0.4,198.18.0.5',
      'SERVFAIL',
      '198.18.0.5,198.18.0.6',
      undefined,
    ]);
  });
});
