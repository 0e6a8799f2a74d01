import { ADDRCONFIG, ALL, V4MAPPED } from 'node:dns';
import { config, NEVER } from 'rxjs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type LookupOptions, lookUpHost } from '../../src/lookup.js';
import { marbles } from '../../src/testing/marbles.js';
import { askedFor, hostNetwork, type Replies } from './host-network.js';
import { hostResolver } from './host-resolver.js';
import { noteCalls } from './lookup-calls.js';

const [v4, v6] = ['192.0.2.7', '2001:db8::7'];
const both = { 'a.example A': v4, 'a.example AAAA': v6 };
const onlyIpv4 = { 'a.example A': v4, 'a.example AAAA': 'NODATA' };

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

  it.each([
    [0, {}],
    [ADDRCONFIG, { addrConfig: true }],
    [V4MAPPED, { v4Mapped: true }],
    [ALL, { all: true }],
    [ADDRCONFIG | V4MAPPED | ALL, { addrConfig: true, v4Mapped: true, all: true }],
  ])('hints %d are those of getaddrinfo$: %j', (hints, expected) => {
    const lookUp = vi.fn(() => NEVER);
    lookUpHost(lookUp, 'a.example', { hints }, () => undefined);
    const none = { family: 0, addrConfig: false, v4Mapped: false, all: false, signal: undefined };
    expect(lookUp.mock.calls).toStrictEqual([['a.example', { ...none, ...expected }]]);
  });

  it('without a callback it throws', () => {
    const { lookup } = hostResolver(hostNetwork());
    const wrong = lookup as (...values: readonly unknown[]) => void;
    expect(() => wrong('a.example')).toThrow(new TypeError('lookup needs a callback'));
    expect(() => wrong('a.example', {})).toThrow(TypeError);
    expect(() => wrong('a.example', 4, 'callback')).toThrow(TypeError);
  });
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
