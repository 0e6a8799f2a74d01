import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Run, runScript } from '../run-script.js';
import { type HostileServer, startHostileServer } from './hostile-server.js';
import { carrying, setting16 } from './octets.js';
import { send, silence } from './script.js';

let folder = '';
let server: HostileServer;
beforeAll(async () => {
  server = await startHostileServer();
  server.play('silent.exit.test', { udp: [silence], tcp: [silence] });
  const truncate = setting16(2, (bits) => bits | 0x0200);
  server.play('truncated.exit.test', {
    udp: [[send((good, query) => truncate(carrying({})(good, query), query))]],
  });
  folder = await mkdtemp(join(tmpdir(), 'rxdns-exit-'));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('../../src/resolver.ts', import.meta.url)),
      outDir: folder,
      rollupOptions: { output: { entryFileNames: 'resolver.mjs' } },
    },
  });
}, 60_000);
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** How long a process may take to end once it has nothing to wait for, in milliseconds. */
const limit = 1000;

/** Runs a process that has a resolver and writes something when its lookups are over. */
function run(script: string): Promise<Run> {
  return runScript(
    `
    import { Resolver } from ${JSON.stringify(pathToFileURL(join(folder, 'resolver.mjs')).href)};
    const write = (text) => process.stdout.write(String(text));
    const resolver = new Resolver({ servers: ['${server.address}'], timeout: 100 });
    ${script}`,
    limit,
  );
}

describe('a process whose resolver is not closed ends by itself', () => {
  it.each([
    {
      after: 'a lookup over UDP',
      script: `const [a] = await resolver.query('udp.exit.test', 'A'); write(a.address);`,
      wrote: '192.0.2.1',
    },
    {
      after: 'a lookup over TCP, whose connection stays open',
      script: `const [a] = await resolver.query('tcp.exit.test', 'A', { useTcp: true }); write(a.address);`,
      wrote: '192.0.2.1',
    },
    {
      after: 'a truncated response',
      script: `const [a] = await resolver.query('truncated.exit.test', 'A'); write(a.address);`,
      wrote: '192.0.2.1',
    },
    {
      after: 'a timeout',
      script: `await resolver.query('silent.exit.test', 'A').catch((error) => write(error.code));`,
      wrote: 'ETIMEOUT',
    },
    {
      after: 'a timeout over TCP',
      script: `await resolver.query('silent.exit.test', 'A', { useTcp: true }).catch((e) => write(e.code));`,
      wrote: 'ETIMEOUT',
    },
    {
      // More than there are fresh ports for, so that idle sockets are kept.
      after: '8,000 lookups',
      script: `
        let count = 0;
        const ask = (n) => resolver.query('n' + n + '.exit.test', 'A', { timeout: 5000 });
        for (let round = 0; round < 40; round += 1) {
          const all = await Promise.all(Array.from({ length: 200 }, (_, n) => ask(round * 200 + n)));
          count += all.length;
        }
        write(count);`,
      wrote: '8000',
    },
    {
      after: 'unsubscribing from a lookup',
      script: `
        const subscription = resolver.query$('silent.exit.test', 'A', { timeout: 20_000 }).subscribe();
        setTimeout(() => { subscription.unsubscribe(); write('left'); }, 50);`,
      wrote: 'left',
    },
    {
      after: 'cancelling',
      script: `
        resolver.query('silent.exit.test', 'A', { timeout: 20_000, deadline: 20_000 }).catch((e) => write(e.code));
        setTimeout(() => resolver.cancel(), 50);`,
      wrote: 'ECANCELLED',
    },
    {
      after: 'aborting',
      script: `
        const signal = AbortSignal.timeout(50);
        await resolver.query('silent.exit.test', 'A', { timeout: 20_000, signal }).catch((e) => write(e.code));`,
      wrote: 'ECANCELLED',
    },
    { after: 'nothing', script: `resolver.events$.subscribe(); write('idle');`, wrote: 'idle' },
  ])('after $after', async ({ script, wrote }) => {
    expect(await run(script)).toStrictEqual({ wrote, ended: true });
  });
});

describe('a process with a pending lookup', () => {
  it('stays until it has settled', async () => {
    const { wrote } = await run(`
      resolver.query('silent.exit.test', 'A', { timeout: 300, tries: 1 }).catch((error) => write(error.code));`);
    expect(wrote).toBe('ETIMEOUT');
  });
});
