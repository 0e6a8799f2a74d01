import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { runDashboard } from './run-dashboard.js';

const main = fileURLToPath(new URL('../../examples/dashboard/main.mjs', import.meta.url));
const one = ['--name', 'www.example.org', '--server', '127.0.0.1'];

it.each([
  [['--name', 'www.example.org'], '--name and --server belong together'],
  [[...one, '--type', 'HOST'], '--type HOST: no such record type'],
  [[...one, '--every', '0'], '--every 0: it has to be a whole number from 1 to 86400'],
  [[...one, '--quorum', '2'], '--quorum 2: it has to be a whole number from 1 to 1'],
  [['--name', 'a..b', '--server', '127.0.0.1'], 'a..b'],
  [['--name', 'www.example.org', '--server', '192.0.2.300'], '192.0.2.300'],
  [['--what'], '--what'],
])('%s: refused, with the reason', async (words, reason) => {
  const run = promisify(execFile)(process.execPath, [main, ...words], { timeout: 15_000 });
  await expect(run).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining(reason) });
});

it('a page of another origin, whose name was made to point here, gets nothing', async () => {
  await using dashboard = await runDashboard(...one);
  const { port } = new URL(dashboard.url);
  expect(await status(port, '/', `127.0.0.1:${port}`)).toBe(200);
  expect(await status(port, '/', `evil.example:${port}`)).toBe(403);
  expect(await status(port, '/events', `evil.example:${port}`)).toBe(403);
  expect(await status(port, '/../serve.mjs', `127.0.0.1:${port}`)).toBe(404);
});

async function status(port: string, path: string, host: string): Promise<number | undefined> {
  const [response] = await once(get({ port, path, host: '127.0.0.1', headers: { host } }), 'response');
  response.resume();
  return response.statusCode;
}
