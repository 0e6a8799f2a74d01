import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { findProgram } from '../servers/spawn-server.js';
import { listen } from '../socket/peers.js';
import { bundlePage } from './bundle.js';

/** A page in Chromium that has rxdns as `rxdns`. */
export interface OpenPage {
  readonly page: Page;
  /** What the page wrote to the console as warnings and errors, and errors that nobody caught. */
  readonly problems: readonly string[];
  stop(): Promise<void>;
}

/** Opens a page that may connect to `origins` and nowhere else, by its content security policy. */
export async function openPage(origins: readonly string[]): Promise<OpenPage> {
  const { code } = await bundlePage("import * as rxdns from 'rxdns'; globalThis.rxdns = rxdns;", true);
  const site = createServer((request, response) => {
    response.setHeader('content-security-policy', `default-src 'self'; connect-src ${origins.join(' ')}`);
    if (request.url === '/page.js') response.setHeader('content-type', 'text/javascript').end(code);
    else if (request.url === '/')
      response.setHeader('content-type', 'text/html').end('<!doctype html><script src="page.js"></script>');
    else response.writeHead(204).end();
  });
  const port = await listen(site);
  const folder = await mkdtemp(join(tmpdir(), 'rxdns-chromium-'));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: findProgram('chromium') ?? 'chromium',
    headless: true,
    ignoreHTTPSErrors: true,
    args: flags,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(`http://127.0.0.1:${port}/`);
  return {
    page,
    problems,
    async stop() {
      await context.close();
      const closed = once(site, 'close');
      site.close();
      site.closeAllConnections();
      await closed;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** For a sandbox without a display, a GPU, or the Internet. */
const flags: string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
