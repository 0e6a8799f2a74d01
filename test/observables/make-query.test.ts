import { describe, expect, it } from 'vitest';
import type { QuerySettings } from '../../src/observables/exchange.js';
import { makeQuery } from '../../src/observables/make-query.js';
import { sameQuestion } from '../../src/observables/question-key.js';
import type { DnsClass } from '../../src/records/codes.js';
import type { RecordType } from '../../src/records/record-map.js';
import { resolverSettings } from '../../src/settings.js';

const settings = resolverSettings({ servers: ['192.0.2.1'] });

describe('a query', () => {
  it.each([
    ['example.com', 'example.com'],
    ['example.com.', 'example.com'],
    ['.', '.'],
    ['ex\\097m\\ple.com', 'example.com'],
    ['a\\.b.example', 'a\\.b.example'],
    ['b\u00fccher.example', 'xn--bcher-kva.example'],
    ['_sip._udp.example', '_sip._udp.example'],
  ])('for %s has the name %s', (name, shown) => {
    expect(makeQuery(settings, name, 'MX', 'IN').question).toStrictEqual({
      name: shown,
      type: 'MX',
      class: 'IN',
    });
  });

  it('has its question in wire form', () => {
    expect(makeQuery(settings, 'a.b', 'TYPE65280', 'CH').octets).toStrictEqual(
      Uint8Array.of(1, 97, 1, 98, 0, 0xff, 0x00, 0, 3),
    );
  });

  it.each([
    ['', 'EBADNAME'],
    ['a..b', 'EBADNAME'],
    [`${'a'.repeat(64)}.example`, 'EBADNAME'],
    ['a\\256', 'EBADNAME'],
  ])('for %j is %s', (name, code) => {
    expect(() => makeQuery(settings, name, 'A', 'IN')).toThrow(expect.objectContaining({ code }));
  });

  // TYPE1 is A: its records would not be the octets that the type promises.
  it.each(['TYPE65536', 'TYPE1'] as const)('of type %s is EBADQUERY', (type) => {
    expect(() => makeQuery(settings, 'a.b', type, 'IN')).toThrow(
      expect.objectContaining({ code: 'EBADQUERY' }),
    );
  });

  it.each([
    ['letter case', { name: 'EXAMPLE.com' }, true],
    ['a trailing dot', { name: 'example.com.' }, true],
    ['the name', { name: 'example.org' }, false],
    ['the type', { type: 'AAAA' as const }, false],
    ['the class', { dnsClass: 'CH' as const }, false],
    ['RD', { recurse: false }, false],
    ['CD', { checkingDisabled: true }, false],
    ['DO', { dnssec: true }, false],
    ['the timeout', { timeout: 1 }, true],
  ])('has a key that others share: those that differ in %s', (_what, other, shared) => {
    const make = ({ name = 'example.com', type = 'A', dnsClass = 'IN', ...rest }: Difference) =>
      makeQuery({ ...settings, ...rest }, name, type, dnsClass).key;
    expect(sameQuestion(make(other), make({}))).toBe(shared);
    expect(make(other).hash === make({}).hash).toBe(shared);
  });
});

/** What one query has that another has not. */
interface Difference extends Partial<QuerySettings> {
  readonly name?: string;
  readonly type?: RecordType;
  readonly dnsClass?: DnsClass;
}
