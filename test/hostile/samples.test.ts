import { setTimeout as sleep } from 'node:timers/promises';
import { firstValueFrom, lastValueFrom, merge, toArray } from 'rxjs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isDnsError } from '../../src/errors.js';
import type { ResolverOptions } from '../../src/options.js';
import { Resolver } from '../../src/resolver.js';
import { type HostileServer, startHostileServer } from './hostile-server.js';
import { carrying, type Mutation, record, setting16 } from './octets.js';
import { end, type Step, send, silence, wait } from './script.js';

/** Lookups of several names at once, and servers of several minds: what one scripted lookup cannot show. */
let servers: readonly [HostileServer, HostileServer, HostileServer];
let server: HostileServer;
beforeAll(async () => {
  servers = [await startHostileServer(), await startHostileServer(), await startHostileServer()];
  [server] = servers;
});
afterAll(async () => {
  for (const each of servers) await each[Symbol.asyncDispose]();
});

let resolver: Resolver;
let opened: Resolver[] = [];
const open = (options: ResolverOptions) => {
  const one = new Resolver({ servers: [server.address], ...options });
  opened.push(one);
  return one;
};
beforeEach(() => {
  resolver = open({});
});
afterEach(async () => {
  for (const one of opened) await one.close();
  opened = [];
});

const rcode = (code: number): Step => {
  const without = carrying({});
  const marked: Mutation = setting16(2, (bits) => bits | code);
  return send((good, query) => marked(without(good, query), query));
};

/** The code of the error that a lookup ends with. */
async function codeOf(lookup: Promise<unknown>): Promise<string> {
  try {
    return `no error: ${JSON.stringify(await lookup)}`;
  } catch (error) {
    return isDnsError(error) ? error.code : String(error);
  }
}

describe('TCP connections', () => {
  const names = (group: string) => Array.from({ length: 32 }, (_, n) => `n${n}.${group}.hostile.test`);

  it('32 lookups at once over TCP share one connection', async () => {
    const before = server.connections;
    const overTcp = open({ useTcp: true });
    const all = await Promise.all(names('one').map((name) => overTcp.query(name, 'A')));
    expect(all.map(([first]) => first?.name)).toStrictEqual(names('one'));
    expect(server.connections - before).toBe(1);
  });

  it('answers on one connection may come in any order', async () => {
    const before = server.connections;
    const overTcp = open({ useTcp: true });
    for (const [n, name] of names('late').entries()) server.play(name, { tcp: [[wait(64 - 2 * n), send()]] });
    const all = await Promise.all(names('late').map((name) => overTcp.query(name, 'A')));
    expect(all.map(([first]) => first?.name)).toStrictEqual(names('late'));
    expect(server.connections - before).toBe(1);
  });

  it('a connection that ends takes no other lookup with it', async () => {
    const overTcp = open({ useTcp: true });
    for (const name of names('ends')) server.play(name, { tcp: [silence, [send()]] });
    server.play('end.hostile.test', { tcp: [[wait(30), end], [send()]] });
    const all = await Promise.all(
      [...names('ends'), 'end.hostile.test'].map((name) => overTcp.response(name, 'A')),
    );
    expect(all.map(({ attempts }) => attempts.map(({ outcome }) => outcome))).toStrictEqual(
      all.map(() => ['EOF', 'NOERROR']),
    );
  });
});

describe('several servers', () => {
  const three = () => open({ servers: servers.map(({ address }) => address) });

  it('are asked in order, and the next lookup starts at the one that answered', async () => {
    const both = three();
    servers[0].play('three.hostile.test', { udp: [[rcode(2)]] });
    servers[1].play('three.hostile.test', { udp: [[rcode(4)]] });
    const first = await both.response('three.hostile.test', 'A');
    const asked = first.attempts.map((attempt) => attempt.server);
    expect([...new Set(asked)]).toStrictEqual(servers.map(({ address }) => address));
    expect(first.attempts.at(-1)).toMatchObject({ server: servers[2].address, outcome: 'NOERROR' });
    const next = await both.response('next.hostile.test', 'A');
    expect(next.attempts.map((attempt) => attempt.server)).toStrictEqual([servers[2].address]);
  });

  it('a server that failed is probed by a copy of a lookup once five seconds have passed', async () => {
    const [failed, good] = servers;
    // The lowest random number: ids collide and are drawn again, and a chance of one in ten always comes.
    const two = open({ servers: [failed.address, good.address], random: () => 0 });
    failed.play('fails.hostile.test', { udp: [[rcode(2)]] });
    await two.query('fails.hostile.test', 'A');
    await two.query('soon.hostile.test', 'A');
    expect(failed.queriesFor('soon.hostile.test')).toHaveLength(0);
    await sleep(5100);
    const { attempts } = await two.response('probe.hostile.test', 'A');
    expect(attempts.map((attempt) => attempt.server)).toStrictEqual([good.address]);
    await expect.poll(() => failed.queriesFor('probe.hostile.test').length).toBe(1);
    const after = await two.response('after.hostile.test', 'A');
    expect(after.attempts.map((attempt) => attempt.server)).toStrictEqual([failed.address]);
  });
});

