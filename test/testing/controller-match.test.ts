import { describe, expect, it } from 'vitest';
import { WireError } from '../../src/records/wire-error.js';
import type { QueryMatch } from '../../src/testing/query-match.js';
import type { DnsTestingController } from '../../src/testing/testing-controller.js';
import { collecting, watch } from './collecting-resolver.js';

const text = ({ question: { name, type } }: { readonly question: { name: string; type: string } }) =>
  `${name} ${type}`;

describe('a match', () => {
  it.each<[string, QueryMatch, readonly string[]]>([
    ['a name', 'b.example', ['b.example A', 'b.example MX']],
    ['a name in other letters, with a dot', 'B.Example.', ['b.example A', 'b.example MX']],
    ['a name and a type', { name: 'b.example', type: 'MX' }, ['b.example MX']],
    ['a type', { type: 'A' }, ['a.example A', 'b.example A']],
    ['a server', { server: '192.0.2.2' }, ['b.example MX']],
    ['a server, written the long way', { server: 'dns://192.0.2.2:53' }, ['b.example MX']],
    ['another server', { server: '192.0.2.3' }, []],
    ['a function', ({ message }) => message.questions[0]?.type === 'MX', ['b.example MX']],
    ['nothing in particular', {}, ['a.example A', 'b.example A', 'b.example MX']],
  ])('is %s', (_what, match, expected) => {
    const dns = threeQueries();
    expect(dns.match(match).map(text)).toStrictEqual(expected);
    expect(dns.match({}).length).toBe(3 - expected.length);
  });

  it('has a name that is one, and a server that is one', () => {
    const { dns } = collecting();
    expect(() => dns.match('a..b')).toThrow(WireError);
    expect(() => dns.match({ server: 'nowhere' })).toThrow('"nowhere" is no DNS server');
  });
});

describe('expectations', () => {
  it('take a query once', () => {
    const dns = threeQueries();
    expect(text(dns.expectOne('a.example'))).toBe('a.example A');
    dns.expectNone('a.example');
    expect(() => dns.expectOne('a.example')).toThrow('found none');
  });

  it('say what was expected and what there is', () => {
    const dns = threeQueries();
    const open = [
      'open queries:',
      '  a.example A to 192.0.2.1',
      '  b.example A to 192.0.2.1 (cancelled)',
      '  b.example MX to 192.0.2.2',
    ];
    expect(
      messageOf(() => dns.expectOne({ name: 'c.example', type: 'TXT', server: '192.0.2.1:53' })),
    ).toStrictEqual(['expected one query for c.example TXT to 192.0.2.1, found none', ...open]);
    expect(messageOf(() => dns.expectOne('b.example'))).toStrictEqual([
      'expected one query for b.example, found 2',
      ...open,
    ]);
    expect(messageOf(() => dns.expectOne(() => false))).toContain(
      'expected one query that the function matches, found none',
    );
    expect(messageOf(() => dns.expectOne(() => false, 'of the login page'))).toContain(
      'expected one query of the login page, found none',
    );
    expect(messageOf(() => dns.expectNone({ type: 'A' }))).toStrictEqual([
      'expected no query for any name A, found 2',
      ...open,
    ]);
    expect(messageOf(() => dns.expectNone({ type: 'A' }, 'of the login page'))).toContain(
      'expected no query of the login page, found 2',
    );
    // A failure takes nothing.
    expect(dns.match({}).length).toBe(3);
    expect(messageOf(() => dns.expectOne({}))).toStrictEqual([
      'expected one query for any name, found none',
      'no query is open',
    ]);
  });

  it('name the class where it is another', () => {
    const { dns, resolver } = collecting();
    watch(resolver.response$('id.server', 'TXT', { class: 'CH' }));
    expect(messageOf(() => dns.verify())).toStrictEqual([
      'expected no open queries, found 1',
      '  id.server CH TXT to 192.0.2.1',
    ]);
  });
});

describe('verify', () => {
  it('fails for what was not taken, cancelled or not', () => {
    const dns = threeQueries();
    dns.expectOne({ server: '192.0.2.2' });
    expect(messageOf(() => dns.verify())).toStrictEqual([
      'expected no open queries, found 2',
      '  a.example A to 192.0.2.1',
      '  b.example A to 192.0.2.1 (cancelled)',
    ]);
    expect(messageOf(() => dns.verify({ ignoreCancelled: true }))).toStrictEqual([
      'expected no open queries, found 1',
      '  a.example A to 192.0.2.1',
    ]);
    dns.expectOne('a.example');
    dns.verify({ ignoreCancelled: true });
    expect(() => dns.verify()).toThrow('b.example A');
    dns.expectOne('b.example');
    dns.verify();
  });
});

/** Three open queries; the second is cancelled, the third goes to another server. */
function threeQueries(): DnsTestingController {
  const { dns, resolver } = collecting();
  watch(resolver.query$('a.example', 'A'));
  resolver.query$('b.example', 'A').subscribe().unsubscribe();
  watch(resolver.query$('b.example', 'MX', { servers: ['192.0.2.2'] }));
  return dns;
}

/** The lines of the error that a function throws. */
function messageOf(fails: () => unknown): readonly string[] {
  try {
    fails();
  } catch (error) {
    if (error instanceof Error) return error.message.split('\n');
    throw error;
  }
  throw new Error('it did not fail');
}
