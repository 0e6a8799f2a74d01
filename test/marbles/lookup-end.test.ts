import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it, vi } from 'vitest';
import type { LookupCallback, LookupOptions } from '../../src/lookup.js';
import type { Resolver } from '../../src/resolver.js';
import { marbles } from '../../src/testing/marbles.js';
import { hostNetwork, openConnections, type Replies } from './host-network.js';
import { hostResolver } from './host-resolver.js';
import { noteCalls } from './lookup-calls.js';

const both = { 'a.example A': '192.0.2.7', 'a.example AAAA': '2001:db8::7' };

describe('errors', () => {
  it.each<[what: string, host: string, replies: Replies, heard: string]>([
    ['NXDOMAIN', 'a.example', {}, '5 ENOTFOUND'],
    ['NODATA', 'a.example', { 'a.example': 'NODATA' }, '5 ENOTFOUND'],
    ['SERVFAIL', 'a.example', { 'a.example': 'SERVFAIL' }, '5 ESERVFAIL'],
    ['REFUSED', 'a.example', { 'a.example': 'REFUSED' }, '5 EREFUSED'],
    ['silence', 'a.example', { 'a.example': 'silence' }, '200 ETIMEOUT'],
    ['a bad name', 'a..example', {}, '0 EBADNAME'],
    ['no name', '', {}, '0 EBADNAME'],
    ['onion', 'x.onion', {}, '0 ENOTFOUND'],
  ])(
    '%s',
    marbles((m, _what, host: string, replies: Replies, heard: string) => {
      const { lookup } = hostResolver(hostNetwork(replies));
      const { calls, callback } = noteCalls(m.scheduler);
      lookup(host, callback);
      expect(calls).toStrictEqual([]);
      m.flush();
      expect(calls).toStrictEqual([heard]);
    }),
  );

  it(
    'of NODATA knows what the server answered',
    marbles((m) => {
      const { lookup } = hostResolver(hostNetwork({ 'a.example': 'NODATA' }));
      const errors: unknown[] = [];
      lookup('a.example', { family: 4 }, (error) => errors.push(error));
      m.flush();
      expect(errors).toMatchObject([
        {
          code: 'ENOTFOUND',
          message: 'a.example: there are no addresses',
          question: { name: 'a.example', type: 'A' },
          rcode: 'NOERROR',
          attempts: [{ server: '192.0.2.1', outcome: 'NOERROR' }],
          elapsed: 5,
          cause: { code: 'ENODATA' },
        },
      ]);
    }),
  );

  it.each<[what: string, host: string | undefined, options: LookupOptions, code: string]>([
    ['unknown hints', 'a.example', { hints: 1 << 20 }, 'EBADFLAGS'],
    ['family 5', 'a.example', { family: 5 }, 'ENOTIMP'],
    ['family 4 as text', 'a.example', { family: '4' as 'IPv4' }, 'ENOTIMP'],
    ['no host', undefined, {}, 'EBADNAME'],
  ])('of options come later, too: %s', async (_what, host, options, code) => {
    const network = hostNetwork(both);
    const callback = vi.fn<LookupCallback>();
    const context = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    context.run('caller', () =>
      hostResolver(network).lookup(host as string, options, (...told) => {
        callback(...told);
        seen.push(context.getStore());
      }),
    );
    expect(callback).not.toHaveBeenCalled();
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect(callback.mock.calls).toStrictEqual([[expect.objectContaining({ name: 'DnsError', code }), '']]);
    expect(seen).toStrictEqual(['caller']);
    expect(network.connections).toStrictEqual([]);
  });
});

describe('ended', () => {
  const ends: readonly [string, (resolver: Resolver, controller: AbortController) => void][] = [
    ['cancel', (resolver) => resolver.cancel()],
    ['close$', (resolver) => resolver.close$()],
    ['a signal', (_resolver, controller) => controller.abort()],
  ];

  it.each(ends)(
    'by %s: the callback is called once, and nothing stays open',
    marbles((m, _what, end: (typeof ends)[number][1]) => {
      const network = hostNetwork({ 'a.example': 'silence' });
      const resolver = hostResolver(network);
      const controller = new AbortController();
      const { calls, callback } = noteCalls(m.scheduler);
      resolver.lookup('a.example', { signal: controller.signal }, callback);
      m.scheduler.schedule(() => {
        end(resolver, controller);
        end(resolver, controller);
      }, 30);
      m.scheduler.schedule(() => expect(openConnections(network)).toBe(0), 31);
      m.flush();
      expect(calls).toStrictEqual(['30 ECANCELLED']);
      expect(network.sent.length).toBe(2);
    }),
  );

  it(
    'after close$',
    marbles((m) => {
      const network = hostNetwork(both);
      const resolver = hostResolver(network);
      resolver.close$();
      const { calls, callback } = noteCalls(m.scheduler);
      resolver.lookup('a.example', callback);
      expect(calls).toStrictEqual([]);
      m.flush();
      expect(calls).toStrictEqual(['0 EDESTRUCTION']);
      expect(network.connections).toStrictEqual([]);
    }),
  );
});
