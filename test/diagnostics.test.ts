import { execFile } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ResolverEvent } from '../src/observables/resolver-event.js';
import { Resolver } from '../src/resolver.js';
import { type NameServer, startNameServer } from '../src/testing/index.js';

const run = promisify(execFile);

let server: NameServer;
beforeAll(async () => {
  server = await startNameServer({ origin: 'example.org', zone: 'www A 192.0.2.80\n' });
  return () => server.close();
});

describe('the channel rxdns:event', () => {
  const heard: unknown[] = [];
  const listen = (event: unknown) => heard.push(event);
  afterEach(() => {
    unsubscribe('rxdns:event', listen);
    heard.length = 0;
  });

  it('has the events of every resolver while somebody listens', async () => {
    await using resolver = new Resolver({ servers: [server.address], cache: false });
    await resolver.query('www.example.org', 'A');
    subscribe('rxdns:event', listen);
    const told: ResolverEvent[] = [];
    const telling = resolver.events$.subscribe((event) => told.push(event));
    await resolver.query('www.example.org', 'A');
    telling.unsubscribe();
    expect(told.map(({ type }) => type)).toContain('query-end');
    expect(heard.slice(0, told.length)).toStrictEqual(told);
    heard.length = 0;
    await resolver.query('www.example.org', 'A');
    expect(heard.length).toBeGreaterThanOrEqual(3);
    unsubscribe('rxdns:event', listen);
    heard.length = 0;
    await resolver.query('www.example.org', 'A');
    expect(heard).toStrictEqual([]);
  });

  it.each([
    ['node', 'object', 'true'],
    ['browser', 'object', 'false'],
  ])('is there under the condition %s only where that is Node', async (condition, type, isNodes) => {
    const script = `
      import { channel } from 'node:diagnostics_channel';
      import { eventChannel } from '#diagnostics';
      console.log(typeof eventChannel, eventChannel === channel('rxdns:event'));`;
    const { stdout } = await run(
      process.execPath,
      [`--conditions=${condition}`, '--input-type=module', '--eval', script],
      { cwd: fileURLToPath(new URL('..', import.meta.url)) },
    );
    expect(stdout.trim()).toBe(`${type} ${isNodes}`);
  });
});

it('real sockets are told with the port of ours', async () => {
  await using resolver = new Resolver({ servers: [server.address], cache: false });
  const told: ResolverEvent[] = [];
  resolver.events$.subscribe((event) => told.push(event));
  await resolver.query('www.example.org', 'A');
  await resolver.query('www.example.org', 'A', { useTcp: true });
  await resolver.close();
  const sockets = told.flatMap((event) =>
    event.type === 'socket-open' || event.type === 'socket-close' ? [event] : [],
  );
  const { address } = server;
  const [udp, tcp] = ['udp', 'tcp'].map((transport) => sockets.filter((one) => one.transport === transport));
  const localPort = expect.any(Number);
  expect(udp).toStrictEqual([
    { type: 'socket-open', server: address, transport: 'udp', localAddress: '127.0.0.1', localPort },
    { type: 'socket-close', server: address, transport: 'udp', localAddress: '127.0.0.1', localPort },
  ]);
  expect(tcp).toStrictEqual([
    { type: 'socket-open', server: address, transport: 'tcp', localAddress: undefined, localPort },
    { type: 'socket-close', server: address, transport: 'tcp', localAddress: undefined, localPort },
  ]);
});
