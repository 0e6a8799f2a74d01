import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type NameServer, startNameServer } from '../../src/testing/index.js';
import { type Contrast, contrastScript } from './contrast.js';
import { launchChromium, type OpenPage, openPage } from './open-page.js';
import { type RunningDashboard, runDashboard } from './run-dashboard.js';

const origin = 'example.org';
const slow = { timeout: 90_000 };

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
}, 60_000);

afterAll(async () => {
  // Absent where it could not be started, which has failed already.
  await browser?.close();
});

it('a value flips across the servers to full agreement', slow, async () => {
  await using fixture = await watchServers(3);
  const { servers, page, problems } = fixture;
  const [first, ...others] = servers;

  await agreement(page).filter({ hasText: 'All agree' }).waitFor();
  say('192.0.2.2', first);
  await cell(page, 0).filter({ hasText: 'differs' }).filter({ hasText: '192.0.2.2' }).waitFor();
  await agreement(page).filter({ hasText: 'Quorum' }).waitFor();
  expect(await agreement(page).innerText()).toContain('2 of 3 say A');
  expect(await cell(page, 1).innerText()).toMatch(/A\s*agrees[\s\S]*192\.0\.2\.1[\s\S]*TTL \d s[\s\S]* ms/);

  say('192.0.2.2', ...others);
  await agreement(page).filter({ hasText: 'All agree' }).waitFor();
  for (const at of [0, 1, 2]) expect(await cell(page, at).innerText()).toContain('192.0.2.2');
  await log(page, 'www.example.org A: all 3 servers say 192.0.2.2');
  await log(page, `www.example.org A: ${first.address} changed from 192.0.2.1 to 192.0.2.2`);
  expect(problems).toStrictEqual([]);
});

it('a server dies and recovers', slow, async () => {
  await using fixture = await watchServers(2);
  const { servers, page, problems } = fixture;
  const [mortal] = servers;
  await agreement(page).filter({ hasText: 'All agree' }).waitFor();

  await mortal.close();
  await cell(page, 0).filter({ hasText: 'ECONNREFUSED' }).waitFor();
  expect(await cell(page, 0).innerText()).toMatch(/192\.0\.2\.1\n[\s\S]*last known/);
  expect(await agreement(page).innerText()).toContain('1 of 2 say A');
  await log(page, `${mortal.address} fails with ECONNREFUSED`);
  const figures = page.locator('#figures tbody tr').first();
  await figures.filter({ hasText: /\d+ \([1-9]\d* %\)/ }).waitFor();

  await using _again = await startNameServer({ origin, zone: zone('192.0.2.1'), port: mortal.port });
  await agreement(page).filter({ hasText: 'All agree' }).waitFor();
  await log(page, `${mortal.address} answers again: 192.0.2.1`);
  expect(problems).toStrictEqual([]);
});

it('nothing is asked before a page is opened, or after the last one was closed', slow, async () => {
  await using fixture = await watchServers(2);
  const { servers, page, dashboard, beforeOpen } = fixture;
  expect(beforeOpen).toBe(0);
  await agreement(page).filter({ hasText: 'All agree' }).waitFor();

  const second = await openPage(browser, dashboard.url);
  await dashboard.pagesOpen(2);
  // What was found before it came is there at once.
  await agreement(second.page).filter({ hasText: 'All agree' }).waitFor();
  await page.close();
  await dashboard.pagesOpen(1);
  const before = asked(servers);
  await expect.poll(() => asked(servers), { timeout: 15_000 }).toBeGreaterThan(before + 1);

  await second.page.close();
  await dashboard.pagesOpen(0);
  const atEnd = asked(servers);
  // Three times as long as a watch waits here.
  await sleep(3300);
  expect(asked(servers)).toBe(atEnd);
  expect(second.problems).toStrictEqual([]);
});

it('everything can be reached and used by keyboard', slow, async () => {
  await using fixture = await watchServers(2);
  const { servers, page, dashboard, problems } = fixture;
  await agreement(page).filter({ hasText: 'All agree' }).waitFor();
  say('192.0.2.2', ...servers);
  await log(page, 'all 2 servers say 192.0.2.2');

  const reached: unknown[] = [];
  for (let tabs = 0; tabs < 5; tabs += 1) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate('document.activeElement.id || document.activeElement.textContent'));
    const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
    expect(outline).toBe('solid');
  }
  expect(reached).toStrictEqual(['Skip to the answers', 'pause', 'theme', 'answers', 'log']);

  await page.locator('#pause').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: 'Paused' }).waitFor();
  await dashboard.pagesOpen(0);
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
  await agreement(page).filter({ hasText: 'All agree' }).waitFor();

  expect(await page.getByRole('switch', { name: 'Dark theme' }).getAttribute('aria-checked')).toBe('false');
  await page.locator('#theme').focus();
  await page.keyboard.press('Space');
  expect(await page.getByRole('switch', { name: 'Dark theme' }).getAttribute('aria-checked')).toBe('true');
  await page.reload();
  expect(await page.getByRole('switch', { name: 'Dark theme' }).getAttribute('aria-checked')).toBe('true');
  expect(problems).toStrictEqual([]);
});

