import { AsyncLocalStorage } from 'node:async_hooks';
import { ADDRCONFIG, ALL, V4MAPPED } from 'node:dns';
import { config, type SchedulerLike } from 'rxjs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LookupCallback, LookupOptions } from '../../src/lookup.js';
import type { Resolver } from '../../src/resolver.js';
import { marbles } from '../../src/testing/marbles.js';
import { askedFor, hostNetwork, openConnections, type Replies } from './host-network.js';
import { hostResolver } from './host-resolver.js';

const [v4, v6] = ['192.0.2.7', '2001:db8::7'];
const both = { 'a.example A': v4, 'a.example AAAA': v6 };
const onlyIpv4 = { 'a.example A': v4, 'a.example AAAA': 'NODATA' };

/** Notes each call: `time address family`, `time [address family, ...]`, or the code of the error. */
function noteCalls(scheduler: SchedulerLike): {
  readonly calls: string[];
  readonly callback: LookupCallback;
} {
  const calls: string[] = [];
  const callback: LookupCallback = (error, found, family) => {
    const note = (what: string) => calls.push(`${scheduler.now()} ${what}`);
    if (error !== null) note(String(error.code));
    else if (typeof found === 'string') note(`${found} ${family}`);
    else note(`[${found.map((each) => `${each.address} ${each.family}`).join(', ')}]`);
  };
  return { calls, callback };
}

describe('the ways of callers', () => {
  it(
    'a callback alone, and in front of it options, a number, null or undefined',
    marbles((m) => {
      const { lookup } = hostResolver(hostNetwork(both));
      const { calls, callback } = noteCalls(m.scheduler);
      lookup('a.example', callback);
      lookup('a.example', undefined, callback);
      lookup('a.example', null, callback);
      lookup('a.example', {}, callback);
      lookup('a.example', 0, callback);
      lookup('a.example', 4, callback);
      lookup('a.example', 6, callback);
      expect(calls).toStrictEqual([]);
      m.flush();
      const families = calls.map((call) => call.split(' ').at(-1));
      expect(families.sort()).toStrictEqual(['4', '6', '6', '6', '6', '6', '6']);
    }),
  );

  const inOrder = `[${v6} 6, ${v4} 4]`;
  const ipv4First = `[${v4} 4, ${v6} 6]`;
  it.each<[what: string, options: LookupOptions, replies: Replies, heard: string]>([
    ['nothing', {}, both, `${v6} 6`],
    ['family 4', { family: 4 }, both, `${v4} 4`],
    ['family 6', { family: 6 }, both, `${v6} 6`],
    ['family 0', { family: 0 }, onlyIpv4, `${v4} 4`],
    ['family IPv4', { family: 'IPv4' }, both, `${v4} 4`],
    ['family IPv6', { family: 'IPv6' }, both, `${v6} 6`],
    ['all', { all: true }, both, inOrder],
    ['all of family 4', { all: true, family: 4 }, both, `[${v4} 4]`],
    ['all false', { all: false }, both, `${v6} 6`],
    ['all that are undefined', { all: undefined, family: undefined, hints: undefined }, both, `${v6} 6`],
    ['verbatim', { all: true, verbatim: true }, both, inOrder],
    ['not verbatim', { all: true, verbatim: false }, both, ipv4First],
    ['ipv4first', { all: true, order: 'ipv4first' }, both, ipv4First],
    ['ipv4first, one', { order: 'ipv4first' }, both, `${v4} 4`],
    ['ipv6first', { all: true, order: 'ipv6first' }, both, inOrder],
    ['ipv6first, none', { order: 'ipv6first' }, onlyIpv4, `${v4} 4`],
    ['order before verbatim', { all: true, order: 'verbatim', verbatim: false }, both, inOrder],
    ['order before verbatim, too', { all: true, order: 'ipv4first', verbatim: true }, both, ipv4First],
    ['V4MAPPED', { family: 6, hints: V4MAPPED }, onlyIpv4, `::ffff:${v4} 6`],
    ['V4MAPPED, both', { all: true, family: 6, hints: V4MAPPED }, both, `[${v6} 6]`],
    ['V4MAPPED and ALL', { all: true, family: 6, hints: V4MAPPED | ALL }, both, `[${v6} 6, ::ffff:${v4} 6]`],
    ['ALL alone', { all: true, family: 6, hints: ALL }, both, `[${v6} 6]`],
    ['IPv6 and no hint', { family: 6 }, onlyIpv4, 'ENOTFOUND'],
    ['ADDRCONFIG', { family: 4, hints: ADDRCONFIG | V4MAPPED }, onlyIpv4, `${v4} 4`],
    ['hints 0', { hints: 0 }, onlyIpv4, `${v4} 4`],
  ])(
    '%s',
    marbles((m, _what, options: LookupOptions, replies: Replies, heard: string) => {
      const { lookup } = hostResolver(hostNetwork(replies));
      const { calls, callback } = noteCalls(m.scheduler);
      lookup('a.example', options, callback);
      expect(calls).toStrictEqual([]);
      m.flush();
      expect(calls.map((call) => call.replace(/^\d+ /, ''))).toStrictEqual([heard]);
    }),
  );

  it('without a callback it throws', () => {
    const { lookup } = hostResolver(hostNetwork());
    const wrong = lookup as (...values: readonly unknown[]) => void;
    expect(() => wrong('a.example')).toThrow(new TypeError('lookup needs a callback'));
    expect(() => wrong('a.example', {})).toThrow(TypeError);
    expect(() => wrong('a.example', 4, 'callback')).toThrow(TypeError);
  });
});

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

describe('the callback', () => {
  afterEach(() => {
    config.onUnhandledError = null;
  });

  it(
    'may look up again',
    marbles((m) => {
      const network = hostNetwork(both);
      const { lookup } = hostResolver(network);
      const { calls, callback } = noteCalls(m.scheduler);
      lookup('a.example', 4, () => lookup('a.example', 6, callback));
      m.flush();
      expect(calls).toStrictEqual([`10 ${v6} 6`]);
      expect(askedFor(network)).toStrictEqual(['a.example A', 'a.example AAAA']);
    }),
  );

  it.each<[what: string, replies: Replies]>([
    ['with addresses', both],
    ['with an error', {}],
  ])(
    'that throws is not called again, and its error is not swallowed: %s',
    marbles((m, _what, replies: Replies) => {
      const thrown = new Error('a bug of the caller');
      const unhandled = vi.fn();
      config.onUnhandledError = unhandled;
      const callback = vi.fn(() => {
        throw thrown;
      });
      hostResolver(hostNetwork(replies)).lookup('a.example', callback);
      m.flush();
      expect(callback).toHaveBeenCalledOnce();
      expect(unhandled.mock.calls).toStrictEqual([[thrown]]);
    }),
  );
});
