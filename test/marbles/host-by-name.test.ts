import { expect, it } from 'vitest';
import type { Family } from '../../src/observables/host-answer.js';
import { marbles } from '../../src/testing/marbles.js';
import { askedFor, hear, hostNetwork, type Replies } from './host-network.js';
import { describeHost, type HostResolverOptions, hostResolver } from './host-resolver.js';

interface Row extends HostResolverOptions {
  readonly what: string;
  readonly host?: string;
  readonly family?: 0 | Family;
  readonly replies?: Replies;
  /** What was heard first. */
  readonly heard: string;
  /** @default A and AAAA of the host */
  readonly asked?: readonly string[];
}

const [v4, v6] = ['192.0.2.7', '2001:db8::7'];
const onlyIpv4 = { 'a.example A': v4, 'a.example AAAA': 'NODATA' };
const onlyIpv6 = { 'a.example A': 'NODATA', 'a.example AAAA': v6 };
const both = { 'a.example A': v4, 'a.example AAAA': v6 };

const families: readonly Row[] = [
  { what: 'IPv4 alone', replies: onlyIpv4, heard: `5 a.example () ${v4}` },
  { what: 'IPv6 alone', replies: onlyIpv6, heard: `5 a.example () ${v6}` },
  { what: 'both: that of the first', replies: both, heard: `5 a.example () ${v6}` },
  { what: 'IPv4 asked', family: 4, replies: both, heard: `5 a.example () ${v4}`, asked: ['a.example A'] },
  { what: 'IPv6 asked', family: 6, replies: both, heard: `5 a.example () ${v6}`, asked: ['a.example AAAA'] },
  { what: 'IPv6 asked, none', family: 6, replies: onlyIpv4, heard: '5 ENODATA', asked: ['a.example AAAA'] },
  { what: 'family 5', family: 5 as Family, heard: '0 ENOTIMP', asked: [] },
  {
    what: 'several addresses, each once',
    family: 4,
    replies: { 'a.example A': '192.0.2.7 192.0.2.8 192.0.2.7' },
    heard: '5 a.example () 192.0.2.7,192.0.2.8',
    asked: ['a.example A'],
  },
];

const partly: readonly Row[] = [
  { what: 'AAAA silent', replies: { ...both, 'a.example AAAA': 'silence' }, heard: `55 a.example () ${v4}` },
  { what: 'A silent', replies: { ...both, 'a.example A': 'silence' }, heard: `55 a.example () ${v6}` },
  { what: 'AAAA late', replies: { ...both, 'a.example AAAA': `56ms ${v6}` }, heard: `55 a.example () ${v4}` },
  {
    what: 'AAAA just in time',
    replies: { ...both, 'a.example AAAA': `54ms ${v6}` },
    // What came first comes first until it is put into order.
    heard: `54 a.example () ${v6}`,
  },
  {
    what: 'AAAA fails in the meantime',
    replies: { ...both, 'a.example AAAA': '20ms SERVFAIL' },
    heard: `20 a.example () ${v4}`,
  },
  { what: 'AAAA is NXDOMAIN', replies: { 'a.example A': v4 }, heard: `5 a.example () ${v4}` },
  { what: 'A is REFUSED', replies: { ...both, 'a.example A': 'REFUSED' }, heard: `5 a.example () ${v6}` },
  {
    what: 'A first, AAAA before it with nothing',
    replies: { 'a.example A': `20ms ${v4}`, 'a.example AAAA': 'NODATA' },
    heard: `20 a.example () ${v4}`,
  },
];

const failures: readonly Row[] = [
  ['NODATA', 'NODATA', '5 ENODATA'],
  ['NXDOMAIN', 'NODATA', '5 ENOTFOUND'],
  ['NXDOMAIN', 'SERVFAIL', '5 ENOTFOUND'],
  ['NODATA', 'SERVFAIL', '5 ESERVFAIL'],
  ['NODATA', '20ms REFUSED', '20 EREFUSED'],
  ['NOTIMP', 'NODATA', '5 ENOTIMP'],
  ['FORMERR', 'FORMERR', '5 EFORMERR'],
].map(([a = '', aaaa = '', heard = '']) => ({
  what: `A is ${a}, AAAA is ${aaaa}`,
  replies: { 'a.example A': a, 'a.example AAAA': aaaa },
  heard,
}));

