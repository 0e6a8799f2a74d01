import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeWhenInstalled } from '../servers/when-installed.js';
import { type Contrast, contrastScript } from './contrast.js';
import { launchChromium, openPage } from './open-page.js';
import { type RunningApp, runApp } from './run-app.js';

const run = promisify(execFile);
const root = new URL('../../', import.meta.url);
const patience = { timeout: 10_000 };
/** Screenshots, for people to look at. */
const pictures = new URL('.cache/angular/pictures/', root);

describeWhenInstalled('the Angular app', { chromium: 'chromium', openssl: 'openssl' }, () => {
  let app: RunningApp;
  let browser: Browser;

  beforeAll(async () => {
    app = await runApp();
    await mkdir(pictures, { recursive: true });
    browser = await launchChromium();
  }, 180_000);
  afterAll(async () => {
    // Absent where they could not be started, which has failed already.
    await browser?.close();
    await app?.stop();
  });

  it('passes its own tests', async () => {
    const vitest = fileURLToPath(new URL('node_modules/vitest/vitest.mjs', root));
    const config = fileURLToPath(new URL('examples/angular/vitest.config.mjs', root));
    const { stdout } = await run(process.execPath, [vitest, 'run', '-c', config], { env: environment() });
    expect(stdout).toMatch(/Tests {2}16 passed \(16\)/);
  }, 120_000);

  it('shows records with their TTLs, and what happened instead, as it is typed', async () => {
    const { page, problems } = await open();
    await page.getByLabel('Name').fill('example.org');
    await expect.poll(() => card(page, 'A'), patience).toMatch(/192\.0\.2\.1\s+TTL 300 s/);
    await expect.poll(() => card(page, 'AAAA'), patience).toMatch(/2001:db8::1\s+TTL 300 s/);
    await expect.poll(() => card(page, 'MX'), patience).toContain('10 mail.example.org');
    await expect.poll(() => card(page, 'TXT'), patience).toContain('v=spf1 mx -all');
    await page.screenshot({ path: picture('desktop') });
    await page.getByLabel('Name').fill('txt.example.org');
    await expect.poll(() => card(page, 'A'), patience).toContain('No A records');
    await page.getByLabel('Name').fill('secret.example.org');
    await expect.poll(() => card(page, 'A'), patience).toContain('The server refused');
    await page.getByLabel('Name').fill('nobody.example.org');
    await expect.poll(() => card(page, 'MX'), patience).toContain('No such name');
    expect(problems).toStrictEqual([]);
    await page.context().close();
  }, 60_000);

  it('tells the server at the first keystroke that nobody waits any more', async () => {
    const { page, problems } = await open();
    const before = app.lines.length;
    const seen = (word: string) =>
      app.lines
        .slice(before)
        .filter((line) => line.startsWith(word))
        .sort();
    const four = (word: string, name: string) =>
      ['A', 'AAAA', 'MX', 'TXT'].map((type) => `${word} ${name} ${type}`);
    // Never answered, so that it is under way still when the next key is pressed.
    await page.getByLabel('Name').pressSequentially('silent.example.org', { delay: 20 });
    await vi.waitFor(
      () => expect(seen('asked')).toStrictEqual(four('asked', 'silent.example.org')),
      patience,
    );
    expect(seen('cancelled')).toStrictEqual([]);
    await page.getByLabel('Name').press('Home');
    await page.getByLabel('Name').press('x');
    await vi.waitFor(
      () => expect(seen('cancelled')).toStrictEqual(four('cancelled', 'silent.example.org')),
      patience,
    );
    await expect.poll(() => card(page, 'A'), patience).toContain('No such name');
    expect(problems).toStrictEqual([]);
    await page.context().close();
  }, 60_000);

  it('says what is wrong with a server', async () => {
    const { page } = await open();
    const server = page.getByLabel('Server');
    await server.fill('192.0.2.1');
    await page.getByRole('button', { name: 'Use' }).click();
    await expect.poll(() => page.getByRole('alert').innerText(), patience).toContain('https:// only');
    await server.fill('https://localhost:9/dns-query');
    await page.getByRole('button', { name: 'Use' }).click();
    await page.getByLabel('Name').fill('example.org');
    await expect.poll(() => card(page, 'A'), patience).toContain('No connection');
    await page.context().close();
  }, 60_000);

  it('looks up a list with a limit, and stops when it is told', async () => {
    const { page, problems } = await open();
    const before = app.lines.length;
    await page.getByRole('link', { name: 'A list' }).click();
    const names = Array.from({ length: 30 }, (_, at) => `host${at + 1}.example.org`);
    await page.getByLabel('Names').fill(names.join('\n'));
    await page.getByLabel('At a time').fill('3');
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.locator('.list li').nth(5).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => page.getByRole('status').innerText(), patience).toContain('cancelled');
    await page.screenshot({ path: picture('list') });
    await vi.waitFor(
      () => expect(mostAtATime(app.lines.slice(before))).toStrictEqual({ most: 3, open: 0 }),
      patience,
    );
    expect(app.lines.slice(before).filter((line) => line.startsWith('cancelled'))).not.toStrictEqual([]);
    expect(await page.getByRole('button', { name: 'Cancel' }).isDisabled()).toBe(true);
    expect(problems).toStrictEqual([]);
    await page.context().close();
  }, 60_000);

  it.each([
    ['phone', { viewport: { width: 360, height: 740 } }],
    ['dark', { colorScheme: 'dark' }],
    ['phone-dark', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' }],
  ] as const)(
    'fits its screen, and can be read: %s',
    async (name, options) => {
      const { page, problems } = await open(options);
      await page.getByLabel('Name').fill('broken.example.org');
      await expect.poll(() => card(page, 'TXT'), patience).toContain('The server failed');
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      const { looked, low } = await page.evaluate<Contrast>(contrastScript);
      expect(looked).toBeGreaterThan(10);
      expect(low).toStrictEqual([]);
      await page.screenshot({ path: picture(name), fullPage: true });
      expect(problems).toStrictEqual([]);
      await page.context().close();
    },
    60_000,
  );

  function open(options: BrowserContextOptions = {}) {
    return openPage(browser, app.url, { ignoreHTTPSErrors: true, ...options });
  }
});

function card(page: Page, type: string): Promise<string> {
  return page.locator(`[data-type=${type}]`).innerText();
}

function picture(name: string): string {
  return fileURLToPath(new URL(`${name}.png`, pictures));
}

/** How many questions the server had at a time, and has still. */
function mostAtATime(lines: readonly string[]): { readonly most: number; readonly open: number } {
  let open = 0;
  let most = 0;
  for (const line of lines) {
    open += line.startsWith('asked') ? 1 : -1;
    most = Math.max(most, open);
  }
  return { most, open };
}

/** Vitest tells its children that they run in a test. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST$|FORCE_COLOR)/.test(name));
  return { ...Object.fromEntries(own), NO_COLOR: '1' };
}
