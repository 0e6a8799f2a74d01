import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createContext, runInContext } from 'node:vm';
import domino from '@mixmark-io/domino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startNameServer } from '../src/nameserver/index.js';

const audit = fileURLToPath(new URL('../examples/mail-audit/audit.mjs', import.meta.url));
const list: readonly string[] = createRequire(import.meta.url)('disposable-email-domains');
const measures = ['mx', 'spf', 'dmarc', 'mtaSts', 'caa'];

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rxdns-'));
});

afterEach(() => rm(folder, { recursive: true }));

it('a slice of the real list: one finding for each domain, and a report that counts the same', async () => {
  const { stderr } = await run('--limit', '400');
  expect(stderr).toContain('400 domains in, 400 out');
  const findings = await readFindings();
  expect(findings.map(({ domain }) => domain).sort()).toStrictEqual(list.slice(0, 400).toSorted());

  const present = measures.map(
    (measure) => findings.filter((finding) => finding.policies[measure] === 'present').length,
  );
  // What SPF and DMARC have is more than present.
  expect(present.map((number) => number > 0)).toStrictEqual([true, false, false, true, true]);
  const page = await readFile(join(folder, 'mail-audit.html'), 'utf8');
  expect(/<h1>(.*)<\/h1>/.exec(page)?.[1]).toBe('Mail audit of 400 domains');
  expect(/<td>MX<\/td><td>present<\/td><td>(\d+)<\/td>/.exec(page)?.[1]).toBe(String(present[0]));
  expect(page).toContain('The answers are made up');
  expect(page).toContain('<td>takes no mail, and says so (RFC 7505)</td>');
  expect(barsOf(page).slice(0, measures.length)).toStrictEqual(
    present.map((number) => Number((number / 4).toFixed(1))).reverse(),
  );
}, 60_000);

it('killed again and again: the same command goes on, and every domain has one line', async () => {
  const output = join(folder, 'mail-audit.ndjson');
  const argv = ['--limit', '1500'];
  for (const wanted of [100, 500]) {
    const child = start(...argv);
    const ended = once(child, 'exit');
    while ((await linesOf(output)) < wanted) await sleep(5);
    child.kill('SIGKILL');
    await ended;
  }
  const before = await linesOf(output);
  await writeFile(output, '{"domain":"cut', { flag: 'a' });
  const { stderr } = await run(...argv);
  expect(stderr).toContain(
    `${before.toLocaleString('en')} of them; ${(1500 - before).toLocaleString('en')} are left`,
  );
  expect(stderr).toContain('1,500 domains in, 1,500 out');
  expect((await readFindings()).map(({ domain }) => domain).sort()).toStrictEqual(
    list.slice(0, 1500).toSorted(),
  );
}, 120_000);

it('interrupted: ends by itself with 130, and refuses another list for the same output', async () => {
  const child = start();
  const ended = once(child, 'exit');
  while ((await linesOf(join(folder, 'mail-audit.ndjson'))) < 10) await sleep(5);
  child.kill('SIGINT');
  expect(await ended).toStrictEqual([130, null]);
  await writeFile(join(folder, 'list'), 'other.example\n');
  await expect(run('--list', 'list')).rejects.toThrow('which is not in the list');
}, 60_000);

it('what is found of a domain', async () => {
  await using server = await startNameServer({ zone });
  const domains = ['strict', 'refuses', 'twice', 'lax', 'odd', 'bare', 'missing'].map(
    (name) => `${name}.test`,
  );
  await writeFile(join(folder, 'list'), domains.join('\n'));
  await run('--list', 'list', '--server', server.address);
  expect(await readFile(join(folder, 'mail-audit.html'), 'utf8')).not.toContain('made up');
  const findings = new Map((await readFindings()).map((finding) => [finding.domain, finding]));
  expect(findings.get('strict.test')?.whole).toStrictEqual({
    domain: 'strict.test',
    mx: {
      status: 'NOERROR',
      policy: 'present',
      exchanges: [
        { preference: 5, exchange: 'b.strict.test', A: 'NXDOMAIN', AAAA: 'NXDOMAIN', addresses: [] },
        {
          preference: 10,
          exchange: 'a.strict.test',
          A: 'NOERROR',
          AAAA: 'NOERROR',
          addresses: ['192.0.2.1', '2001:db8::1'],
        },
      ],
    },
    spf: { status: 'NOERROR', policy: 'fail' },
    dmarc: { status: 'NOERROR', policy: 'reject' },
    mtaSts: { status: 'NOERROR', policy: 'present' },
    caa: { status: 'NOERROR', policy: 'present', issuers: ['ca.example'] },
  });
  const policies = domains.map((domain) =>
    measures.map((measure) => findings.get(domain)?.policies[measure]),
  );
  expect(policies).toStrictEqual([
    ['present', 'fail', 'reject', 'present', 'present'],
    ['refuses', 'softfail', 'quarantine', 'none', 'none'],
    ['present', 'invalid', 'invalid', 'invalid', 'none'],
    ['none', 'pass', 'monitor', 'invalid', 'none'],
    ['none', 'neutral', 'invalid', 'none', 'none'],
    ['none', 'redirect', 'none', 'none', 'none'],
    ['none', 'none', 'none', 'none', 'none'],
  ]);
}, 60_000);

