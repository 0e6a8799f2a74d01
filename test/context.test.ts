import { AsyncLocalStorage } from 'node:async_hooks';
import type { Observable } from 'rxjs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type NameServer, startNameServer } from '../src/nameserver/index.js';
import type { QueryOptions } from '../src/options.js';
import { Resolver } from '../src/resolver.js';

const store = new AsyncLocalStorage<string>();

let server: NameServer;
beforeAll(async () => {
  const zone = 'example. 300 SOA ns host 1 2 3 4 60\na 300 A 192.0.2.7\nsilent 300 A 192.0.2.8';
  server = await startNameServer({
    zone,
    origin: 'example',
    respond: ({ name }) => (name === 'silent.example' ? { kind: 'drop' } : undefined),
  });
});
afterAll(() => server.close());

let resolver: Resolver;
beforeEach(() => {
  // Whoever makes the resolver and opens its sockets is not who asks.
  resolver = store.run('creator', () => new Resolver({ servers: [server.address] }));
});
afterEach(() => resolver.close());

/** Subscribes inside a store; resolves with what was heard, each with the store it was heard in. */
function hear(name: string, stream$: Observable<unknown>): Promise<readonly string[]> {
  return new Promise((resolve) => {
    const heard: string[] = [];
    const note = (what: string) => heard.push(`${what} in ${store.getStore()}`);
    store.run(name, () => {
      stream$.subscribe({
        next: () => note('next'),
        error: () => {
          note('error');
          resolve(heard);
        },
        complete: () => {
          note('complete');
          resolve(heard);
        },
      });
    });
  });
}

const success = (name: string) => [`next in ${name}`, `complete in ${name}`];

describe('a subscriber hears in its own AsyncLocalStorage store', () => {
  it.each<[string, QueryOptions]>([
    ['over UDP', {}],
    ['over TCP', { useTcp: true }],
  ])('an answer and a "no" %s', async (_what, options) => {
    // The first one opens the connection that the others share over TCP.
    const heard = await Promise.all([
      hear('one', resolver.query$('a.example', 'A', options)),
      hear('two', resolver.query$('a.example', 'AAAA', options)),
      hear('three', resolver.response$('b.example', 'A', options)),
    ]);
    expect(heard).toStrictEqual([success('one'), ['error in two'], success('three')]);
  });

  it('the answer of a wire query that it shares', async () => {
    const before = server.queryCount;
    const all = ['one', 'two', 'three'];
    const heard = await Promise.all(all.map((name) => hear(name, resolver.query$('a.example', 'A'))));
    expect(heard).toStrictEqual(all.map(success));
    expect(server.queryCount - before).toBe(1);
  });

  it('an answer from the cache', async () => {
    await resolver.query('a.example', 'A');
    const before = server.queryCount;
    expect(await hear('one', resolver.query$('a.example', 'A'))).toStrictEqual(success('one'));
    expect(server.queryCount).toBe(before);
  });

  it('the rest of the queue, when another one makes room', async () => {
    await using narrow = new Resolver({ servers: [server.address], maxOutstanding: 1, cache: false });
    const all = ['one', 'two', 'three'];
    const heard = await Promise.all(
      all.map((name) => hear(name, narrow.query$(`${name}.example`, 'A', { deadline: 5000 }))),
    );
    expect(heard).toStrictEqual(all.map((name) => [`error in ${name}`]));
  });

  it.each<[string, QueryOptions]>([
    ['a timeout', { timeout: 20, tries: 1, useTcp: true }],
    ['a deadline', { deadline: 20 }],
  ])('%s', async (_what, options) => {
    const heard = hear('one', resolver.query$('silent.example', 'A', options));
    expect(await heard).toStrictEqual(['error in one']);
  });

  it('lookups of hosts, whose queries others share', async () => {
    const hosts = (name: string) => [
      hear(name, resolver.search$('a.example', 'A')),
      hear(name, resolver.gethostbyname$('a.example')),
      hear(name, resolver.getaddrinfo$('a.example')),
      hear(name, resolver.addresses$('a.example')),
      hear(name, resolver.gethostbyaddr$('192.0.2.7')),
      hear(name, resolver.getnameinfo$({ address: '192.0.2.7', port: 80 }, { numericHost: true })),
      hear(name, resolver.gethostbyname$('silent.example', 4, { deadline: 20 })),
    ];
    const expected = (name: string) => [
      ...new Array<readonly string[]>(4).fill(success(name)),
      [`error in ${name}`],
      success(name),
      [`error in ${name}`],
    ];
    const heard = await Promise.all(['one', 'two'].map((name) => Promise.all(hosts(name))));
    expect(heard).toStrictEqual([expected('one'), expected('two')]);
  });

  it('the callback of lookup', async () => {
    const heard = ['a.example', 'none.example.', 'a..example'].map(
      (host, n) =>
        new Promise((resolve) => {
          store.run(`caller ${n}`, () => {
            resolver.lookup(host, 4, (error) => resolve(`${error?.code} in ${store.getStore()}`));
          });
        }),
    );
    expect(await Promise.all(heard)).toStrictEqual([
      'undefined in caller 0',
      'ENOTFOUND in caller 1',
      'EBADNAME in caller 2',
    ]);
  });

  it('a name that is none, and what was cancelled, aborted or closed by somebody else', async () => {
    const controller = new AbortController();
    const pending = [
      hear('one', resolver.query$('a..example', 'A')),
      hear('two', resolver.query$('silent.example', 'A', { signal: controller.signal })),
    ];
    store.run('aborter', () => controller.abort());
    pending.push(hear('three', resolver.query$('silent.example', 'A')));
    store.run('canceller', () => resolver.cancel());
    pending.push(hear('four', resolver.query$('silent.example', 'A')));
    store.run('closer', () => resolver.close$());
    pending.push(hear('five', resolver.query$('a.example', 'A')));
    const names = ['one', 'two', 'three', 'four', 'five'];
    expect(await Promise.all(pending)).toStrictEqual(names.map((name) => [`error in ${name}`]));
  });
});