const silences: readonly Row[] = ['NODATA', 'NXDOMAIN', 'SERVFAIL', 'silence'].map((rcode) => ({
  what: `A is ${rcode}, AAAA is silent`,
  replies: { 'a.example A': rcode, 'a.example AAAA': 'silence' },
  // 100 ms over UDP, and as much over TCP.
  heard:
    { NODATA: '200 ETIMEOUT', NXDOMAIN: '200 ENOTFOUND', SERVFAIL: '200 ESERVFAIL' }[rcode] ?? '200 ETIMEOUT',
  asked: ['a.example AAAA', 'a.example A', 'a.example AAAA', ...(rcode === 'silence' ? ['a.example A'] : [])],
}));

const chains: readonly Row[] = [
  {
    what: 'a link',
    replies: { 'a.example A': `> b.example ${v4}`, 'a.example AAAA': '> b.example' },
    heard: `10 b.example (a.example) ${v4}`,
    asked: ['a.example AAAA', 'a.example A', 'b.example AAAA'],
  },
  {
    what: 'two links',
    family: 4,
    replies: { 'a.example A': `> b.example > c.example ${v4}` },
    heard: `5 c.example (a.example,b.example) ${v4}`,
    asked: ['a.example A'],
  },
  {
    what: 'one that the server cut',
    family: 4,
    replies: { 'a.example A': '> b.example', 'b.example A': `> c.example ${v4}` },
    heard: `10 c.example (a.example,b.example) ${v4}`,
    asked: ['a.example A', 'b.example A'],
  },
  {
    what: 'links alone',
    family: 4,
    replies: { 'a.example A': '> b.example', 'b.example A': 'NODATA' },
    heard: '10 ENODATA',
    asked: ['a.example A', 'b.example A'],
  },
  {
    what: 'the search list',
    host: 'www',
    family: 4,
    domains: ['first.example', 'example'],
    replies: { 'www.example A': `> b.example ${v4}` },
    heard: `10 b.example (www.example) ${v4}`,
    asked: ['www.first.example A', 'www.example A'],
  },
];

const [bare, found] = [{ host: 'www', ndots: 0, domains: ['example'] }, { 'www.example A': v4 }];
const searches: readonly Row[] = [
  {
    what: 'a failure for several labels ends the search, whatever the other family says',
    host: 'www',
    domains: ['first.example', 'example'],
    replies: { 'www.first.example A': 'NODATA', 'www.first.example AAAA': 'SERVFAIL', ...found },
    heard: '5 ESERVFAIL',
    asked: ['www.first.example AAAA', 'www.first.example A'],
  },
  ...['SERVFAIL', 'REFUSED', 'NXDOMAIN', 'NODATA'].map((rcode) => ({
    what: `${rcode} for one label goes on`,
    ...bare,
    family: 4 as const,
    replies: { www: rcode, ...found },
    heard: `10 www.example () ${v4}`,
    asked: ['www A', 'www.example A'],
  })),
  {
    what: 'a trailing dot ends it before it begins',
    host: 'www.',
    family: 4,
    domains: ['example'],
    replies: found,
    heard: '5 ENOTFOUND',
    asked: ['www A'],
  },
  {
    what: 'another failure does not',
    ...bare,
    replies: { 'www A': 'NODATA', 'www AAAA': 'NOTIMP', ...found },
    heard: '5 ENOTIMP',
    asked: ['www AAAA', 'www A'],
  },
  {
    what: 'nor does silence',
    ...bare,
    family: 4,
    replies: { www: 'silence', ...found },
    heard: '200 ETIMEOUT',
    asked: ['www A', 'www A'],
  },
  {
    what: 'one family found is found',
    host: 'www',
    domains: ['first.example', 'example'],
    replies: { 'www.first.example A': v4, 'www.first.example AAAA': 'SERVFAIL', ...found },
    heard: `5 www.first.example () ${v4}`,
    asked: ['www.first.example AAAA', 'www.first.example A'],
  },
];

const byDefault = ['a.example AAAA', 'a.example A'];

it.each([...families, ...partly, ...failures, ...silences, ...chains, ...searches])(
  '$what',
  marbles((m, { host = 'a.example', family, replies, heard, asked = byDefault, ...options }: Row) => {
    const network = hostNetwork(replies);
    const heardOf = hear(
      m.scheduler,
      hostResolver(network, options).gethostbyname$(host, family),
      describeHost,
    );
    expect(heardOf.heard).toStrictEqual([]);
    m.flush();
    const at = heard.split(' ')[0];
    expect(heardOf.heard).toStrictEqual(/^\d+ E/.test(heard) ? [heard] : [heard, `${at} end`]);
    expect(askedFor(network)).toStrictEqual(asked);
  }),
);
