import { describe, expect, it } from 'vitest';
import type { Family } from '../../src/observables/host-answer.js';
import { marbles } from '../../src/testing/marbles.js';
import { askedFor, hear, hostNetwork, type Replies } from './host-network.js';
import { describeHost, type HostResolverOptions, hostResolver } from './host-resolver.js';

interface Row extends HostResolverOptions {
  readonly what: string;
  readonly host: string;
  readonly family?: 0 | Family;
  readonly replies?: Replies;
  readonly heard: string;
  /** @default nothing */
  readonly asked?: readonly string[];
}

const replies = { 'a.example A': '192.0.2.7', 'a.example AAAA': 'NODATA' };
const fromDns = { heard: '5 a.example () 192.0.2.7', asked: ['a.example AAAA', 'a.example A'] };
const shared = '1.1.1.1 a\n1.1.1.1 b\n2.2.2.2 b\n2.2.2.2 c';

const file: readonly Row[] = [
  { what: 'names that share an address', host: 'c', hosts: shared, heard: '0 b (c) 2.2.2.2' },
  { what: 'a name with two addresses', host: 'b', hosts: shared, heard: '0 a (b,c) 1.1.1.1,2.2.2.2' },
  { what: 'case', host: 'A', hosts: shared, heard: '0 a (b) 1.1.1.1' },
  { what: 'a trailing dot', host: 'a.', hosts: shared, heard: '0 a (b) 1.1.1.1' },
  { what: 'escapes', host: String.raw`\097`, hosts: shared, heard: '0 a (b) 1.1.1.1' },
  { what: 'UTS 46', host: '\uff41', hosts: shared, heard: '0 a (b) 1.1.1.1' },
  { what: 'IPv6 with a zone', host: 'a', hosts: 'fe80::1%eth0 a', heard: '0 a () fe80::1%eth0' },
  {
    what: 'the family that is asked for',
    host: 'a',
    family: 4,
    hosts: '::2 a\n1.1.1.1 a',
    heard: '0 a () 1.1.1.1',
  },
  {
    what: 'it has another family only, so DNS is asked',
    host: 'a.example',
    family: 4,
    hosts: '::2 a.example',
    replies,
    heard: '5 a.example () 192.0.2.7',
    asked: ['a.example A'],
  },
  {
    what: 'one family of both is enough',
    host: 'a.example',
    hosts: '::2 a.example',
    replies,
    heard: '0 a.example () ::2',
  },
  {
    what: 'another family only, and no DNS',
    host: 'a.example',
    family: 4,
    lookups: 'f',
    hosts: '::2 a.example',
    heard: '0 ENOTFOUND',
  },
];

const known = '1.1.1.1 a.example';

const lookups: readonly Row[] = [
  { what: 'fb, known to both', host: 'a.example', hosts: known, replies, heard: '0 a.example () 1.1.1.1' },
  { what: 'fb, known to DNS', host: 'a.example', hosts: '', replies, ...fromDns },
  { what: 'bf, known to both', host: 'a.example', lookups: 'bf', hosts: known, replies, ...fromDns },
  {
    what: 'bf, known to the file',
    host: 'a.example',
    lookups: 'bf',
    hosts: known,
    heard: '5 a.example () 1.1.1.1',
    asked: fromDns.asked,
  },
  {
    what: 'bf, DNS fails',
    host: 'a.example',
    lookups: 'bf',
    family: 4,
    hosts: known,
    replies: { 'a.example': 'silence' },
    heard: '200 a.example () 1.1.1.1',
    asked: ['a.example A', 'a.example A'],
  },
  {
    what: 'bf, known to none: the error is that of DNS',
    host: 'a.example',
    lookups: 'bf',
    hosts: '',
    replies: { 'a.example': 'REFUSED' },
    heard: '5 EREFUSED',
    asked: fromDns.asked,
  },
  {
    what: 'fb, known to none: the error is that of DNS',
    host: 'a.example',
    hosts: '',
    replies: { 'a.example': 'NODATA' },
    heard: '5 ENODATA',
    asked: fromDns.asked,
  },
  {
    what: 'f, known to both',
    host: 'a.example',
    lookups: 'f',
    hosts: known,
    replies,
    heard: '0 a.example () 1.1.1.1',
  },
  { what: 'f, known to DNS', host: 'a.example', lookups: 'f', hosts: '', replies, heard: '0 ENOTFOUND' },
  { what: 'b, known to both', host: 'a.example', lookups: 'b', hosts: known, replies, ...fromDns },
  {
    what: 'b, known to the file',
    host: 'a.example',
    lookups: 'b',
    hosts: known,
    heard: '5 ENOTFOUND',
    asked: fromDns.asked,
  },
  {
    what: 'the file knows no search list',
    host: 'a',
    lookups: 'f',
    domains: ['example'],
    hosts: known,
    heard: '0 ENOTFOUND',
  },
  {
    what: 'a name of the file is not searched for',
    host: 'a',
    domains: ['example'],
    hosts: '1.1.1.1 a',
    replies,
    heard: '0 a () 1.1.1.1',
  },
];

