import { expect, it } from 'vitest';
import type { NameFlags } from '../../src/observables/name-info.js';
import { marbles } from '../../src/testing/marbles.js';
import { askedFor, hear, hostNetwork, type Replies } from './host-network.js';
import { type HostResolverOptions, hostResolver } from './host-resolver.js';

interface Row extends HostResolverOptions {
  readonly what: string;
  /** @default 192.0.2.7 */
  readonly address?: string;
  /** @default 80 */
  readonly port?: number;
  readonly flags?: NameFlags;
  readonly replies?: Replies;
  /** Node and service, or the code of the error. */
  readonly heard: string;
  readonly asked?: number;
}

const reverse = '7.2.0.192.in-addr.arpa';
const named = { [`${reverse} PTR`]: 'a.example b.example' };
const zoned = (address: string) => ({ address, flags: { numericHost: true } });

const rows: readonly Row[] = [
  { what: 'a name and a service', replies: named, heard: '5 a.example http', asked: 1 },
  { what: 'the hosts file', hosts: '192.0.2.7 file.example', heard: '0 file.example http' },
  { what: 'no name', heard: '5 192.0.2.7 http', asked: 1 },
  { what: 'no data', replies: { [reverse]: 'NODATA' }, heard: '5 192.0.2.7 http', asked: 1 },
  { what: 'not in the file', lookups: 'f', hosts: '', heard: '0 192.0.2.7 http' },
  { what: 'a failure is no answer', replies: { [reverse]: 'SERVFAIL' }, heard: '5 ESERVFAIL', asked: 1 },
  { what: 'silence is no answer', replies: { [reverse]: 'silence' }, heard: '200 ETIMEOUT', asked: 2 },
  {
    what: 'nameRequired',
    flags: { nameRequired: true },
    replies: named,
    heard: '5 a.example http',
    asked: 1,
  },
  { what: 'nameRequired, no name', flags: { nameRequired: true }, heard: '5 ENOTFOUND', asked: 1 },
  {
    what: 'nameRequired, no data',
    flags: { nameRequired: true },
    replies: { [reverse]: 'NODATA' },
    heard: '5 ENODATA',
    asked: 1,
  },
  { what: 'numericHost', flags: { numericHost: true }, replies: named, heard: '0 192.0.2.7 http' },
  {
    what: 'numericHost with nameRequired',
    flags: { numericHost: true, nameRequired: true },
    heard: '0 EBADFLAGS',
  },
  {
    what: 'numericService',
    flags: { numericHost: true, numericService: true },
    heard: '0 192.0.2.7 80',
  },
  { what: 'a service of UDP', flags: { numericHost: true, datagram: true }, heard: '0 192.0.2.7 web' },
  { what: 'a service of TCP only', port: 21, flags: { numericHost: true }, heard: '0 192.0.2.7 ftp' },
  {
    what: 'a service of TCP only, asked for UDP',
    port: 21,
    flags: { numericHost: true, datagram: true },
    heard: '0 192.0.2.7 21',
  },
  { what: 'no service', port: 8081, flags: { numericHost: true }, heard: '0 192.0.2.7 8081' },
  { what: 'port 0', port: 0, flags: { numericHost: true }, heard: '0 192.0.2.7 0' },
  { what: 'port 65535', port: 65_535, flags: { numericHost: true }, heard: '0 192.0.2.7 65535' },
  ...[-1, 65_536, 80.5, Number.NaN].map((port) => ({
    what: `port ${port}`,
    port,
    flags: { numericHost: true },
    heard: '0 ESERVICE',
  })),
  ...['', 'a.example', '127.1', '::g'].map((address) => ({
    what: 'no address',
    address,
    heard: '0 EBADSTR',
  })),
  { what: 'a zone of a link', ...zoned('fe80::1%eth0'), heard: '0 fe80::1%eth0 http' },
  { what: 'the last link-local prefix', ...zoned('febf::1%eth0'), heard: '0 febf::1%eth0 http' },
  { what: 'the zone 0', ...zoned('fe80::1%0'), heard: '0 fe80::1 http' },
  { what: 'a zone that says nothing', ...zoned('2001:db8::7%eth0'), heard: '0 2001:db8::7 http' },
  { what: 'a zone of no link', ...zoned('fec0::1%eth0'), heard: '0 fec0::1 http' },
  { what: 'a zone of an address like one of a link', ...zoned('fe8::1%eth0'), heard: '0 fe8::1 http' },
  { what: 'another way to write it', ...zoned('2001:DB8:0:0::7'), heard: '0 2001:db8::7 http' },
  {
    what: 'noFqdn, of the first domain',
    flags: { noFqdn: true },
    domains: ['EXAMPLE', 'example.net'],
    replies: named,
    heard: '5 a http',
    asked: 1,
  },
  {
    what: 'noFqdn, of another domain',
    flags: { noFqdn: true },
    domains: ['example.net', 'example'],
    replies: named,
    heard: '5 a.example http',
    asked: 1,
  },
  { what: 'noFqdn, no domain', flags: { noFqdn: true }, replies: named, heard: '5 a.example http', asked: 1 },
  {
    what: 'noFqdn, no domain, and a dot at the end that is part of the label',
    flags: { noFqdn: true },
    replies: { [`${reverse} PTR`]: String.raw`a\.` },
    heard: String.raw`5 a\. http`,
    asked: 1,
  },
  {
    what: 'noFqdn, a dot before the domain that is part of the label',
    flags: { noFqdn: true },
    domains: ['example'],
    replies: { [`${reverse} PTR`]: String.raw`a\.example` },
    heard: String.raw`5 a\.example http`,
    asked: 1,
  },
  {
    what: 'noFqdn, the domain itself',
    flags: { noFqdn: true },
    domains: ['a.example'],
    replies: named,
    heard: '5 a.example http',
    asked: 1,
  },
  {
    what: 'noFqdn, no name',
    flags: { noFqdn: true },
    domains: ['7'],
    heard: '5 192.0.2.7 http',
    asked: 1,
  },
];

it.each(rows)(
  '$what: $address $port',
  marbles((m, { address = '192.0.2.7', port = 80, heard, asked = 0, flags, ...row }: Row) => {
    const network = hostNetwork(row.replies);
    const services = 'http 80/tcp www\nweb 80/udp\nftp 21/tcp';
    const info$ = hostResolver(network, { services, ...row }).getnameinfo$({ address, port }, flags);
    const subscribed = hear(m.scheduler, info$, ({ node, service }) => `${node} ${service}`);
    expect(subscribed.heard).toStrictEqual([]);
    m.flush();
    const [first, end] = subscribed.heard;
    expect(first).toBe(heard);
    expect(end).toBe(/^\d+ E/.test(heard) ? undefined : `${heard.split(' ')[0]} end`);
    expect(askedFor(network)).toHaveLength(asked);
  }),
);