it('a window lets in as many as it has room for', async () => {
  const { Window } = await import(new URL('../examples/mail-audit/window.mjs', import.meta.url).href);
  const window = new Window(2);
  const admitted: number[] = [];
  const all = (async () => {
    for await (const item of window.admit([1, 2, 3, 4])) admitted.push(item);
  })();
  await sleep(5);
  expect(admitted).toStrictEqual([1, 2]);
  window.leave();
  await sleep(5);
  expect(admitted).toStrictEqual([1, 2, 3]);
  window.leave();
  await all;
  expect(admitted).toStrictEqual([1, 2, 3, 4]);
});

const zone = `
strict.test.            MX   10 a.strict.test.
strict.test.            MX   5 b.strict.test.
a.strict.test.          A    192.0.2.1
a.strict.test.          AAAA 2001:db8::1
strict.test.            TXT  "v=spf1 mx " "-all"
strict.test.            TXT  "v=spf10 is something else"
strict.test.            CAA  0 issue "ca.example"
_dmarc.strict.test.     TXT  "v=DMARC1; p=reject; rua=mailto:d@strict.test"
_mta-sts.strict.test.   TXT  "v=STSv1; id=20260101;"
refuses.test.           MX   0 .
refuses.test.           TXT  "v=spf1 ~all"
_dmarc.refuses.test.    TXT  "v=DMARC1;p=Quarantine"
twice.test.             MX   10 a.strict.test.
twice.test.             TXT  "v=spf1 -all"
twice.test.             TXT  "v=spf1 +all"
_dmarc.twice.test.      TXT  "v=DMARC1; p=none"
_dmarc.twice.test.      TXT  "v=DMARC1; p=reject"
_mta-sts.twice.test.    TXT  "v=STSv1; id=1"
_mta-sts.twice.test.    TXT  "v=STSv1; id=2"
lax.test.               TXT  "v=spf1 all"
_dmarc.lax.test.        TXT  "v=DMARC1; p=none"
_mta-sts.lax.test.      TXT  "v=STSv1; id=not-one"
odd.test.               TXT  "v=spf1 a"
_dmarc.odd.test.        TXT  "v=DMARC1; sp=reject"
bare.test.              TXT  "v=spf1 redirect=strict.test"
`;

interface Finding {
  readonly domain: string;
  readonly policies: Readonly<Record<string, unknown>>;
  readonly whole: unknown;
}

function start(...argv: readonly string[]) {
  return spawn(process.execPath, [audit, ...argv], { cwd: folder, stdio: 'ignore' });
}

function run(...argv: readonly string[]) {
  return promisify(execFile)(process.execPath, [audit, ...argv], { cwd: folder });
}

async function readFindings(): Promise<readonly Finding[]> {
  const text = await readFile(join(folder, 'mail-audit.ndjson'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const whole = JSON.parse(line);
      const policies = Object.fromEntries(measures.map((measure) => [measure, whole[measure].policy]));
      return { domain: whole.domain, policies, whole };
    });
}

async function linesOf(path: string): Promise<number> {
  return (await readFile(path, 'utf8').catch(() => '')).split('\n').length - 1;
}

/** Runs the scripts of a page, and reads the values of the bars that they draw. */
function barsOf(page: string): readonly number[] {
  const script = /<script>(.*?)<\/script>/gs;
  const window = domino.createWindow(page.replace(script, ''), 'about:blank');
  const screen = { matches: false, addListener: () => undefined, removeListener: () => undefined };
  const timers: (() => void)[] = [];
  const context = createContext({
    window: Object.assign(window, { matchMedia: () => screen }),
    document: window.document,
    Element: Reflect.get(window, 'Element'),
    setTimeout: (draw: () => void) => timers.push(draw),
  });
  for (const [, text = ''] of page.matchAll(script)) runInContext(text, context);
  for (const draw of timers) draw();
  const drawn: unknown = runInContext('document.querySelector("#chart").innerHTML', context);
  return [...String(drawn).matchAll(/ct:value="([\d.]+)"/g)].map(([, value]) => Number(value));
}
