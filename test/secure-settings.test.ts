import { describe, expect, it } from 'vitest';
import type { ResolverOptions } from '../src/options.js';
import { Resolver } from '../src/resolver.js';
import { secureSettings } from '../src/secure-settings.js';

const pin = `sha256/${'A'.repeat(43)}=`;

it('the defaults are strict, and POST', () => {
  expect(secureSettings({})).toStrictEqual({ tls: {}, method: 'POST' });
});

it('with fetch the default is GET', () => {
  expect(secureSettings({ fetch: globalThis.fetch }).method).toBe('GET');
  expect(secureSettings({ fetch: globalThis.fetch, https: { method: 'POST' } }).method).toBe('POST');
});

describe('mistakes throw at once', () => {
  it.each<[option: string, options: ResolverOptions]>([
    ['tls.profile', JSON.parse('{ "tls": { "profile": "none" } }')],
    ['tls.pins', { tls: { pins: [] } }],
    ['tls.pins', { tls: { pins: [pin, 'sha256/AAAA'] } }],
    ['tls.pins', { tls: { pins: [pin.replace('sha256', 'sha1')] } }],
    ['tls.profile', { tls: { pins: [pin], profile: 'opportunistic' } }],
    ['https.method', JSON.parse('{ "https": { "method": "PUT" } }')],
  ])('%s in %j', (option, options) => {
    expect(() => new Resolver(options)).toThrow(RangeError);
    expect(() => new Resolver(options)).toThrow(option);
  });
});
