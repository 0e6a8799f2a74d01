import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type * as api from '../../src/index.js';
import { describeWhenInstalled } from '../servers/when-installed.js';
import { type CrossOriginServer, mute, startCrossOriginServer } from './doh-server.js';
import { type OpenPage, openPage } from './page.js';

/** In the page. */
declare const rxdns: typeof api;

describeWhenInstalled('in Chromium', { chromium: 'chromium' }, () => {
  let server: CrossOriginServer;
  let chromium: OpenPage;
  let url: string;
  let seen: number;
  let told: number;

  beforeAll(async () => {
    server = await startCrossOriginServer();
    url = `${server.origin}/dns-query`;
    chromium = await openPage([server.origin]);
  }, 60_000);
  afterAll(async () => {
    await chromium.stop();
    await server.stop();
  });
  beforeEach(() => {
    seen = server.requests.length;
    told = chromium.problems.length;
  });

  const requests = () => server.requests.slice(seen);
  const problems = () => chromium.problems.slice(told);

  it('asks by GET, without a preflight, and from its cache the second time', async () => {
    const answers = await chromium.page.evaluate(async (text) => {
      const resolver = new rxdns.Resolver({ servers: [text] });
      const [first] = await resolver.query('a.example', 'A');
      const second = await resolver.response('a.example', 'A');
      const { transport, server: asked, cached } = second;
      return { first, transport, asked, cached };
    }, url);
    expect(answers).toStrictEqual({
      first: { name: 'a.example', type: 'A', class: 'IN', ttl: 300, address: '192.0.2.7' },
      transport: 'https',
      asked: url,
      cached: true,
    });
    expect(requests()).toStrictEqual(['GET /dns-query']);
    expect(problems()).toStrictEqual([]);
  });

  it('asks by POST, which needs a preflight', async () => {
    const text = await chromium.page.evaluate(async (server) => {
      const resolver = new rxdns.Resolver({ servers: [server], https: { method: 'POST' } });
      const [record] = await resolver.query('a.example', 'TXT');
      return record?.text;
    }, url);
    expect(text).toBe('onetwo');
    expect(requests()).toStrictEqual(['OPTIONS /dns-query', 'POST /dns-query']);
    expect(problems()).toStrictEqual([]);
  });

  it('looks hosts up, along aliases, with what TTL is left', async () => {
    const found = await chromium.page.evaluate(async (text) => {
      const resolver = new rxdns.Resolver({ servers: [text] });
      const hints = { family: 4, service: 443, canonicalName: true } as const;
      const { addresses, canonicalNames } = await resolver.getaddrinfo('alias.example', hints);
      // Two addresses would be put in order by sockets, where there are some.
      const both = await resolver.getaddrinfo('both.example');
      return { addresses, canonicalNames, both: both.addresses.map(({ address }) => address) };
    }, url);
    expect(found).toMatchObject({
      addresses: [{ address: '192.0.2.7', family: 4, port: 443, ttl: 30 }],
      canonicalNames: [{ alias: 'alias.example', name: 'a.example', ttl: 30 }],
      both: ['2001:db8::9', '192.0.2.9'],
    });
    expect(problems()).toStrictEqual([]);
  });

  it('aborts the request of a query that nobody waits for any more', async () => {
    const { page } = chromium;
    await page.evaluate(
      ([text = '', name = '']) => {
        const resolver = new rxdns.Resolver({ servers: [text], timeout: 60_000 });
        const subscription = resolver.query$(name, 'A').subscribe();
        Object.assign(globalThis, { cancel: () => subscription.unsubscribe() });
      },
      [url, mute],
    );
    await vi.waitFor(() => expect(requests()).toHaveLength(1), 5000);
    expect(server.aborted).toStrictEqual([]);
    await page.evaluate('cancel()');
    await vi.waitFor(() => expect(server.aborted).toStrictEqual([mute]), 5000);
    expect(problems()).toStrictEqual([]);
  });

  it.each([
    ['missing.example', '/dns-query', 'ENOTFOUND'],
    ['n1.example', '/dns-query', 'ENODATA'],
    [mute, '/dns-query', 'ETIMEOUT'],
  ])('%s at %s is %s', async (name, path, code) => {
    expect(await failure(name, [server.origin + path])).toMatchObject({ code });
    expect(problems()).toStrictEqual([]);
  });

  it.each([
    ['with an HTTP error', '/broken', 'ESERVFAIL', 'HTTP_503'],
    ['that other origins may not ask', '/private', 'ECONNREFUSED', 'ECONNREFUSED'],
  ])('a server %s fails, and the next one is asked', async (_what, path, code, outcome) => {
    const broken = server.origin + path;
    expect(await failure('n1.example', [broken])).toMatchObject({ code });
    const trail = await chromium.page.evaluate(
      async (servers) => {
        const resolver = new rxdns.Resolver({ servers, tries: 1 });
        const { attempts } = await resolver.response('n2.example', 'A');
        return attempts.map((attempt) => [attempt.server, attempt.outcome]);
      },
      [broken, url],
    );
    expect(trail).toStrictEqual([
      [broken, outcome],
      [url, 'NOERROR'],
    ]);
  });

  it('cannot see the age of a response, unless the server shows it', async () => {
    const ttls = await chromium.page.evaluate(
      async (paths) => {
        const resolver = new rxdns.Resolver({ cache: false, servers: ['https://unused.example/'] });
        const asked = paths.map((path) => resolver.query('old.example', 'A', { servers: [path] }));
        return (await Promise.all(asked)).map(([record]) => record?.ttl);
      },
      [`${server.origin}/aged`, `${server.origin}/aged?exposed`],
    );
    expect(ttls).toStrictEqual([300, 200]);
    expect(problems()).toStrictEqual([]);
  });

  it('has other servers fail at once, and says why where there is nothing else', async () => {
    const trail = await chromium.page.evaluate(async (text) => {
      const resolver = new rxdns.Resolver({ servers: ['192.0.2.1', 'tls://192.0.2.1', text] });
      const { attempts } = await resolver.response('n3.example', 'A');
      return attempts.map(({ transport, outcome }) => [transport, outcome]);
    }, url);
    expect(trail).toStrictEqual([
      ['udp', 'ENOTIMP'],
      ['tls', 'ENOTIMP'],
      ['https', 'NOERROR'],
    ]);
    const hint = 'in a browser: give servers like https://dns.example/dns-query';
    expect(await failure('n3.example', ['192.0.2.1'])).toStrictEqual({
      code: 'ENOSERVER',
      message: `none of the servers can be asked ${hint}`,
    });
    expect(await failure('n3.example', undefined)).toStrictEqual({
      code: 'ENOSERVER',
      message: `there are no default servers ${hint}`,
    });
  });

  it('asks for a list, as many at a time as are wanted', async () => {
    const statuses = await chromium.page.evaluate(async (text) => {
      const names = Array.from({ length: 40 }, (_, n) => `n${n}.example`);
      const resolver = new rxdns.Resolver({ servers: [text] });
      return await new Promise<string[]>((resolve, reject) => {
        const found: string[] = [];
        rxdns.queryEach.from(resolver, names, 'A', { concurrency: 8 }).subscribe({
          next: ({ status }) => found.push(status),
          error: reject,
          complete: () => resolve(found),
        });
      });
    }, url);
    expect(statuses).toStrictEqual(Array.from({ length: 40 }, () => 'NOERROR'));
    expect(problems()).toStrictEqual([]);
  });

  /** What a query errors with. */
  function failure(name: string, servers: readonly string[] | undefined) {
    return chromium.page.evaluate(
      async ([asked, texts]) => {
        const resolver = new rxdns.Resolver({ servers: texts, tries: 1, timeout: 500 });
        const { error } = await resolver.outcome(asked, 'AAAA');
        return { code: error?.code, message: error?.message };
      },
      [name, servers] as const,
    );
  }
});