const withoutAsking: readonly Row[] = [
  { what: 'localhost', host: 'localhost', family: 4, heard: '0 localhost () 127.0.0.1' },
  { what: 'localhost, IPv6', host: 'a.LOCALHOST.', family: 6, heard: '0 a.LOCALHOST () ::1' },
  { what: 'localhost, f', host: 'localhost', family: 4, lookups: 'f', heard: '0 localhost () 127.0.0.1' },
  {
    what: 'localhost, b',
    host: 'localhost',
    family: 4,
    lookups: 'b',
    hosts: '127.9.9.9 localhost',
    heard: '0 localhost () 127.0.0.1',
  },
  {
    what: 'localhost, bf',
    host: 'localhost',
    family: 4,
    lookups: 'bf',
    hosts: '127.9.9.9 localhost',
    heard: '0 localhost () 127.0.0.1',
  },
  {
    what: 'localhost of the file',
    host: 'localhost',
    family: 4,
    hosts: '127.9.9.9 localhost',
    heard: '0 localhost () 127.9.9.9',
  },
  {
    what: 'localhost has no suffixes',
    host: 'localhost',
    family: 6,
    domains: ['example'],
    ndots: 2,
    heard: '0 localhost () ::1',
  },
  { what: 'onion', host: 'x.onion.', heard: '0 ENOTFOUND' },
  { what: 'onion, f', host: 'x.onion', lookups: 'f', heard: '0 ENOTFOUND' },
  { what: 'invalid', host: 'invalid', domains: ['example'], heard: '0 ENOTFOUND' },
  {
    what: 'invalid of the file',
    host: 'a.invalid',
    hosts: '1.1.1.1 a.invalid',
    heard: '0 a.invalid () 1.1.1.1',
  },
  { what: 'IPv4 literal', host: '192.0.2.7', heard: '0 192.0.2.7 () 192.0.2.7' },
  { what: 'IPv4 literal, f', host: '192.0.2.7', lookups: 'f', heard: '0 192.0.2.7 () 192.0.2.7' },
  { what: 'IPv4 literal, IPv6 asked', host: '192.0.2.7', family: 6, heard: '0 ENOTFOUND' },
  { what: 'IPv6 literal', host: '2001:DB8:0::7', heard: '0 2001:DB8:0::7 () 2001:db8::7' },
  { what: 'IPv6 literal, IPv4 asked', host: '2001:db8::7', family: 4, heard: '0 ENOTFOUND' },
  {
    what: 'IPv6 literal with a zone',
    host: 'fe80::1%eth0',
    family: 6,
    heard: '0 fe80::1%eth0 () fe80::1%eth0',
  },
];

const names: readonly Row[] = [
  ['two words', 'a b'],
  ['a space in digits', String.raw`a\032b`],
  ['an escaped dot', String.raw`a\.b`],
  ['an at sign', 'a@b'],
  ['control characters', 'a\u0007b'],
  ['nothing', ''],
  ['an empty label', 'example..com'],
  ['a label of 64', 'a'.repeat(64)],
  ['a colon', 'a:b'],
  ['a bad address', '2001:db8::g'],
].map(([what = '', host = '']) => ({ what, host, hosts: '1.1.1.1 a', heard: '0 EBADNAME' }));

describe.each([
  ['the hosts file', file],
  ['lookups', lookups],
  ['answered without asking', withoutAsking],
  ['no host name', names],
])('%s', (_title, rows) => {
  it.each(rows)(
    '$what: $host',
    marbles((m, { host, family, heard, asked = [], ...row }: Row) => {
      const network = hostNetwork(row.replies);
      const host$ = hostResolver(network, row).gethostbyname$(host, family);
      const subscribed = hear(m.scheduler, host$, describeHost);
      expect(subscribed.heard).toStrictEqual([]);
      m.flush();
      const [first, end] = subscribed.heard;
      expect(first).toBe(heard);
      expect(end).toBe(/^\d+ E/.test(heard) ? undefined : `${heard.split(' ')[0]} end`);
      expect(askedFor(network)).toStrictEqual(asked);
    }),
  );
});

it.each(['a_b', 'a-b', 'a/b', '*', '1', 'a.1', '127.1', 'B\u00dcCHER'])(
  'a host may be called %s',
  marbles((m, host: string) => {
    const network = hostNetwork({ [host]: '192.0.2.7' });
    const { heard } = hear(m.scheduler, hostResolver(network).gethostbyname$(host, 4), ({ addresses }) =>
      addresses.join(),
    );
    m.flush();
    expect(heard).toStrictEqual(['5 192.0.2.7', '5 end']);
  }),
);
