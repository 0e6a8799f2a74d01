import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { NEVER, type Observable, throwError } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDnsError } from '../../src/errors.js';
import { type NameServer, startNameServer } from '../../src/nameserver/index.js';
import type { ResolverOptions } from '../../src/options.js';
import { Resolver } from '../../src/resolver.js';
import { listen } from '../socket/peers.js';

/** Larger than the number of transaction ids. */
const many = 70_000;
const goodAddress = '192.0.2.1';

let server: NameServer;
beforeAll(async () => {
  const wildcard = { name: '*.limits.test', type: 'A', address: goodAddress } as const;
  server = await startNameServer({ records: [wildcard], origin: 'limits.test', idleTimeout: 60_000 });
});
afterAll(() => server.close());

/** How often each result came: an address, or the code of an error; more than one for one lookup throws. */
async function countResults(
  resolver: Resolver,
  count: number,
  onHalf?: () => void,
): Promise<Readonly<Record<string, number>>> {
  const results = new Map<string, number>();
  const settled = new Uint8Array(count);
  let left = count;
  await new Promise<void>((resolve, reject) => {
    const settle = (n: number, result: string) => {
      if (settled[n] !== 0) reject(new Error(`lookup ${n} settled twice`));
      settled[n] = 1;
      results.set(result, (results.get(result) ?? 0) + 1);
      left -= 1;
      if (left === count >> 1) onHalf?.();
      if (left === 0) resolve();
    };
    for (let n = 0; n < count; n += 1) {
      resolver.query$(`n${n}.limits.test`, 'A').subscribe({
        next: ([first]) => settle(n, first?.address ?? 'nothing'),
        error: (error: unknown) => settle(n, isDnsError(error) ? error.code : String(error)),
      });
    }
  });
  return Object.fromEntries(results);
}

function countDescriptors(): number {
  return readdirSync('/proc/self/fd').length;
}

/** Server and resolver share this process: with the usual timeout a busy machine would ask everything again. */
const patient = { timeout: 30_000 };

const open = (options: ResolverOptions = {}) =>
  new Resolver({ servers: [server.address], cache: false, ...options });

describe('very many lookups at once', () => {
  it('70,000 over UDP are all answered', async () => {
    await using resolver = open(patient);
    expect(await countResults(resolver, many)).toStrictEqual({ [goodAddress]: many });
  }, 120_000);

  it('70,000 over TCP, more than one connection has ids for, are all answered', async () => {
    await using resolver = open({ ...patient, useTcp: true, maxOutstanding: Number.POSITIVE_INFINITY });
    expect(await countResults(resolver, many)).toStrictEqual({ [goodAddress]: many });
  }, 120_000);

  it('70,000 for the same name ask once', async () => {
    await using resolver = open(patient);
    const before = server.queryCount;
    const answers = await Promise.all(
      Array.from({ length: many }, () => resolver.query('same.limits.test', 'A')),
    );
    expect(answers.filter(([first]) => first?.address === goodAddress)).toHaveLength(many);
    expect(server.queryCount - before).toBe(1);
  }, 30_000);

  it('closing in their middle ends the rest with ECANCELLED', async () => {
    const resolver = open(patient);
    const count = 20_000;
    const results = await countResults(resolver, count, () => resolver.close$());
    expect(results).toStrictEqual({ [goodAddress]: count / 2, ECANCELLED: count / 2 });
  }, 60_000);
});

describe('connections that fail', () => {
  const failing = (): Observable<never> => throwError(() => new Error('no network'));

  it('100,000 lookups at once, each of which fails inside subscribe()', async () => {
    await using resolver = open({ connect: failing, tries: 1 });
    expect(await countResults(resolver, 100_000)).toStrictEqual({ ECONNREFUSED: 100_000 });
  }, 60_000);

  it('100,000 in a row, each started from the failure of the one before', async () => {
    await using resolver = open({ connect: failing, tries: 1 });
    let failures = 0;
    await new Promise<void>((resolve) => {
      const next = () =>
        resolver.query$('row.limits.test', 'A').subscribe({
          error: () => {
            failures += 1;
            if (failures === 100_000) resolve();
            else next();
          },
        });
      next();
    });
    expect(failures).toBe(100_000);
  }, 60_000);

  it('100,000 that waited for their turn behind one that hangs', async () => {
    let connections = 0;
    const connect = () => (++connections === 1 ? NEVER : failing());
    await using resolver = open({ connect, tries: 1, maxOutstanding: 1 });
    const first = resolver.query$('hangs.limits.test', 'A').subscribe();
    const results = countResults(resolver, 100_000);
    first.unsubscribe();
    expect(await results).toStrictEqual({ ECONNREFUSED: 100_000 });
  }, 60_000);

  it('30,000 attempts of one lookup', async () => {
    const servers = Array.from({ length: 10_000 }, (_, n) => `10.${n >> 8}.${n & 0xff}.1`);
    await using resolver = open({ connect: failing, servers });
    const error: unknown = await resolver
      .query('servers.limits.test', 'A')
      .catch((reason: unknown) => reason);
    expect(isDnsError(error) && error.code).toBe('ECONNREFUSED');
    expect(isDnsError(error) && error.attempts.length).toBe(30_000);
  }, 30_000);

  it('2,000 lookups of a port where nobody listens, over UDP and over TCP', async () => {
    const closed = createServer();
    const port = await listen(closed);
    closed.close();
    await once(closed, 'close');
    for (const useTcp of [false, true]) {
      await using resolver = open({ servers: [`127.0.0.1:${port}`], useTcp });
      expect(await countResults(resolver, 2000)).toStrictEqual({ ECONNREFUSED: 2000 });
    }
  }, 30_000);
});

describe('a server that never answers', () => {
  it('5,000 lookups time out on a bounded number of sockets, which are all closed', async () => {
    const silent = createSocket({ type: 'udp4', recvBufferSize: 4 << 20 });
    silent.bind(0, '127.0.0.1');
    await once(silent, 'listening');
    const before = countDescriptors();
    const resolver = open({ servers: [`127.0.0.1:${silent.address().port}`], timeout: 1500, tries: 1 });
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, countDescriptors() - before);
    }, 20);
    expect(await countResults(resolver, 5000)).toStrictEqual({ ETIMEOUT: 5000 });
    clearInterval(watch);
    await resolver.close();
    // The cap on open sockets, and a little for what else this process has open by then.
    expect(peak).toBeGreaterThan(100);
    expect(peak).toBeLessThan(560);
    await expect.poll(() => countDescriptors() - before).toBeLessThanOrEqual(0);
    silent.close();
  }, 30_000);

  it('20,000 lookups are given up as fast as one is', async () => {
    const silent = createSocket('udp4');
    silent.bind(0, '127.0.0.1');
    await once(silent, 'listening');
    const resolver = open({
      servers: [`127.0.0.1:${silent.address().port}`],
      maxOutstanding: Number.POSITIVE_INFINITY,
    });
    const results = countResults(resolver, 20_000);
    await sleep(100);
    const start = performance.now();
    resolver.cancel();
    expect(await results).toStrictEqual({ ECANCELLED: 20_000 });
    expect(performance.now() - start).toBeLessThan(2000);
    await resolver.close();
    silent.close();
  }, 30_000);
});
