import { expect, it } from 'vitest';
import { marbles } from '../../src/testing/marbles.js';
import { askedFor, hear, hostNetwork, type Replies } from './host-network.js';
import { describeHost, type HostResolverOptions, hostResolver } from './host-resolver.js';

interface Row extends HostResolverOptions {
  readonly what: string;
  /** @default 192.0.2.7 */
  readonly address?: string;
  readonly replies?: Replies;
  readonly heard: string;
  readonly asked?: readonly string[];
}

const reverse = '7.2.0.192.in-addr.arpa';
const asked = [`${reverse} PTR`];
const reverse6 = `7.0.0.0.${'0.'.repeat(20)}8.b.d.0.1.0.0.2.ip6.arpa`;
const ptr = { [`${reverse} PTR`]: 'a.example' };
const hosts = '192.0.2.7 file.example f\n192.0.2.7 g\n2001:db8::7 six\nfe80::1%eth0 link';

const rows: readonly Row[] = [
  { what: 'one name', replies: ptr, heard: '5 a.example () 192.0.2.7', asked },
  {
    what: 'several names',
    replies: { [`${reverse} PTR`]: 'a.example b.example c.example' },
    heard: '5 a.example (b.example,c.example) 192.0.2.7',
    asked,
  },
  {
    what: 'behind a CNAME (RFC 2317)',
    replies: { [`${reverse} PTR`]: `> 7.0-127.2.0.192.in-addr.arpa a.example b.example` },
    heard: '5 a.example (b.example) 192.0.2.7',
    asked,
  },
  {
    what: 'behind a CNAME that the server does not follow',
    replies: {
      [`${reverse} PTR`]: '> 7.0-127.2.0.192.in-addr.arpa',
      '7.0-127.2.0.192.in-addr.arpa PTR': 'a.example',
    },
    heard: '10 a.example () 192.0.2.7',
    asked: [...asked, '7.0-127.2.0.192.in-addr.arpa PTR'],
  },
  {
    what: 'IPv6',
    address: '2001:DB8::7',
    replies: { [`${reverse6} PTR`]: 'a.example' },
    heard: '5 a.example () 2001:db8::7',
    asked: [`${reverse6} PTR`],
  },
  {
    what: 'without its zone',
    address: '2001:db8::7%eth0',
    replies: { [`${reverse6} PTR`]: 'a.example' },
    heard: '5 a.example () 2001:db8::7%eth0',
    asked: [`${reverse6} PTR`],
  },
  { what: 'search list', domains: ['example'], ndots: 15, heard: '5 ENOTFOUND', asked },
  ...['NODATA', 'SERVFAIL', 'REFUSED', 'NOTIMP', 'FORMERR'].map((rcode) => ({
    what: `the true code of ${rcode}`,
    replies: { [reverse]: rcode },
    heard: `5 E${rcode}`,
    asked,
  })),
  {
    what: 'silence',
    replies: { [reverse]: 'silence' },
    heard: '200 ETIMEOUT',
    asked: [...asked, ...asked],
  },
  { what: 'the file first', hosts, replies: ptr, heard: '0 file.example (f,g) 192.0.2.7' },
  { what: 'the file, IPv6', address: '2001:db8:0::7', hosts, heard: '0 six () 2001:db8::7' },
  { what: 'the file, a zone', address: 'fe80::1%eth0', hosts, heard: '0 link () fe80::1%eth0' },
  { what: 'not in the file', hosts: '', replies: ptr, heard: '5 a.example () 192.0.2.7', asked },
  { what: 'bf', lookups: 'bf', hosts, replies: ptr, heard: '5 a.example () 192.0.2.7', asked },
  { what: 'bf, not in DNS', lookups: 'bf', hosts, heard: '5 file.example (f,g) 192.0.2.7', asked },
  {
    what: 'bf, DNS fails',
    lookups: 'bf',
    hosts,
    replies: { [reverse]: 'REFUSED' },
    heard: '5 file.example (f,g) 192.0.2.7',
    asked,
  },
  {
    what: 'bf, nowhere',
    lookups: 'bf',
    hosts: '',
    replies: { [reverse]: 'REFUSED' },
    heard: '5 EREFUSED',
    asked,
  },
  { what: 'f', lookups: 'f', hosts, replies: ptr, heard: '0 file.example (f,g) 192.0.2.7' },
  { what: 'f, not in the file', lookups: 'f', hosts: '', replies: ptr, heard: '0 ENOTFOUND' },
  { what: 'b', lookups: 'b', hosts, replies: ptr, heard: '5 a.example () 192.0.2.7', asked },
  { what: 'b, not in DNS', lookups: 'b', hosts, heard: '5 ENOTFOUND', asked },
  ...['', 'a.example', '127.1', '192.0.2.256', '192.0.2.7%eth0', '2001:db8::g', '192.0.2.7.'].map(
    (address) => ({
      what: 'no address',
      address,
      heard: '0 EBADSTR',
    }),
  ),
];

it.each(rows)(
  '$what: $address',
  marbles((m, { address = '192.0.2.7', heard, asked = [], ...row }: Row) => {
    const network = hostNetwork(row.replies);
    const subscribed = hear(m.scheduler, hostResolver(network, row).gethostbyaddr$(address), describeHost);
    expect(subscribed.heard).toStrictEqual([]);
    m.flush();
    const [first, end] = subscribed.heard;
    expect(first).toBe(heard);
    expect(end).toBe(/^\d+ E/.test(heard) ? undefined : `${heard.split(' ')[0]} end`);
    expect(askedFor(network)).toStrictEqual(asked);
  }),
);
