import { AsyncLocalStorage } from 'node:async_hooks';
import { execFile } from 'node:child_process';
import nodeDns from 'node:dns';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import ourDns from '../../src/dns/index.js';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import { call, modules } from './both.js';
import { respond, zone } from './fixture.js';

let server: NameServer;
beforeAll(async () => {
  server = await startNameServer({ zone, origin: 'example', respond });
});
afterAll(() => server.close());

/** Calls that call back, with what they find and what they do not. */
const calls: readonly (readonly [string, readonly unknown[]])[] = [
  ['resolve4', ['mixed.example']],
  ['resolve4', ['none.example']],
  ['resolve4', ['a..example']],
  ['resolve4', ['ü%.example']],
  ['resolve', ['mixed.example', 'A']],
  ['resolveAny', ['all.example']],
  ['reverse', ['127.0.0.1']],
];
const hostCalls: readonly (readonly [string, readonly unknown[]])[] = [
  ['lookup', ['127.0.0.1']],
  ['lookup', ['', { all: true }]],
  ['lookup', ['localhost']],
  ['lookupService', ['127.0.0.1', 80]],
];

describe.each(modules)('%s calls back', (_module, dns) => {
  const withTarget = () => {
    const resolver = new dns.Resolver();
    resolver.setServers([server.address]);
    return [
      ...calls.map(([method, parameters]) => ({ target: resolver, method, parameters })),
      ...hostCalls.map(([method, parameters]) => ({ target: dns, method, parameters })),
    ];
  };

  it('later, once, in the AsyncLocalStorage context of the call, which gives an object', async () => {
    const store = new AsyncLocalStorage<number>();
    const runs = withTarget().map(({ target, method, parameters }, index) => {
      const contexts: unknown[] = [];
      let returned = false;
      const settled = new Promise<void>((resolve) => {
        store.run(index, () => {
          const result = call(target, method, ...parameters, () => {
            contexts.push(returned ? store.getStore() : 'inside the call');
            resolve();
          });
          expect(typeof result, method).toBe('object');
          expect(result, method).not.toBeNull();
          returned = true;
        });
      });
      return { contexts, settled };
    });
    await Promise.all(runs.map(({ settled }) => settled));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(runs.map(({ contexts }) => contexts)).toStrictEqual(runs.map((_run, index) => [index]));
  });

  it('also where another context cancels', async () => {
    const store = new AsyncLocalStorage<string>();
    const resolver = new dns.Resolver();
    resolver.setServers([server.address]);
    const context = new Promise((resolve) => {
      store.run('asker', () => resolver.resolve4('silent.example', () => resolve(store.getStore())));
    });
    store.run('canceller', () => resolver.cancel());
    expect(await context).toBe('asker');
  });
});

describe.each(['node:dns', 'rxdns/dns'])('%s in a process of its own', (module) => {
  /** Runs a script against the built package; what it wrote, by lines. */
  async function run(script: string): Promise<readonly string[]> {
    const whole = `
      import dns from '${module}';
      import { config } from 'rxjs';
      const resolver = new dns.Resolver({ timeout: 2000, tries: 1 });
      resolver.setServers(['${server.address}']);
      ${script}`;
    const parameters = ['--input-type=module', '--no-warnings', '--eval', whole];
    const cwd = fileURLToPath(new URL('../..', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, parameters, { cwd, timeout: 15_000 });
    return stdout.trimEnd().split('\n');
  }

  it('lets what a callback throws be an uncaught exception, and no business of RxJS', async () => {
    const lines = await run(`
      config.onUnhandledError = (error) => console.log('RxJS got', error.message);
      process.on('uncaughtException', (error, origin) => console.log(origin, error.message));
      let calls = 0;
      const fail = (error) => { calls += 1; throw new Error('after ' + (error?.code ?? 'an answer')); };
      resolver.resolve4('mixed.example', fail);
      resolver.resolve4('none.example', fail);
      resolver.resolve4('a..example', fail);
      dns.lookup('127.0.0.1', fail);
      process.on('exit', () => console.log('calls', calls));`);
    expect([...lines].sort()).toStrictEqual([
      'calls 4',
      'uncaughtException after EBADNAME',
      'uncaughtException after ENOTFOUND',
      'uncaughtException after an answer',
      'uncaughtException after an answer',
    ]);
  });

  it('ends by itself when all is answered, and not before', async () => {
    const lines = await run(`
      resolver.resolve4('mixed.example', (error, addresses) => console.log(addresses.join()));
      dns.lookup('localhost', 4, (error, address) => console.log(address));
      dns.lookupService('127.0.0.1', 65_535, (error, host, service) => console.log(host, service));
      resolver.reverse('192.0.2.1', (error) => console.log(error.syscall));`);
    expect([...lines].sort()).toStrictEqual(['127.0.0.1', '192.0.2.78', 'getHostByAddr', 'localhost 65535']);
  });

  it('names the code in the stack of an error of arguments', async () => {
    const lines = await run(`
      try { resolver.resolve4(1); } catch (error) { console.log(error.stack.split('\\n')[0]); }
      try { resolver.setServers(['x']); } catch (error) { console.log(error.stack.split('\\n')[0]); }
      try { resolver.setLocalAddress('x'); } catch (error) { console.log(error.stack.split('\\n')[0]); }
      try { new dns.Resolver({ tries: 0 }); } catch (error) { console.log(error.stack.split('\\n')[0]); }`);
    expect(lines).toStrictEqual([
      'TypeError [ERR_INVALID_ARG_TYPE]: The "name" argument must be of type string. Received type number (1)',
      'TypeError [ERR_INVALID_IP_ADDRESS]: Invalid IP address: x',
      'TypeError: Invalid IP address.',
      'RangeError [ERR_OUT_OF_RANGE]: The value of "options.tries" is out of range. It must be >= 1 && <= 2147483647. Received 0',
    ]);
  });

  it('warns once of a lookup without a host', async () => {
    const lines = await run(`
      process.on('warning', ({ name, code, message }) => console.log(name, code, message));
      dns.lookup('', () => {});
      await dns.promises.lookup(undefined);
      dns.lookup(null, () => {});`);
    expect(lines).toStrictEqual([
      'DeprecationWarning DEP0118 The provided hostname "" is not a valid hostname, and is supported in the dns module solely for compatibility.',
    ]);
  });

  it('starts with the result order of the command line', async () => {
    const lines = await run(`
      import { execFileSync } from 'node:child_process';
      const script = "import dns from '${module}'; console.log(dns.getDefaultResultOrder())";
      const start = (...flags) => execFileSync(process.execPath, [...flags, '--input-type=module', '-e', script]);
      console.log(String(start()) + start('--dns-result-order=ipv4first'));`);
    expect(lines).toStrictEqual(['verbatim', 'ipv4first']);
  });
});

it('an error tells where it comes from: its cause is the DnsError, with the trail of attempts', async () => {
  const resolver = new ourDns.promises.Resolver();
  resolver.setServers([server.address]);
  const error: unknown = await resolver.resolve4('none.example').catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    cause: { name: 'DnsError', code: 'ENOTFOUND', attempts: [{ server: server.address }] },
  });
  expect(Object.keys(error as object)).toStrictEqual(['errno', 'code', 'syscall', 'hostname']);
  expect(nodeDns.NOTFOUND).toBe('ENOTFOUND');
});
