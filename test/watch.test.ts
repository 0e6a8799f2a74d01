import { firstValueFrom, skip, take, toArray } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type NameServer, startNameServer } from '../src/nameserver/index.js';
import { Resolver } from '../src/resolver.js';
import { runScript } from './run-script.js';

const addresses = (...texts: readonly string[]) => ({
  zone: `$ORIGIN example.\n@ 1 SOA ns r 1 2 3 4 1\n${texts.map((text) => `a 1 A ${text}\n`).join('')}`,
});

let server: NameServer;
let resolver: Resolver;

beforeEach(async () => {
  server = await startNameServer(addresses('192.0.2.1'));
  resolver = new Resolver({ servers: [server.address] });
});

afterEach(async () => {
  await resolver.close();
  await server.close();
});

describe('watch$, over sockets', () => {
  it('follows a server that changes its answer', async () => {
    const changes: string[] = [];
    const watched = resolver.watch$('a.example', 'A', { minInterval: 20, maxInterval: 50 }).pipe(take(4));
    await watched.forEach(({ status, added, removed }) => {
      const texts = [
        ...added.map(({ address }) => `+${address}`),
        ...removed.map(({ address }) => `-${address}`),
      ];
      changes.push([status, ...texts].join(' '));
      const next = [['192.0.2.1', '192.0.2.2'], [], ['192.0.2.2']][changes.length - 1];
      if (next !== undefined) server.update(addresses(...next));
    });
    expect(changes).toStrictEqual([
      'NOERROR +192.0.2.1',
      'NOERROR +192.0.2.2',
      'NXDOMAIN -192.0.2.1 -192.0.2.2',
      'NOERROR +192.0.2.2',
    ]);
  });

  it('asks nothing once it is unsubscribed', async () => {
    const watch$ = resolver.watch$('a.example', 'A', { minInterval: 20, maxInterval: 20 });
    await firstValueFrom(watch$);
    const asked = server.queryCount;
    const other = resolver.query('a.example', 'A', { cache: 'refresh', timeout: 100 });
    await other;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(server.queryCount).toBe(asked + 1);
  });

  it('survives a server that goes away, and hears of it when it is back', async () => {
    const { port } = server;
    const watch$ = resolver.watch$('a.example', 'A', {
      minInterval: 20,
      maxInterval: 50,
      timeout: 50,
      tries: 1,
    });
    const states = firstValueFrom(watch$.pipe(skip(1), take(2), toArray()));
    await firstValueFrom(watch$);
    await server.close();
    await firstValueFrom(watch$.pipe(skip(1)));
    server = await startNameServer({ ...addresses('192.0.2.1'), port });
    expect(
      (await states).map(({ stale, current, added }) => [stale, current.length, added.length]),
    ).toStrictEqual([
      [true, 1, 0],
      [false, 1, 0],
    ]);
  });

  it('keeps the process alive while it is subscribed to, and not longer', async () => {
    const script = `
      import { Resolver } from 'rxdns';
      const resolver = new Resolver({ servers: [${JSON.stringify(server.address)}] });
      let changes = 0;
      const watch$ = resolver.watch$('a.example', 'A', { minInterval: 50, maxInterval: 50 });
      const subscription = watch$.subscribe(() => (changes += 1));
      setTimeout(() => {
        subscription.unsubscribe();
        console.log(changes);
      }, 300).unref();`;
    expect(await runScript(script, 3000)).toStrictEqual({ wrote: '1\n', ended: true });
  });
});

describe('agree$, over sockets', () => {
  it('resolves once every server has the value', async () => {
    await using other = await startNameServer(addresses('192.0.2.7'));
    const servers = [server.address, other.address];
    const agreed = resolver.agree('a.example', 'A', '192.0.2.7', { servers, every: 20, deadline: 15_000 });
    server.update(addresses('192.0.2.1', '192.0.2.7'));
    const { agreeing, servers: states } = await agreed;
    expect([agreeing, states.map(({ outcome }) => outcome?.records.length)]).toStrictEqual([2, [2, 1]]);
  });

  it('rejects on the deadline, and for mistakes', async () => {
    const late = resolver.agree('a.example', 'A', '192.0.2.7', { every: 20, deadline: 100 });
    await expect(late).rejects.toMatchObject({ name: 'DnsError', code: 'ETIMEOUT', attempts: [{}] });
    await expect(resolver.agree('a.example', 'A', [])).rejects.toThrow(RangeError);
  });
});
