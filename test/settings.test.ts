import { describe, expect, it } from 'vitest';
import type { QueryOptions, ResolverOptions } from '../src/options.js';
import { Resolver } from '../src/resolver.js';
import { parseServer } from '../src/server-string.js';
import { querySettings, resolverSettings } from '../src/settings.js';

const settings = resolverSettings({ servers: ['192.0.2.1'] });

describe('defaults', () => {
  it('are those of the documentation', () => {
    expect(settings).toMatchObject({
      servers: [parseServer('192.0.2.1')],
      timeout: 2000,
      maxTimeout: Number.POSITIVE_INFINITY,
      tries: 3,
      deadline: Number.POSITIVE_INFINITY,
      useTcp: false,
      ignoreTruncation: false,
      recurse: true,
      checkingDisabled: false,
      dnssec: false,
      edns: { payloadSize: 1232 },
      ednsOptions: [],
    });
  });

  it('take the servers of the machine, unless there are others', () => {
    const system = { servers: ['192.0.2.9'] };
    expect(resolverSettings({}, system).servers).toStrictEqual([parseServer('192.0.2.9')]);
    expect(resolverSettings({ servers: [] }, system).servers).toStrictEqual([]);
  });

  it('stand in for options that are undefined', () => {
    const blank = {
      servers: undefined,
      timeout: undefined,
      tries: undefined,
      maxTimeout: undefined,
      deadline: undefined,
      useTcp: undefined,
      recurse: undefined,
      dnssec: undefined,
      ignoreTruncation: undefined,
      edns: undefined,
    };
    expect(resolverSettings(blank, { servers: ['192.0.2.1'] })).toStrictEqual(settings);
  });
});

describe('bounds', () => {
  const longest = 0x7fff_ffff;
  it.each<[option: keyof ResolverOptions & keyof QueryOptions, min: number, max: number]>([
    ['timeout', 1, longest],
    ['maxTimeout', 1, longest],
    ['deadline', 1, longest],
    ['tries', 1, 3],
  ])('%s is an integer from %i to %i', (option, min, max) => {
    for (const value of [min, max]) {
      expect(resolverSettings({ [option]: value })[option]).toBe(value);
      expect(querySettings(settings, { [option]: value })[option]).toBe(value);
    }
    const wrong = [min - 1, max + 1, min + 0.5, -1, Number.NaN, Number.POSITIVE_INFINITY];
    for (const value of wrong) {
      const rangeError = new RangeError(
        `${option} is ${value}; it has to be an integer from ${min} to ${max}`,
      );
      expect(() => resolverSettings({ [option]: value })).toThrow(rangeError);
      expect(() => querySettings(settings, { [option]: value })).toThrow(rangeError);
    }
  });

  it('edns.payloadSize is an integer from 512 to 65535', () => {
    for (const payloadSize of [512, 65_535]) {
      expect(resolverSettings({ edns: { payloadSize } }).edns).toStrictEqual({ payloadSize });
    }
    for (const payloadSize of [511, 65_536, 0, 1232.5, Number.NaN]) {
      expect(() => resolverSettings({ edns: { payloadSize } })).toThrow(
        new RangeError(`edns.payloadSize is ${payloadSize}; it has to be an integer from 512 to 65535`),
      );
    }
    expect(resolverSettings({ edns: false }).edns).toBe(false);
  });

  it.each([
    ['a code below 0', [{ code: -1, data: new Uint8Array() }]],
    ['a code over 65,535', [{ code: 65_536, data: new Uint8Array() }]],
    ['a code and a half', [{ code: 1.5, data: new Uint8Array() }]],
    ['a whole message of data', [{ code: 10, data: new Uint8Array(65_535) }]],
    ['too much data together', Array.from({ length: 2 }, () => ({ code: 10, data: new Uint8Array(33_000) }))],
  ])('ednsOptions cannot have %s', (_what, ednsOptions) => {
    expect(() => querySettings(settings, { ednsOptions })).toThrow(RangeError);
    expect(() => querySettings(settings, { ednsOptions })).toThrow('ednsOptions');
  });

  it.each(['localhost', '192.0.2.1:0', ''])('the server %j is EBADSTR', (server) => {
    const badString = expect.objectContaining({ name: 'DnsError', code: 'EBADSTR' });
    expect(() => resolverSettings({ servers: ['192.0.2.1', server] })).toThrow(badString);
    expect(() => querySettings(settings, { servers: [server] })).toThrow(badString);
  });
});

describe('options of a query', () => {
  it('are those of the resolver, the same object, where it has none', () => {
    expect(querySettings(settings, undefined)).toBe(settings);
    expect(querySettings(settings, {})).toStrictEqual(settings);
  });

  it('take the place of those of the resolver', () => {
    const options = {
      servers: ['tcp://192.0.2.2'],
      timeout: 1,
      tries: 2,
      maxTimeout: 3,
      deadline: 4,
      useTcp: true,
      recurse: false,
      dnssec: true,
      checkingDisabled: true,
      ednsOptions: [{ code: 3, data: new Uint8Array() }],
    };
    const { wireKey, cache, ...taken } = querySettings(settings, options);
    const { wireKey: sharedKey, cache: _cache, ...rest } = settings;
    expect(taken).toStrictEqual({ ...rest, ...options, servers: [parseServer('tcp://192.0.2.2')] });
    expect(wireKey).not.toBe(sharedKey);
    // Other servers may say other things.
    expect(cache).toBe('bypass');
  });

  it('may unset what the resolver sets', () => {
    const set = resolverSettings({ useTcp: true, dnssec: true, recurse: false });
    expect(querySettings(set, { useTcp: false, dnssec: false, recurse: true })).toMatchObject({
      useTcp: false,
      dnssec: false,
      recurse: true,
    });
  });
});

it('a mistake in the options of one query is thrown at once by a stream, and rejects a Promise', async () => {
  const resolver = new Resolver({ servers: ['192.0.2.1'] });
  const wrong = { timeout: 0 };
  expect(() => resolver.query$('a.example', 'A', wrong)).toThrow(RangeError);
  await expect(resolver.query('a.example', 'A', wrong)).rejects.toThrow(RangeError);
  await expect(resolver.response('a.example', 'A', wrong)).rejects.toThrow(RangeError);
  await expect(resolver.outcome('a.example', 'A', wrong)).rejects.toThrow(RangeError);
  await resolver.close();
});

describe('localAddress', () => {
  const localAddress = { ipv4: '127.0.0.2', ipv6: '::2' };

  it('is that of the family, for servers of options, of the machine and of a query', () => {
    const servers = ['127.0.0.1', '[::1]:5353'];
    const expected = [
      { ...parseServer('127.0.0.1'), localAddress: '127.0.0.2' },
      { ...parseServer('[::1]:5353'), localAddress: '::2' },
    ];
    expect(resolverSettings({ servers, localAddress }).servers).toStrictEqual(expected);
    expect(resolverSettings({ localAddress }, { servers }).servers).toStrictEqual(expected);
    expect(querySettings(resolverSettings({ localAddress }), { servers }).servers).toStrictEqual(expected);
  });
});