describe('0x20', () => {
  const lowerCase: Mutation = (good) =>
    good.map((octet, at) => (at >= 12 && octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet));

  it('a reply with other letter case is dropped', async () => {
    const name = 'a-name-with-many-letters.hostile.test';
    const mixed = open({ dns0x20: true });
    server.play(name, {
      udp: [
        [send((good, query) => lowerCase(carrying({ answers: [record()] })(good, query), query)), send()],
      ],
    });
    const records = await mixed.query(name, 'A');
    expect(records.map(({ address }) => address)).toStrictEqual(['192.0.2.1']);
    const seen = server.queriesFor(name);
    expect(seen).toHaveLength(1);
    expect(seen[0]?.name).not.toBe(name);
  });

  it('with no other kind of reply the lookup times out', async () => {
    const name = 'another-name-with-many-letters.hostile.test';
    const mixed = open({ dns0x20: true, timeout: 40 });
    server.play(name, { udp: [[send(lowerCase)]], tcp: [silence] });
    expect(await codeOf(mixed.query(name, 'A'))).toBe('ETIMEOUT');
    expect(server.queriesFor(name).map(({ transport }) => transport)).toStrictEqual([
      'udp',
      'udp',
      'udp',
      'tcp',
    ]);
  });
});

describe('names', () => {
  const long = Array.from({ length: 4 }, () => 'a'.repeat(63)).join('.');

  it.each(['example..com', '.example.com', `${'a'.repeat(64)}.com`, long, 'a\\25', 'a\\256.com', 'a\\'])(
    '%j is no name, and nothing is sent',
    async (name) => {
      const before = server.queryCount;
      expect(await codeOf(resolver.query(name, 'A'))).toBe('EBADNAME');
      await sleep(5);
      expect(server.queryCount).toBe(before);
    },
  );

  it('escapes in a name are octets of it', async () => {
    await resolver.query('ex\\097m\\ple.escaped.test', 'A');
    expect(server.queriesFor('example.escaped.test')).toHaveLength(1);
  });

  it('a dot behind a backslash belongs to its label', async () => {
    const code = await codeOf(resolver.query('dotted.escaped\\.', 'A'));
    const [seen] = server.queriesFor('dotted.escaped.');
    const question = Buffer.from(seen?.octets.subarray(12, 12 + 17) ?? []).toString('latin1');
    expect(question).toBe('\x06dotted\x08escaped.\x00');
    // dns-packet cannot repeat that name, so that its reply answers another question.
    expect(code).not.toBe('EBADNAME');
  });

  it.each(['__proto__', 'constructor', 'hasOwnProperty', 'toString.__proto__'])(
    '%s is a name',
    async (name) => {
      const records = await resolver.query(name, 'A');
      expect(records.map((each) => each.name)).toStrictEqual([name]);
    },
  );

  it('class CH is asked and answered', async () => {
    server.play('id.server', {
      answers: (name) => [{ type: 'TXT', class: 'CH', name, ttl: 0, data: 'ns1.hostile.test' }],
    });
    const records = await resolver.query('id.server', 'TXT', { class: 'CH' });
    expect(records.map(({ class: of, text }) => ({ of, text }))).toStrictEqual([
      { of: 'CH', text: 'ns1.hostile.test' },
    ]);
  });
});

describe('time', () => {
  it('a TTL with the top bit set is 0, and an RRset counts with its lowest', async () => {
    server.play('ttl.hostile.test', {
      udp: [
        [
          send(
            carrying({ answers: [record({ ttl: 0x8000_0001 }), record({ ttl: 50, rdata: [192, 0, 2, 2] })] }),
          ),
        ],
      ],
    });
    const records = await resolver.query('ttl.hostile.test', 'A');
    expect(records.map(({ ttl }) => ttl)).toStrictEqual([0, 0]);
  });

  it('a lookup that is cancelled at once ends with ECANCELLED', async () => {
    const code = codeOf(resolver.query('cancelled.hostile.test', 'A'));
    resolver.cancel();
    expect(await code).toBe('ECANCELLED');
    await sleep(20);
    expect(server.queriesFor('cancelled.hostile.test').length).toBeLessThanOrEqual(1);
  });

  it('two lookups pending, and close: both end with ECANCELLED, each once', async () => {
    server.play('one.silent.test', { udp: [silence] });
    server.play('two.silent.test', { udp: [silence] });
    const ends: string[] = [];
    const note = (error: unknown) => ends.push(isDnsError(error) ? error.code : String(error));
    for (const name of ['one.silent.test', 'two.silent.test'])
      resolver.query$(name, 'A').subscribe({ next: () => ends.push('next'), error: note });
    await sleep(20);
    await lastValueFrom(resolver.close$(), { defaultValue: undefined });
    expect(ends).toStrictEqual(['ECANCELLED', 'ECANCELLED']);
    await sleep(20);
    expect(ends).toStrictEqual(['ECANCELLED', 'ECANCELLED']);
  });

  it('answers out of order reach the lookups they belong to', async () => {
    const names = Array.from({ length: 40 }, (_, n) => `n${n}.order.test`);
    for (const [n, name] of names.entries()) server.play(name, { udp: [[wait(80 - 2 * n), send()]] });
    const lookups = names.map((name) => resolver.query$(name, 'A'));
    const answered = await firstValueFrom(merge(...lookups).pipe(toArray()));
    expect(answered.map(([first]) => first?.name).toSorted()).toStrictEqual(names.toSorted());
  });
});
