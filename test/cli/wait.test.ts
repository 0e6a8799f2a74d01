import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import { parseLines, run, start } from './command.js';

const zone = (text: string): string => `a.example. 1 TXT "${text}"\n`;
let servers: readonly NameServer[];
let at: readonly string[];

beforeAll(async () => {
  servers = await Promise.all(['old', 'new', 'new'].map((text) => startNameServer({ zone: zone(text) })));
  at = servers.map(({ address }) => `@${address}`);
});

afterAll(() => Promise.all(servers.map((server) => server.close())));

describe('rxdns wait', () => {
  it('ends with 0 once all servers have the value, and says how far they are on standard error', async () => {
    const { said, ended } = start('wait', 'a.example', 'TXT', 'new', ...at, '--every', '50');
    await said('2 of 3');
    servers[0]?.update({ zone: zone('new') });
    const { code, stdout, stderr } = await ended;
    servers[0]?.update({ zone: zone('old') });
    const lines = stderr.trimEnd().split('\n');
    expect(lines.at(-1)).toMatch(/^\d\.\d\d s {2}agreed: 3 of 3 {2}\(127\.0\.0\.1:\d+ yes, /);
    expect(lines.at(-2)).toMatch(/^\d\.\d\d s {2}2 of 3 {2}\(127\.0\.0\.1:\d+ other records, /);
    expect([code, stdout]).toStrictEqual([0, '']);
  });

  it('ends with 0 with a quorum, quiet where it is to be', async () => {
    const ended = await run(['wait', 'a.example', 'TXT', 'new', ...at, '--quorum', '2', '-q']);
    expect(ended).toStrictEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('ends with 4 where they do not agree in time, and says what each has', async () => {
    const words = ['--every', '50', '--deadline', '400', '--progress', 'json'];
    const { code, stderr } = await run(['wait', 'a.example', 'TXT', 'new', 'newer', ...at, ...words]);
    const lines = stderr.trimEnd().split('\n');
    expect(lines.pop()).toMatch(
      /^rxdns: TXT a\.example: 0 of 3 servers agree after 400 ms, 3 have to \(127\.0\.0\.1:\d+ has other records, /,
    );
    const progress = parseLines(`${lines.join('\n')}\n`);
    expect(progress.at(-1)).toMatchObject({ agreed: false, agreeing: 0, quorum: 3 });
    expect(code).toBe(4);
  });

  it('ends with the signal', async () => {
    const { child, said, ended } = start('wait', 'a.example', 'TXT', 'new', ...at);
    await said('2 of 3');
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
  });

  it.each<[code: number, words: readonly string[], message: string]>([
    [64, ['a.example', 'A', 'new', '@127.0.0.1'], 'want "new" is no A record: "new" is not an IPv4 address'],
    [64, ['a..example', 'TXT', 'new', '@127.0.0.1'], 'the name "a..example" has an empty label'],
    [
      64,
      ['a.example', 'TXT', 'new', '@127.0.0.1', '--quorum', '2'],
      'quorum is 2; it has to be an integer from 1 to 1',
    ],
    [64, ['a.example', 'TXT'], 'wait takes a name, a type and a value'],
    [64, ['a.example', 'A', 'new', '--demo'], 'zone file, line 1: "new" is not an IPv4 address'],
  ])('ends with %d for %j', async (code, words, message) => {
    const ended = await run(['wait', ...words]);
    expect(ended).toStrictEqual({
      code,
      stdout: '',
      stderr: `rxdns: ${message}\nTry "rxdns wait --help".\n`,
    });
  });

  it('has a demonstration, in which servers come round one after another', async () => {
    const words = ['--demo', '--every', '200', '--progress', 'json'];
    const { code, stderr } = await run(['wait', 'a.example', 'TXT', 'say "x"', '"y" "z"', ...words]);
    const counts = parseLines(stderr).map(({ agreeing }) => Number(agreeing));
    expect(counts).toStrictEqual([...counts].sort());
    expect(counts.at(-1)).toBe(3);
    expect(code).toBe(0);
  });
});