it.each([
  ['a phone, light', 360, 'light'],
  ['a phone, dark', 360, 'dark'],
  ['a desk, light', 1280, 'light'],
  ['a desk, dark', 1280, 'dark'],
] as const)('readable on %s', slow, async (_, width, colorScheme) => {
  await using fixture = await watchServers(4, { viewport: { width, height: 740 }, colorScheme });
  const { servers, page, problems } = fixture;
  await agreement(page).filter({ hasText: 'All agree' }).waitFor();
  say('192.0.2.2', servers[0]);
  await servers[1]?.close();
  await cell(page, 1).filter({ hasText: 'ECONNREFUSED' }).waitFor();
  await cell(page, 0).filter({ hasText: 'differs' }).waitFor();

  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  // Nor is there anything to scroll sideways within it.
  const wide =
    "[...document.querySelectorAll('.scroll')].filter((part) => part.scrollWidth > part.clientWidth)";
  expect(await page.evaluate(`${wide}.length`)).toBe(0);
  const { looked, low } = await page.evaluate<Contrast>(contrastScript);
  expect(looked).toBeGreaterThan(60);
  expect(low).toStrictEqual([]);
  // Also where the rows are laid out as a list.
  expect(await page.getByRole('table').first().getByRole('columnheader').count()).toBe(6);
  expect(await page.getByRole('rowheader', { name: 'www.example.org A' }).count()).toBe(1);
  expect(await drawn(page)).toBe(true);
  expect(problems).toStrictEqual([]);
});

it('shows markup in a record as the text that it is', slow, async () => {
  await using server = await startNameServer({ origin, zone: 'www 3 TXT "<b>bold</b>"\n' });
  const words = ['--name', `www.${origin}`, '--type', 'TXT', '--server', server.address];
  await using dashboard = await runDashboard(...words);
  const { page, problems } = await openPage(browser, dashboard.url);
  await cell(page, 0).filter({ hasText: '"<b>bold</b>"' }).waitFor();
  expect(await page.locator('#answers b').count()).toBe(0);
  expect(problems).toStrictEqual([]);
  await page.context().close();
});

it('says so when the dashboard does not answer any more', slow, async () => {
  await using fixture = await watchServers(2);
  const { page, dashboard } = fixture;
  await agreement(page).filter({ hasText: 'All agree' }).waitFor();
  expect(await page.getByRole('alert').isVisible()).toBe(false);
  await dashboard.stop();
  await page.getByRole('alert').filter({ hasText: 'does not answer' }).waitFor();
  await page.getByRole('status').filter({ hasText: 'Reconnecting' }).waitFor();
});

it('brings name servers of its own', slow, async () => {
  await using dashboard = await runDashboard();
  const { page, problems } = await openPage(browser, dashboard.url);
  const mail = page.locator('.grid tbody tr').filter({ hasText: 'mail.example.org' });
  await mail.filter({ hasText: '3 of 4 say A' }).filter({ hasText: 'EREFUSED' }).waitFor();
  await log(page, 'www.example.org A: 3 of 4 servers say 192.0.2.10, 192.0.2.11, a quorum');
  await log(page, 'www.example.org A: ns3 (goes down) answers again');
  expect(problems).toStrictEqual([]);
  await page.context().close();
});

/** Name servers of the test, a dashboard that asks them each second, and its page. */
interface Fixture extends OpenPage, AsyncDisposable {
  readonly servers: readonly [NameServer, ...NameServer[]];
  readonly dashboard: RunningDashboard;
  /** Questions that had come when the page was opened. */
  readonly beforeOpen: number;
}

async function watchServers(count: number, options: BrowserContextOptions = {}): Promise<Fixture> {
  const start = () => startNameServer({ origin, zone: zone('192.0.2.1') });
  const servers: [NameServer, ...NameServer[]] = [await start()];
  while (servers.length < count) servers.push(await start());
  const given = servers.flatMap(({ address }) => ['--server', address]);
  const pace = ['--every', '1', '--at-most', '1'];
  const dashboard = await runDashboard('--name', `www.${origin}`, ...given, ...pace);
  const beforeOpen = asked(servers);
  const opened = await openPage(browser, dashboard.url, options);
  const close = async () => {
    await opened.page.context().close();
    await dashboard.stop();
    await Promise.all(servers.map((server) => server.close()));
  };
  return { ...opened, servers, dashboard, beforeOpen, [Symbol.asyncDispose]: close };
}

function zone(address: string): string {
  return `www 3 A ${address}\n`;
}

function say(address: string, ...servers: readonly NameServer[]): void {
  for (const server of servers) server.update({ origin, zone: zone(address) });
}

function asked(servers: readonly NameServer[]): number {
  return servers.reduce((sum, { queryCount }) => sum + queryCount, 0);
}

function agreement(page: Page) {
  return page.locator('.grid tbody td').first();
}

function cell(page: Page, server: number) {
  return page.locator('.grid tbody td').nth(server + 1);
}

async function log(page: Page, text: string): Promise<void> {
  await page.getByRole('log').getByText(text, { exact: false }).first().waitFor({ timeout: 40_000 });
}

/** Whether each chart has colour on it. */
async function drawn(page: Page): Promise<unknown> {
  return await page.evaluate(`[...document.querySelectorAll('canvas')].every((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.some((value, at) => at % 4 !== 3 && value > 0);
  })`);
}
